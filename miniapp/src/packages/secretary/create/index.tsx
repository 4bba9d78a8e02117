import { View } from '@tarojs/components'

export default function CreatePage() {
  return <View className='app'>新建活动</View>
}
