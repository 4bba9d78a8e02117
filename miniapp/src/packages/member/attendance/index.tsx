import { View } from '@tarojs/components'

export default function AttendancePage() {
  return <View className='app'>签到记录</View>
}
