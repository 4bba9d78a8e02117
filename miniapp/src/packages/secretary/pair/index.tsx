import { View } from '@tarojs/components'

export default function PairPage() {
  return <View className='app'>打开大屏</View>
}
