import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { PagedTail } from '@/components/PagedTail'
import { SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { useInbox } from '@/features/reminders/hooks'
import { DaySection } from '@/features/reminders/InboxList'
import { byDay } from '@/features/reminders/model'
import { Quota } from '@/features/reminders/Quota'
import { WORDS } from '@/features/reminders/words'
import '../inbox.scss'

function List() {
  const { query, first, source, more, now } = useInbox()
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  useReachBottom(more)
  return (
    <View>
      {first && <Quota credits={first.credits} />}
      <Async
        source={source}
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
              <PagedTail query={query} onMore={more} />
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
