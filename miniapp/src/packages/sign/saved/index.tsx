import { View } from '@tarojs/components'
import { useEffect, useRef } from 'react'
import { EmptyState } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { Seal } from '@/components/Seal'
import { toast } from '@/components/toast'
import { stepOf } from '@/features/checkin/model'
import { deliver, follow } from '@/features/checkin/signIn'
import { useEntry } from '@/features/checkin/useEntry'
import { WORDS } from '@/features/checkin/words'
import { kindsText } from '@/features/activities/model'
import { dayText, timeText } from '@/services/calendar'
import { openTab, replacePage } from '@/services/navigation'
import { useNetwork } from '@/services/network'
import { outbox, type OutboxEntry } from '@/services/outbox'
import { SavedTrack } from './SavedTrack'
import '../sign.scss'

const home = () => openTab('home')

function nameOf({ about, result }: OutboxEntry): string | null {
  const activity = result?.activity ?? about
  return activity ? `${dayText(activity.startAt)}${kindsText(activity.kinds)} · ${activity.place}` : null
}

function Foot({ entry }: { entry: OutboxEntry }) {
  const retry = async () => {
    const after = await deliver(entry)
    if (stepOf(after) === 'saved' && after.state === 'waiting') toast(WORDS.stillWaiting)
  }
  if (entry.state === 'done') {
    return (
      <Button kind='dark' onTap={home}>
        {WORDS.ok}
      </Button>
    )
  }
  return (
    <View>
      <Button kind='dark' icon='refresh' loadingText={WORDS.tryNowBusy} onTap={retry}>
        {WORDS.tryNow}
      </Button>
      <View className='note btn-why'>{WORDS.tryHint}</View>
    </View>
  )
}

/** 已存下: a sign-in that waits for the network, or for the secretary; the same page shows later how far it got. */
export default function SavedPage() {
  const entry = useEntry()
  const online = useNetwork((state) => state.online)
  const step = entry && stepOf(entry)
  const sentId = entry?.state === 'done' ? entry.id : null

  useEffect(() => {
    if (sentId) outbox.see(sentId)
  }, [sentId])
  // it went out by itself while the page was open
  const moved = useRef(false)
  useEffect(() => {
    if (entry === null || moved.current || step === 'saved' || step === 'working') return
    moved.current = true
    follow(entry, 'replace')
  }, [entry, step])

  if (entry === null) {
    return (
      <Page title={WORDS.signIn} nav='close' onBack={home}>
        <EmptyState title={WORDS.goneTitle} text={WORDS.goneText} action={WORDS.goneAction} onAction={() => replacePage('attendance')} />
      </Page>
    )
  }
  const waiting = entry.state !== 'done'
  const name = nameOf(entry)
  return (
    <Page title={WORDS.signIn} nav='close' onBack={home} foot={<Foot entry={entry} />}>
      {waiting ? (
        <Notice kind='info'>{online ? WORDS.unanswered : WORDS.offline}</Notice>
      ) : (
        <Notice kind='ok'>{WORDS.confirming}</Notice>
      )}
      <Card leaf='ink' className='mt3' testId='saved'>
        <View className='card-p' style={{ padding: '24px 20px 8px' }}>
          <View className='f sb-w'>
            <View>
              <View className='note'>{waiting ? WORDS.keptHere : WORDS.sent}</View>
              <View className='ok-time'>{timeText(entry.capturedAt)}</View>
            </View>
            {waiting ? (
              <View className='keep-slot'>
                <Icon name='offline' size={36} />
              </View>
            ) : (
              <Seal mark={null} size={76} />
            )}
          </View>
          {name && <View className='note c-2 mt2'>{name}</View>}
          <View className='hair' />
          <SavedTrack entry={entry} />
        </View>
      </Card>
      {waiting && <View className='note mt4'>{WORDS.keepHint}</View>}
    </Page>
  )
}
