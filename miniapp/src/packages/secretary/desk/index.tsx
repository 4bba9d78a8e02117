import { View } from '@tarojs/components'

export default function DeskPage() {
  return <View className='app'>书记工作台</View>
}
