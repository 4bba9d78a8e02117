import { View } from '@tarojs/components'

export default function PointsPage() {
  return <View className='app'>我的积分</View>
}
