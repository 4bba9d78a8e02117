import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { PagedTail } from '@/components/PagedTail'
import { Segmented } from '@/components/Segmented'
import type { Scope } from '@/features/activities/api'
import { EventList, EventSkeleton } from '@/features/activities/EventList'
import { useActivities } from '@/features/activities/hooks'
import { WORDS } from '@/features/activities/words'
import { scanToSignIn } from '@/features/checkin/scan'
import { WhoLeaf } from '@/features/home/OtherLeaves'
import { SessionGate } from '@/features/home/SessionGate'
import { useSession } from '@/services/session'

function List({ scope, onPast }: { scope: Scope; onPast: () => void }) {
  const { query, source, more, now } = useActivities(scope)
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  useReachBottom(more)
  const empty =
    scope === 'upcoming'
      ? { title: WORDS.emptyUpcoming, text: WORDS.emptyUpcomingText, action: WORDS.seePast, onAction: onPast }
      : { title: WORDS.emptyPast, text: WORDS.emptyPastText }
  return (
    <Async
      source={source}
      skeleton={<EventSkeleton />}
      empty={empty}
      errorTitle={WORDS.listFailed}
      errorAction={{ label: WORDS.scanInstead, onTap: () => void scanToSignIn(null) }}
    >
      {(list) => (
        <View>
          <EventList items={list} now={now} />
          <PagedTail query={query} onMore={more} />
        </View>
      )}
    </Async>
  )
}

function Activities() {
  const [scope, setScope] = useState<Scope>('upcoming')
  return (
    <View>
      <Segmented
        items={[
          { key: 'upcoming', label: WORDS.upcoming },
          { key: 'past', label: WORDS.past },
        ]}
        value={scope}
        onChange={setScope}
      />
      <List key={scope} scope={scope} onPast={() => setScope('past')} />
    </View>
  )
}

/** 活动. Nobody is invited whom the roster does not know yet. */
export default function ActivitiesPage() {
  const me = useSession((state) => state.me)
  return (
    <Page title='活动' nav='tab' tab='activities'>
      <SessionGate>{me !== null && !me.bound ? <WhoLeaf me={me} /> : <Activities />}</SessionGate>
    </Page>
  )
}
