import { View } from '@tarojs/components'

export default function RoomPage() {
  return <View className='app'>会场大屏</View>
}
