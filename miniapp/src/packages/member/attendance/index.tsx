import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useReachBottom } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { PagedTail } from '@/components/PagedTail'
import { SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { AttendanceList } from '@/features/member/AttendanceList'
import { useMyAttendance } from '@/features/member/hooks'
import { WORDS } from '@/features/member/words'
import '../member.scss'

function List() {
  const { query, source, more } = useMyAttendance()
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  useReachBottom(more)
  return (
    <Async
      source={source}
      skeleton={<SkeletonRows rows={6} />}
      empty={{ title: WORDS.attendanceEmpty, text: WORDS.attendanceEmptyText }}
      errorTitle={WORDS.attendanceFailed}
    >
      {(list) => (
        <View>
          <View className='note side'>{WORDS.attendanceHint}</View>
          <AttendanceList items={list} now={Date.now()} />
          <PagedTail query={query} onMore={more} />
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
