import { View } from '@tarojs/components'

export default function ImportPage() {
  return <View className='app'>导入名册</View>
}
