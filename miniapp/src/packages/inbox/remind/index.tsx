import type { RemindPlan } from '@pioneer/shared-types/reminders/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async, EmptyState } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { toastError } from '@/components/toast'
import { SessionGate } from '@/features/home/SessionGate'
import { sendRemind } from '@/features/reminders/api'
import { Counts } from '@/features/reminders/Counts'
import { refreshPlan, usePlan } from '@/features/reminders/hooks'
import { byReach, footOf, remindedText, targetOf, type RemindTarget } from '@/features/reminders/model'
import { People } from '@/features/reminders/People'
import { WORDS } from '@/features/reminders/words'
import { timeText } from '@/services/calendar'
import { useNow } from '@/services/now'
import '../inbox.scss'

function RemindSkeleton() {
  return (
    <View>
      <View className='card card-p pulse' aria-hidden='true'>
        <Block width='70%' height={20} onCard />
        <Block width='100%' height={48} top={16} onCard />
      </View>
      <View className='mt7'>
        <SkeletonRows rows={4} />
      </View>
    </View>
  )
}

interface ReadyProps {
  plan: RemindPlan
  now: number
  /** What became of the reminder that was just sent. */
  said: string | null
}

function Ready({ plan, now, said }: ReadyProps) {
  const { title, text, quietUntil, wechat } = plan
  return (
    <View>
      {said !== null ? (
        <Notice kind='ok' className='mb3' testId='remind-said'>
          {said}
        </Notice>
      ) : (
        quietUntil !== null &&
        wechat > 0 && (
          <Notice className='mb3' testId='remind-quiet'>
            {WORDS.quiet(timeText(quietUntil))}
          </Notice>
        )
      )}
      <Card padded>
        <Counts plan={plan} />
        <View className='remind-letter mt4'>
          <View className='tiny'>{WORDS.letter}</View>
          <View className='h3 mt1'>{title}</View>
          <View className='note'>{text}</View>
        </View>
      </Card>
      {byReach(plan).map(({ reach, people }) => (
        <People key={reach} reach={reach} people={people} now={now} />
      ))}
    </View>
  )
}

function Foot({ plan, now, onSend }: { plan: RemindPlan; now: number; onSend: () => Promise<void> }) {
  const foot = footOf(plan, now)
  if (foot === null) return <View className='note'>{WORDS.onlyCalls}</View>
  return (
    <Button kind='primary' icon='bell' reason={foot.reason} testId='remind-send' loadingText={WORDS.sending} onTap={onSend}>
      {WORDS.send(foot.count)}
    </Button>
  )
}

function Remind({ target }: { target: RemindTarget }) {
  const query = usePlan(target)
  const now = useNow()
  const [said, setSaid] = useState<string | null>(null)
  const plan = query.data ?? null
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  const send = async () => {
    try {
      setSaid(remindedText(await sendRemind(target), plan?.quietUntil ?? null))
    } catch (error) {
      toastError(error)
    }
    await refreshPlan(target)
  }
  const someone = plan !== null && plan.people.length > 0
  return (
    <Page title={WORDS.remindTitles[target.about]} foot={someone ? <Foot plan={plan} now={now} onSend={send} /> : undefined}>
      <SessionGate>
        <Async source={query} skeleton={<RemindSkeleton />} errorTitle={WORDS.planFailed}>
          {(shown) =>
            shown === null || shown.people.length === 0 ? (
              <EmptyState title={WORDS.nobody} text={WORDS.nobodyText[target.about]} />
            ) : (
              <Ready plan={shown} now={now} said={said} />
            )
          }
        </Async>
      </SessionGate>
    </Page>
  )
}

/** Who gets a message, who only the inbox, and who needs a call. */
export default function RemindPage() {
  const { params } = useRouter<Record<string, string>>()
  const target = targetOf(params)
  if (target === null) {
    return (
      <Page title={WORDS.remind}>
        <EmptyState title={WORDS.nobody} />
      </Page>
    )
  }
  return <Remind target={target} />
}
