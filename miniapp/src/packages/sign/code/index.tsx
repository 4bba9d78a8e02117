import { View } from '@tarojs/components'

export default function CodePage() {
  return <View className='app'>输入口令</View>
}
