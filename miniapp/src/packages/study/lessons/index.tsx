import type { LessonCard, LessonList } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { Section } from '@/components/Section'
import { SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { useLessons } from '@/features/quiz/hooks'
import { lessonShelves } from '@/features/quiz/model'
import { WORDS } from '@/features/quiz/words'
import { LessonRow } from '@/features/study/Rows'
import '../study.scss'

function Shelf({ title, lessons }: { title: string; lessons: readonly LessonCard[] }) {
  if (lessons.length === 0) return null
  return (
    <View>
      <Section title={title} />
      <Card>
        {lessons.map((lesson) => (
          <LessonRow key={lesson.code} lesson={lesson} />
        ))}
      </Card>
    </View>
  )
}

function Ready({ list }: { list: LessonList }) {
  const { open, passed } = lessonShelves(list.items)
  return (
    <View>
      <View className='note'>{WORDS.lessonsPassed(list.passed, list.items.length)}</View>
      <Shelf title={WORDS.toLearn} lessons={open} />
      <Shelf title={WORDS.learned} lessons={passed} />
    </View>
  )
}

/** 全部微党课 */
export default function LessonsPage() {
  const lessons = useLessons()
  usePullDownRefresh(() => {
    void lessons.refetch().finally(() => stopPullDownRefresh())
  })
  return (
    <Page title={WORDS.lessons}>
      <SessionGate>
        <Async
          source={lessons}
          skeleton={<SkeletonRows rows={6} />}
          errorTitle={WORDS.lessonsFailed}
          isEmpty={({ items }) => items.length === 0}
          empty={{ title: WORDS.lessonsEmpty, text: WORDS.lessonsEmptyText }}
        >
          {(list) => <Ready list={list} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
