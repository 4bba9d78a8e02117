import { View } from '@tarojs/components'
import { useDidHide, useDidShow, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { AskSheet } from '@/features/checkin/AskSheet'
import { knownMeeting } from '@/features/checkin/about'
import { scannedAs } from '@/features/checkin/model'
import { signInWithText } from '@/features/checkin/signIn'
import { WORDS } from '@/features/checkin/words'
import { replacePage } from '@/services/navigation'
import { Lens } from './Lens'
import '../sign.scss'

type Trouble = 'refused' | 'missing' | 'other'

const TROUBLES: Readonly<Record<Trouble, string>> = {
  refused: WORDS.cameraRefused,
  missing: WORDS.cameraMissing,
  other: WORDS.notACode,
}

/** 扫码签到 with the camera of a browser; beside it always the typed code and the secretary. */
export default function ScanPage() {
  const { params } = useRouter<Record<string, string>>()
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [working, setWorking] = useState(false)
  const [visible, setVisible] = useState(true)
  const [asking, setAsking] = useState(false)
  useDidShow(() => setVisible(true))
  useDidHide(() => setVisible(false))

  const read = (text: string) => {
    if (working) return
    if (scannedAs(text).kind === 'other') return setTrouble('other')
    setWorking(true)
    void signInWithText(text, knownMeeting(params.id), 'replace')
  }
  const blind = trouble === 'refused' || trouble === 'missing'

  return (
    <Page title='扫码签到'>
      {trouble && (
        <Notice kind='warn' className='mb4' testId='scan-trouble'>
          {TROUBLES[trouble]}
        </Notice>
      )}
      {!blind && visible && <Lens onRead={read} onRefused={setTrouble} />}
      <View className='h2 mt5'>{working ? WORDS.working : WORDS.aim}</View>
      <View className='note mt1'>{WORDS.aimNote}</View>
      <Button kind={blind ? 'primary' : 'plain'} icon='keypad' className='mt5' onTap={() => replacePage('signCode', { id: params.id })}>
        {WORDS.typeCode}
      </Button>
      <Button kind='text' icon='people' className='mt2' onTap={() => setAsking(true)}>
        {WORDS.askSecretary}
      </Button>
      <AskSheet open={asking} onClose={() => setAsking(false)} />
    </Page>
  )
}
