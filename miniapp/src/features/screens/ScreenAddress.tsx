import { View } from '@tarojs/components'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { copyText } from '@/services/clipboard'
import { WORDS } from './words'

/** The short address that is typed on the room's computer. */
const screenAddress = (): string => `${process.env.TARO_ENV === 'h5' ? window.location.origin : SERVICE_ORIGIN}/screen`

/** How the room's computer gets to the screen. */
export function ScreenAddress() {
  const address = screenAddress()
  return (
    <Card padded className='mt4'>
      <View className='h3'>{WORDS.howTitle}</View>
      <View className='body mt1'>{WORDS.howStep}</View>
      <View className='well mt3 b c-ink' style={{ wordBreak: 'break-all' }}>
        {address}
      </View>
      <Button size='small' className='mt3' onTap={() => copyText(address)}>
        {WORDS.copy}
      </Button>
    </Card>
  )
}
