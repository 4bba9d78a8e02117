import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import type { MissingList } from '@pioneer/shared-types/attendance/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { Segmented } from '@/components/Segmented'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { useActivity } from '@/features/activities/hooks'
import { SessionGate } from '@/features/home/SessionGate'
import { ArrivedList, LeaveList } from '@/features/roll/Lists'
import { ManageCard } from '@/features/roll/ManageCard'
import { MissingCard } from '@/features/roll/MissingCard'
import { refreshRoll, useMissing, useRequests, useRollList } from '@/features/roll/hooks'
import { waitingNotice, type RollTab } from '@/features/roll/model'
import { RollFoot } from '@/features/roll/RollFoot'
import { WORDS } from '@/features/roll/words'
import { clockOffset, useNow } from '@/services/now'
import { openPage } from '@/services/navigation'
import '../secretary.scss'

/** What waits for a decision, with the way there; the line of names is kept free until they are known. */
function Waiting({ id, count }: { id: string; count: number }) {
  const requests = useRequests(id, count > 0, count)
  const notice = waitingNotice(count, requests.data?.items ?? [])
  if (notice === null) return null
  return (
    <Notice className='mt3' action={WORDS.goDecide} onAction={() => openPage('requests', { id })}>
      <View className='b'>{notice.title}</View>
      {(notice.note || requests.isPending) && <View>{notice.note || '\u00a0'}</View>}
    </Notice>
  )
}

function RollSkeleton() {
  return (
    <View>
      <View className='pulse' aria-hidden='true'>
        <Block width='64%' height={20} />
        <Block width='100%' height={50} top={10} />
      </View>
      <View className='mt3'>
        <SkeletonRows rows={6} />
      </View>
    </View>
  )
}

/** The list itself: who has not come, who has, who is on leave. */
function Roll({ activity, missing, now }: { activity: ActivityDetail; missing: MissingList; now: number }) {
  const { id } = activity
  const { counts } = missing
  const [tab, setTab] = useState<RollTab>('missing')
  const roll = useRollList(id, tab !== 'missing')
  const over = activity.status === 'finished' || now > Date.parse(activity.endAt)
  return (
    <View>
      <View className='note'>
        {activity.title} · {activity.place}
      </View>
      <View className='mt2'>
        <Segmented
          items={[
            { key: 'missing', label: WORDS.missing, count: counts.missing },
            { key: 'arrived', label: WORDS.arrived, count: counts.present + counts.madeUp },
            { key: 'leave', label: WORDS.leave, count: counts.leave },
          ]}
          value={tab}
          onChange={setTab}
        />
      </View>
      <Waiting id={id} count={missing.pendingRequests} />
      <View className='mt3'>
        {tab === 'missing' ? (
          <MissingCard id={id} items={missing.items} over={over} />
        ) : (
          <Async source={roll} skeleton={<SkeletonRows rows={6} />} errorTitle={WORDS.failed}>
            {(list) => (tab === 'arrived' ? <ArrivedList id={id} items={list.items} over={over} /> : <LeaveList id={id} items={list.items} over={over} />)}
          </Async>
        )}
      </View>
      <ManageCard activity={activity} now={now} />
    </View>
  )
}

/** 出勤名单: who is still missing, and the secretary's tap. The page comes in one piece: nothing moves under the finger. */
export default function RollPage() {
  const { id = '' } = useRouter<Record<string, string>>().params
  const activity = useActivity(id)
  const missing = useMissing(id)
  const now = useNow(clockOffset(missing.data?.serverTime, missing.dataUpdatedAt))
  usePullDownRefresh(() => {
    void refreshRoll(id).finally(() => stopPullDownRefresh())
  })
  const both = activity.data && missing.data ? { activity: activity.data, missing: missing.data } : undefined
  const refetch = () => Promise.all([activity.refetch(), missing.refetch()])

  return (
    <Page title={WORDS.title} foot={both && <RollFoot activity={both.activity} counts={both.missing.counts} now={now} />}>
      <SessionGate>
        <Async source={{ data: both, error: missing.error ?? activity.error, refetch }} skeleton={<RollSkeleton />} errorTitle={WORDS.failed}>
          {(known) => <Roll {...known} now={now} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
