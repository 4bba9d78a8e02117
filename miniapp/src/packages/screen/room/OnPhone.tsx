import { View } from '@tarojs/components'
import { Page } from '@/components/Page'
import { ScreenAddress } from '@/features/screens/ScreenAddress'
import { WORDS } from '@/features/screens/words'

/** In the mini-program: a phone is no projector. */
export function OnPhone() {
  return (
    <Page title={WORDS.room}>
      <View className='h1'>{WORDS.onPhone}</View>
      <View className='body mt2'>{WORDS.onPhoneNote}</View>
      <ScreenAddress />
    </Page>
  )
}
