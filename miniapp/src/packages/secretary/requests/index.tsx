import { View } from '@tarojs/components'

export default function RequestsPage() {
  return <View className='app'>等我确认的</View>
}
