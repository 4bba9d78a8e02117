import { View } from '@tarojs/components'

export default function MePage() {
  return <View className='app'>我的</View>
}
