import { useRouter } from '@tarojs/taro'
import { OnPhone } from './OnPhone'
import { Screen } from './Screen'
import './index.scss'

/** 会场大屏: the projector page, drawn at 1920 × 1080, for the browser of the room's computer. */
export default function RoomPage() {
  const { params } = useRouter<Record<string, string>>()
  return process.env.TARO_ENV === 'h5' ? <Screen params={params} /> : <OnPhone />
}
