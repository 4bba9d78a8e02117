import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Page } from '@/components/Page'
import { Segmented } from '@/components/Segmented'
import type { Scope } from '@/features/activities/api'
import { EventList, EventSkeleton } from '@/features/activities/EventList'
import { useActivities } from '@/features/activities/hooks'
import { WORDS } from '@/features/activities/words'
import { scanToSignIn } from '@/features/checkin/scan'
import { WhoLeaf } from '@/features/home/OtherLeaves'
import { SessionGate } from '@/features/home/SessionGate'
import { useSession } from '@/services/session'

interface TailProps {
  loading: boolean
  failed: boolean
  more: boolean
  onMore: () => void
}

/** What stands under the list: more on its way, a failed page, or its end. */
function Tail({ loading, failed, more, onMore }: TailProps) {
  if (loading) return <View className='tail'>{WORDS.more}</View>
  if (failed && more) {
    return (
      <View className='tail'>
        {WORDS.moreFailed}
        <Button kind='text' onTap={onMore}>
          {WORDS.again}
        </Button>
      </View>
    )
  }
  return more ? (
    <Button kind='text' className='mt3' onTap={onMore}>
      {WORDS.showMore}
    </Button>
  ) : (
    <View className='tail'>{WORDS.allShown}</View>
  )
}

function List({ scope, onPast }: { scope: Scope; onPast: () => void }) {
  const { query, items, now } = useActivities(scope)
  const more = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  useReachBottom(more)
  const empty =
    scope === 'upcoming'
      ? { title: WORDS.emptyUpcoming, text: WORDS.emptyUpcomingText, action: WORDS.seePast, onAction: onPast }
      : { title: WORDS.emptyPast, text: WORDS.emptyPastText }
  const firstFailed = query.isFetchNextPageError ? null : query.error
  return (
    <Async
      source={{ data: items, error: firstFailed, refetch: query.refetch }}
      skeleton={<EventSkeleton />}
      empty={empty}
      errorTitle={WORDS.listFailed}
      errorAction={{ label: WORDS.scanInstead, onTap: () => void scanToSignIn(null) }}
    >
      {(list) => (
        <View>
          <EventList items={list} now={now} />
          <Tail
            loading={query.isFetchingNextPage}
            failed={query.isFetchNextPageError}
            more={query.hasNextPage}
            onMore={more}
          />
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
