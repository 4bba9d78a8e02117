import { View } from '@tarojs/components'

export default function ActivitiesPage() {
  return <View className='app'>活动</View>
}
