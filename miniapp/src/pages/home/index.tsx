import { View } from '@tarojs/components'

export default function HomePage() {
  return <View className='app'>首页</View>
}
