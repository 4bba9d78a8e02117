import { View } from '@tarojs/components'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Sheet } from '@/components/Sheet'
import { toast, toastError } from '@/components/toast'
import { letGo } from './hooks'
import { WORDS } from './words'

type What = 'device' | 'consent'

const PARTS = {
  device: { title: WORDS.leaveTitle, points: WORDS.leavePoints, action: WORDS.leaveAction, done: WORDS.leaveDone },
  consent: { title: WORDS.withdrawTitle, points: WORDS.withdrawPoints, action: WORDS.withdrawAction, done: WORDS.withdrawDone },
} as const

/** What happens, before it does. */
function Confirm({ what, hasRole, onClose }: { what: What; hasRole: boolean; onClose: () => void }) {
  const { points, action, done } = PARTS[what]
  const go = async () => {
    try {
      await letGo(what)
      onClose()
      toast(done)
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <View>
      {[...points, ...(hasRole ? [WORDS.leaveRole] : [])].map((point) => (
        <View key={point} className='ft mt3 body'>
          <View className='dot' />
          <View className='g1'>{point}</View>
        </View>
      ))}
      <Button kind='dark' className='mt6' loadingText={WORDS.working} onTap={go}>
        {action}
      </Button>
      <Button kind='text' className='mt2' onTap={onClose}>
        {WORDS.keepIt}
      </Button>
    </View>
  )
}

/**
 * 解除绑定 and 撤回同意, each behind a sheet that says what happens.
 * @param hasRole the device itself holds a role, which ends with it
 */
export function LetGo({ hasRole }: { hasRole: boolean }) {
  const [open, setOpen] = useState(false)
  const [what, setWhat] = useState<What>('device')
  const ask = (next: What) => {
    setWhat(next)
    setOpen(true)
  }
  const close = () => setOpen(false)
  return (
    <>
      <Card className='mt3'>
        <Row icon='link' title={WORDS.leave} note={WORDS.leaveNote} onTap={() => ask('device')} />
        <Row icon='undo' title={WORDS.withdraw} note={WORDS.withdrawNote} onTap={() => ask('consent')} />
      </Card>
      <Sheet open={open} title={PARTS[what].title} onClose={close}>
        <Confirm what={what} hasRole={hasRole} onClose={close} />
      </Sheet>
    </>
  )
}
