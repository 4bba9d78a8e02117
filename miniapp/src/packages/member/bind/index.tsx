import { View } from '@tarojs/components'

export default function BindPage() {
  return <View className='app'>认一下你是谁</View>
}
