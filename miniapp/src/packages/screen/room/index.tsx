import { View } from '@tarojs/components'
import './index.scss'

/** 会场大屏: the projector page, 1920 × 1080. */
export default function RoomPage() {
  return (
    <View className='wide'>
      <View className='room' data-testid='room' />
    </View>
  )
}
