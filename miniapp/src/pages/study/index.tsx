import { View } from '@tarojs/components'

export default function StudyPage() {
  return <View className='app'>学习</View>
}
