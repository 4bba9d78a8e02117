import { View } from '@tarojs/components'

export default function ActivityDetailPage() {
  return <View className='app'>活动详情</View>
}
