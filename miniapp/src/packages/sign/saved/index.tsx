import { View } from '@tarojs/components'

export default function SavedPage() {
  return <View className='app'>已存下</View>
}
