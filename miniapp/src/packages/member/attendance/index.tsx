import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Page } from '@/components/Page'
import { SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { AttendanceList } from '@/features/member/AttendanceList'
import { useMyAttendance } from '@/features/member/hooks'
import { WORDS } from '@/features/member/words'
import '../member.scss'

type Query = ReturnType<typeof useMyAttendance>['query']

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
  const { query, items } = useMyAttendance()
  const more = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  useReachBottom(more)
  return (
    <Async
      source={{ data: items, error: query.isFetchNextPageError ? null : query.error, refetch: query.refetch }}
      skeleton={<SkeletonRows rows={6} />}
      empty={{ title: WORDS.attendanceEmpty, text: WORDS.attendanceEmptyText }}
      errorTitle={WORDS.attendanceFailed}
    >
      {(list) => (
        <View>
          <View className='note side'>{WORDS.attendanceHint}</View>
          <AttendanceList items={list} now={Date.now()} />
          <Tail query={query} onMore={more} />
        </View>
      )}
    </Async>
  )
}

/** 我的考勤 */
export default function AttendancePage() {
  return (
    <Page title={WORDS.attendanceTitle}>
      <SessionGate>
        <List />
      </SessionGate>
    </Page>
  )
}
