import type { StudyHome } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh } from '@tarojs/taro'
import { useEffect } from 'react'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { WhoLeaf } from '@/features/home/OtherLeaves'
import { SessionGate } from '@/features/home/SessionGate'
import { useStudy } from '@/features/study/hooks'
import { nothingYet } from '@/features/study/model'
import { HoursCard, MoreLessons, PapersDue, ReviewCard, TodayLesson } from '@/features/study/Sections'
import { WORDS } from '@/features/study/words'
import { openPage } from '@/services/navigation'
import { useSession } from '@/services/session'
import { warmPages } from '@/services/warm'
import './index.scss'

function StudySkeleton() {
  return (
    <View>
      <View className='card card-p pulse' aria-hidden='true' data-testid='skeleton'>
        <Block width={96} height={16} onCard />
        <Block width='72%' height={24} top={14} onCard />
        <Block width='92%' height={16} top={12} onCard />
        <Block width='100%' height={48} top={18} onCard />
      </View>
      <View className='mt3'>
        <SkeletonRows rows={1} />
      </View>
      <Block width={112} height={22} top={32} />
      <View className='mt3'>
        <SkeletonRows rows={2} />
      </View>
    </View>
  )
}

function Ready({ study, now }: { study: StudyHome; now: number }) {
  return (
    <View>
      <TodayLesson lesson={study.today} />
      <ReviewCard review={study.review} />
      <PapersDue papers={study.papers} count={study.paperCount} now={now} />
      <HoursCard hours={study.hours} />
      <MoreLessons lessons={study.lessons} count={study.lessonCount} />
    </View>
  )
}

function Study() {
  const { query, now } = useStudy()
  usePullDownRefresh(() => {
    void query.refetch().finally(() => stopPullDownRefresh())
  })
  useEffect(() => warmPages('packages/study/'), [])
  return (
    <Async
      source={query}
      skeleton={<StudySkeleton />}
      errorTitle={WORDS.failed}
      isEmpty={nothingYet}
      empty={{ title: WORDS.empty, text: WORDS.emptyText, action: WORDS.myPoints, onAction: () => openPage('points') }}
    >
      {(study) => <Ready study={study} now={now} />}
    </Async>
  )
}

/** 学习 */
export default function StudyPage() {
  const me = useSession((state) => state.me)
  return (
    <Page title={WORDS.title} nav='tab' tab='study'>
      <SessionGate>{me !== null && !me.bound ? <WhoLeaf me={me} /> : <Study />}</SessionGate>
    </Page>
  )
}
