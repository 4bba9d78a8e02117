import type { InboxItem } from '@pioneer/shared-types/reminders/schemas'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { Card } from '@/components/Card'
import { Pressable } from '@/components/Pressable'
import { toast, toastError } from '@/components/toast'
import { askSubscribe } from '@/services/subscribe'
import { useAnswers } from '../activities/hooks'
import { ReasonSheet } from '../activities/ReasonSheet'
import { LEAVE_REASONS, WORDS as ACTIVITY_WORDS } from '../activities/words'
import { markRead, refreshInbox } from './hooks'
import { InboxRow } from './InboxRow'
import { openLink } from './links'
import { WORDS } from './words'

interface DaySectionProps {
  title: string
  items: readonly InboxItem[]
  now: number
  /** With the way to read them all. */
  readAll: boolean
}

/** The reminders of today, or those before; nothing when there are none. */
export function DaySection({ title, items, now, readAll }: DaySectionProps) {
  const [leaving, setLeaving] = useState<InboxItem | null>(null)
  const answers = useAnswers({ id: leaving?.reply?.activityId ?? '' })
  const heading = { role: 'heading', 'aria-level': 2 }
  if (items.length === 0) return null
  return (
    <View>
      <View className='sec inbox-sec'>
        <View className='sec-t' {...heading}>
          {title}
        </View>
        {readAll && (
          <Pressable className='sec-a' testId='inbox-read-all' onTap={() => void markRead()}>
            {WORDS.readAll}
          </Pressable>
        )}
      </View>
      <Card>
        {items.map((item) => (
          <Answerable key={item.id} item={item} now={now} onLeave={setLeaving} />
        ))}
      </Card>
      <ReasonSheet
        open={leaving !== null}
        title={ACTIVITY_WORDS.leaveTitle}
        text={ACTIVITY_WORDS.leaveText}
        reasons={LEAVE_REASONS}
        action={ACTIVITY_WORDS.leaveSend}
        onSend={async (reason) => {
          await answers.askLeave(reason)
          toast(WORDS.leaveSent)
          if (leaving) await markRead([leaving.id])
          await refreshInbox()
        }}
        onClose={() => setLeaving(null)}
      />
    </View>
  )
}

/** A reminder whose meeting can be answered where it stands. */
function Answerable({ item, now, onLeave }: { item: InboxItem; now: number; onLeave: (item: InboxItem) => void }) {
  const answers = useAnswers({ id: item.reply?.activityId ?? '' })
  const open = ({ id, link, readAt }: InboxItem) => {
    if (readAt === null) void markRead([id])
    if (link) openLink(link)
  }
  const attend = async ({ id }: InboxItem) => {
    void askSubscribe(['meeting'])
    try {
      await answers.attend()
      toast(WORDS.attending)
      await markRead([id])
    } catch (error) {
      toastError(error)
    }
    await refreshInbox()
  }
  return <InboxRow item={item} now={now} onOpen={open} onAttend={attend} onLeave={onLeave} />
}
