import type { Home } from '@pioneer/shared-types/home/schemas'
import { View } from '@tarojs/components'
import { usePullDownRefresh, stopPullDownRefresh } from '@tarojs/taro'
import { useEffect } from 'react'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { OutboxNotice, useOutboxNews } from '@/features/checkin/OutboxNotice'
import { scanToSignIn } from '@/features/checkin/scan'
import { DeskRow, OperatorRow, Todos } from '@/features/home/Affairs'
import { Bell } from '@/features/home/Bell'
import { HomeSkeleton } from '@/features/home/HomeSkeleton'
import { useHome } from '@/features/home/hooks'
import { greetingLine, nextOf, todayOf, underGreeting } from '@/features/home/model'
import { LoginLeaf, NextCard, WhoLeaf } from '@/features/home/OtherLeaves'
import { TodayCard } from '@/features/home/TodayCard'
import { WORDS } from '@/features/home/words'
import { YearCard } from '@/features/home/YearCard'
import { warmSubscribe } from '@/services/subscribe'
import { warmPages } from '@/services/warm'
import type { OutboxNews } from '@/features/checkin/model'
import { holds } from '@/services/session'

interface ReadyProps {
  home: Home
  now: number
  news: OutboxNews
}

function Leading({ home, now, news }: ReadyProps) {
  if (!home.me.bound) return <WhoLeaf me={home.me} />
  const today = todayOf(home, now)
  if (today === null) return <NextCard next={nextOf(home, now)} />
  const entry = news?.kind === 'waiting' ? news.entry : null
  const keptAt = entry?.about?.activityId === today.id ? entry.capturedAt : null
  return <TodayCard activity={today} now={now} keptAt={keptAt} />
}

function Ready(props: ReadyProps) {
  const { home, now, news } = props
  return (
    <View>
      <View className='h1'>{greetingLine(home.me.member?.name, now)}</View>
      <View className='note'>{underGreeting(home.me, now)}</View>
      {news && <OutboxNotice news={news} />}
      <Leading {...props} />
      {home.desk ? <DeskRow desk={home.desk} me={home.me} /> : holds(home.me, ['operator']) && <OperatorRow />}
      {home.me.bound && <Todos home={home} now={now} />}
      {home.year && <YearCard year={home.year} now={now} />}
    </View>
  )
}

/** 首页. One notice at most: what waits in the outbox says more than that the page is old. */
export default function HomePage() {
  const { source, now, signedOut } = useHome()
  const news = useOutboxNews()
  usePullDownRefresh(() => {
    void Promise.resolve(source.refetch()).finally(() => stopPullDownRefresh())
  })
  useEffect(() => warmPages('packages/sign/'), [])
  const bound = source.data?.me.bound === true
  useEffect(() => {
    if (bound) warmSubscribe()
  }, [bound])
  const inbox = signedOut ? null : source.data?.inbox

  return (
    <Page title={source.data?.me.member?.branchName ?? WORDS.app} nav='brand' tab='home' aside={inbox && <Bell unread={inbox.unread} />}>
      {signedOut ? (
        <View>
          <View className='h1'>{greetingLine(undefined, now)}</View>
          {news && <OutboxNotice news={news} />}
          <LoginLeaf />
        </View>
      ) : (
        <Async
          source={news && source.data ? { ...source, error: null } : source}
          skeleton={<HomeSkeleton />}
          errorTitle={WORDS.failed}
          errorAction={{ label: WORDS.scanInstead, onTap: () => void scanToSignIn(null) }}
        >
          {(home) => <Ready home={home} now={now} news={news} />}
        </Async>
      )}
    </Page>
  )
}
