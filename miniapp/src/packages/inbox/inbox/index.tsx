import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Page } from '@/components/Page'
import { SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { useInbox } from '@/features/reminders/hooks'
import { DaySection } from '@/features/reminders/InboxList'
import { byDay } from '@/features/reminders/model'
import { Quota } from '@/features/reminders/Quota'
import { WORDS } from '@/features/reminders/words'
import '../inbox.scss'

type Query = ReturnType<typeof useInbox>['query']

/** What stands under the list: more on its way, a failed page, or its end. */
function Tail({ query, onMore }: { query: Query; onMore: () => void }) {
  if (query.isFetchingNextPage) return <View className='tail'>{WORDS.more}</View>
  if (!query.hasNextPage) return <View className='tail'>{WORDS.allShown}</View>
  return (
    <View className='tail'>
      {query.isFetchNextPageError && WORDS.moreFailed}
      <Button kind='text' onTap={onMore}>
        {query.isFetchNextPageError ? WORDS.again : WORDS.showMore}
      </Button>
    </View>
  )
}

function List() {
  const { query, first, items, now } = useInbox()
  const more = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  useReachBottom(more)
  return (
    <View>
      {first && <Quota credits={first.credits} />}
      <Async
        source={{ data: items, error: query.isFetchNextPageError ? null : query.error, refetch: query.refetch }}
        skeleton={<SkeletonRows rows={5} />}
        empty={{ title: WORDS.empty, text: WORDS.emptyText }}
        errorTitle={WORDS.failed}
      >
        {(list) => {
          const { today, earlier } = byDay(list, now)
          const unread = (first?.unread ?? 0) > 0
          return (
            <View>
              <DaySection title={WORDS.today} items={today} now={now} readAll={unread} />
              <DaySection title={WORDS.earlier} items={earlier} now={now} readAll={unread && today.length === 0} />
              <Tail query={query} onMore={more} />
            </View>
          )
        }}
      </Async>
    </View>
  )
}

/** 提醒: what the service has told this member, newest first. */
export default function InboxPage() {
  return (
    <Page title={WORDS.title}>
      <SessionGate>
        <List />
      </SessionGate>
    </Page>
  )
}
