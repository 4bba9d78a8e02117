import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Notice } from '@/components/Notice'
import { Page } from '@/components/Page'
import { Segmented } from '@/components/Segmented'
import { SkeletonRows } from '@/components/Skeleton'
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

/** What waits for a decision, with the way there. */
function Waiting({ id, count }: { id: string; count: number }) {
  const requests = useRequests(id, count > 0, count)
  const notice = waitingNotice(count, requests.data?.items ?? [])
  if (notice === null) return null
  return (
    <Notice className='mt3' action={WORDS.goDecide} onAction={() => openPage('requests', { id })}>
      <View className='b'>{notice.title}</View>
      {notice.note && <View>{notice.note}</View>}
    </Notice>
  )
}

/** 出勤名单: who is still missing, and the secretary's tap. */
export default function RollPage() {
  const { id = '' } = useRouter<Record<string, string>>().params
  const [tab, setTab] = useState<RollTab>('missing')
  const activity = useActivity(id)
  const missing = useMissing(id)
  const roll = useRollList(id, tab !== 'missing')
  const now = useNow(clockOffset(missing.data?.serverTime, missing.dataUpdatedAt))
  usePullDownRefresh(() => {
    void refreshRoll(id).finally(() => stopPullDownRefresh())
  })
  const counts = missing.data?.counts
  const over = activity.data !== undefined && (activity.data.status === 'finished' || now > Date.parse(activity.data.endAt))

  return (
    <Page title={WORDS.title} foot={activity.data && counts ? <RollFoot activity={activity.data} counts={counts} now={now} /> : undefined}>
      <SessionGate>
        {activity.data && (
          <View className='note'>
            {activity.data.title} · {activity.data.place}
          </View>
        )}
        <View className='mt2'>
          <Segmented
            items={[
              { key: 'missing', label: WORDS.missing, count: counts?.missing },
              { key: 'arrived', label: WORDS.arrived, count: counts && counts.present + counts.madeUp },
              { key: 'leave', label: WORDS.leave, count: counts?.leave },
            ]}
            value={tab}
            onChange={setTab}
          />
        </View>
        <Waiting id={id} count={missing.data?.pendingRequests ?? 0} />
        <View className='mt3'>
          {tab === 'missing' ? (
            <Async source={missing} skeleton={<SkeletonRows rows={6} />} errorTitle={WORDS.failed}>
              {(list) => <MissingCard id={id} items={list.items} over={over} />}
            </Async>
          ) : (
            <Async source={roll} skeleton={<SkeletonRows rows={6} />} errorTitle={WORDS.failed}>
              {(list) => (tab === 'arrived' ? <ArrivedList id={id} items={list.items} over={over} /> : <LeaveList id={id} items={list.items} over={over} />)}
            </Async>
          )}
        </View>
        {activity.data && missing.data && <ManageCard activity={activity.data} now={now} />}
      </SessionGate>
    </Page>
  )
}
