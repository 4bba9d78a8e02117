import { View } from '@tarojs/components'

export default function BindingsPage() {
  return <View className='app'>认领申请</View>
}
