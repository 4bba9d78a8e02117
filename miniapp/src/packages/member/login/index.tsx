import { View } from '@tarojs/components'

export default function LoginPage() {
  return <View className='app'>登录</View>
}
