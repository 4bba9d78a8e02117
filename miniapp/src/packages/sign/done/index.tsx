import { View } from '@tarojs/components'

export default function DonePage() {
  return <View className='app'>签到成功</View>
}
