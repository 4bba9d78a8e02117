import Taro from '@tarojs/taro'
import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { Button } from '@/components/Button'
import { EmptyState } from '@/components/Async'
import { classes } from '@/components/className'
import { Page } from '@/components/Page'
import { useEntry } from '@/features/checkin/useEntry'
import { signedOf } from '@/features/checkin/model'
import { WORDS } from '@/features/checkin/words'
import { openTab, replacePage } from '@/services/navigation'
import { outbox } from '@/services/outbox'
import { askSubscribe } from '@/services/subscribe'
import { HEADING_NAMES } from '@pioneer/shared-types/constants'
import { Record } from './Record'
import { Year } from './Year'
import '../sign.scss'

/** The moment the seal touches the paper, ms after the page opened. */
const PRESSED_MS = 520

/** 签到成功 */
export default function DonePage() {
  const entry = useEntry()
  const [still, setStill] = useState(false)
  const id = entry?.id
  const signed = entry && signedOf(entry, HEADING_NAMES)
  const fresh = signed !== null && !signed.again

  useEffect(() => {
    if (id) outbox.see(id)
  }, [id])
  useEffect(() => {
    if (!fresh || process.env.TARO_ENV !== 'weapp') return undefined
    // some phones cannot vibrate: nothing is lost
    const timer = setTimeout(() => void Taro.vibrateShort({ type: 'light' }).catch(() => undefined), PRESSED_MS)
    return () => clearTimeout(timer)
  }, [fresh])

  const home = () => openTab('home')
  // asked here and not with 签到: WeChat's dialog must not come between a member and the scanner
  const done = () => {
    void askSubscribe(['meeting'])
    home()
  }
  if (entry === null || entry.result === null || signed === null) {
    return (
      <Page title={WORDS.signIn} nav='close' onBack={home}>
        <EmptyState title={WORDS.goneTitle} text={WORDS.goneText} action={WORDS.goneAction} onAction={() => replacePage('attendance')} />
      </Page>
    )
  }
  const { activity } = entry.result
  return (
    <Page
      title={WORDS.success}
      nav='close'
      onBack={home}
      foot={
        <View className='btn-pair'>
          <Button onTap={() => replacePage('activity', { id: activity.id })}>{WORDS.seeActivity}</Button>
          <Button kind='dark' onTap={done}>
            {WORDS.ok}
          </Button>
        </View>
      }
    >
      <View className={classes((still || !fresh) && 'still')} onClick={() => setStill(true)}>
        <Record activity={activity} signed={signed} settledAt={entry.settledAt ?? 0} />
        <Year activity={activity} fresh={fresh} settledAt={entry.settledAt ?? 0} />
      </View>
    </Page>
  )
}
