import { View } from '@tarojs/components'

export default function SignPage() {
  return <View className='app'>签到</View>
}
