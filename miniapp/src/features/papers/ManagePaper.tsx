import { View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { toast } from '@/components/toast'
import { TextSheet } from '../roll/TextSheet'
import { withdraw } from './hooks'
import { WORDS } from './words'

/** 撤回, with a reason that stays in the record. */
export function ManagePaper({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <View>
      <Section title={WORDS.manage} />
      <Card>
        <Row icon='undo' title={WORDS.withdraw} note={WORDS.withdrawNote} testId='paper-withdraw' onTap={() => setOpen(true)} />
      </Card>
      <TextSheet
        open={open}
        title={WORDS.withdrawTitle}
        text={WORDS.withdrawText}
        suggestions={WORDS.withdrawReasons}
        action={WORDS.withdrawYes}
        onSend={async (reason) => {
          await withdraw(id, reason)
          toast(WORDS.withdrawDone)
        }}
        onClose={() => setOpen(false)}
      />
    </View>
  )
}
