import { View } from '@tarojs/components'
import { DEMO_ACCOUNTS, type DemoAccount } from '@pioneer/shared-types/constants'
import type { Info } from '@pioneer/shared-types/info/schemas'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { QrCode } from '@/components/QrCode'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { toastError } from '@/components/toast'
import { signInAsDemo } from '@/services/session'
import type { Way } from './model'
import { DEMO_WORDS, WORDS } from './words'

/** The demo accounts; only where the service has them. */
export function DemoRows({ onDone }: { onDone: () => void }) {
  const [busy, setBusy] = useState<DemoAccount | null>(null)
  const enter = async (account: DemoAccount) => {
    if (busy !== null) return
    setBusy(account)
    try {
      await signInAsDemo(account)
      onDone()
    } catch (error) {
      setBusy(null)
      toastError(error)
    }
  }
  return (
    <View>
      <Section title={WORDS.demoTitle} />
      <Card testId='demo-accounts'>
        {DEMO_ACCOUNTS.map((account) => (
          <Row
            key={account}
            icon={account === 'secretary' ? 'grid' : account === 'committee' ? 'chart' : 'user'}
            title={DEMO_WORDS[account].title}
            note={DEMO_WORDS[account].note}
            value={busy === account ? '正在进入…' : undefined}
            testId={`demo-${account}`}
            onTap={() => void enter(account)}
          />
        ))}
      </Card>
      <View className='note mt3'>{WORDS.demoNote}</View>
    </View>
  )
}

/** This browser as a device of its own. */
export function DeviceRows({ info, onBind }: { info: Info; onBind: (way: Way) => void }) {
  const demo = info.mode === 'demo'
  return (
    <Card className='mt3'>
      <Row
        icon='user'
        title={demo ? WORDS.newcomer : WORDS.invited}
        note={demo ? WORDS.newcomerNote : WORDS.invitedNote}
        testId='bind'
        onTap={() => onBind('invitation')}
      />
      {!demo && <Row icon='people' title={WORDS.unknown} note={WORDS.unknownNote} onTap={() => onBind('request')} />}
    </Card>
  )
}

/** On a window that is no phone the page can be taken to one. */
const isWide = () => process.env.TARO_ENV === 'h5' && window.innerWidth >= 640

/** The mini-program needs no login; from a computer the phone gets here by a code. */
export function WechatHint() {
  const wide = isWide()
  return (
    <Card className='mt3' padded>
      <View className='f'>
        <View className='g1'>
          <View className='h3'>{WORDS.inWechat}</View>
          <View className='note mt1'>{wide ? WORDS.inWechatNote : WORDS.inWechatPlain}</View>
        </View>
        {wide && (
          <View className='ml4 none'>
            <QrCode address={`${window.location.origin}/`} size={116} label={WORDS.openLabel} />
          </View>
        )}
      </View>
    </Card>
  )
}
