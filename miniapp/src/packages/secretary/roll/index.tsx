import { View } from '@tarojs/components'

export default function RollPage() {
  return <View className='app'>出勤名单</View>
}
