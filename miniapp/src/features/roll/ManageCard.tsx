import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { ask } from '@/components/ask'
import { Card } from '@/components/Card'
import { Row } from '@/components/Row'
import { Section } from '@/components/Section'
import { toast, toastError } from '@/components/toast'
import { openPage } from '@/services/navigation'
import { AddSheet } from './AddSheet'
import { cancelActivity, finishActivity } from './api'
import { refreshRoll } from './hooks'
import { TextSheet } from './TextSheet'
import { WORDS } from './words'

/** What else can be done with this meeting. */
export function ManageCard({ activity, now }: { activity: ActivityDetail; now: number }) {
  const [sheet, setSheet] = useState<'add' | 'cancel' | null>(null)
  const { id, status } = activity
  const begun = now >= Date.parse(activity.startAt)
  const remindable = status === 'published' && now <= Date.parse(activity.endAt)

  const finish = async () => {
    if (!(await ask({ title: WORDS.finishAsk, text: WORDS.finishText, yes: WORDS.finishYes, no: WORDS.no }))) return
    try {
      await finishActivity(id)
      toast(WORDS.finished)
    } catch (error) {
      toastError(error)
    }
    await refreshRoll(id)
  }
  const cancel = async (reason: string) => {
    await cancelActivity(id, reason)
    toast(WORDS.cancelled)
    await refreshRoll(id)
  }

  if (status === 'cancelled') return null
  return (
    <View>
      <Section title={WORDS.manage} />
      <Card>
        {remindable && (
          <Row
            icon='bell'
            title={begun ? WORDS.remindMissing : WORDS.remindReply}
            note={WORDS.remindNote}
            regular
            testId='roll-remind'
            onTap={() => openPage('remind', { id, about: begun ? 'sign-in' : 'reply' })}
          />
        )}
        <Row icon='plus' title={WORDS.add} note={WORDS.addNote} regular onTap={() => setSheet('add')} />
        {status === 'published' && <Row icon='edit' title={WORDS.edit} regular onTap={() => openPage('create', { id })} />}
        {status === 'published' && begun && <Row icon='checkc' title={WORDS.finish} note={WORDS.finishNote} regular onTap={() => void finish()} />}
        <Row icon='x' title={WORDS.cancel} note={WORDS.cancelNote} regular onTap={() => setSheet('cancel')} />
      </Card>
      <AddSheet open={sheet === 'add'} activity={activity} onClose={() => setSheet(null)} />
      <TextSheet
        open={sheet === 'cancel'}
        title={WORDS.cancelTitle}
        text={WORDS.cancelNote}
        action={WORDS.cancelYes}
        onSend={cancel}
        onClose={() => setSheet(null)}
      />
    </View>
  )
}
