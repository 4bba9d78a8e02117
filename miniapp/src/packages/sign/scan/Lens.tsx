import { Camera } from '@tarojs/components'
import { View } from '@tarojs/components'

export interface LensProps {
  /** What was read; called once for each code that comes into view. */
  onRead: (text: string) => void
  onRefused: (why: 'refused' | 'missing') => void
}

/** The camera in the page. WeChat's own scanner is used first; this is what stands behind a link to this page. */
export function Lens({ onRead, onRefused }: LensProps) {
  return (
    <View className='lens'>
      <Camera className='lens-in' mode='scanCode' onScanCode={({ detail }) => onRead(detail.result)} onError={() => onRefused('refused')} />
    </View>
  )
}
