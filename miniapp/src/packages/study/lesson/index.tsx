import type { Lesson } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { stopPullDownRefresh, usePullDownRefresh, useRouter } from '@tarojs/taro'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { Block } from '@/components/Skeleton'
import { Tag } from '@/components/Tag'
import { SessionGate } from '@/features/home/SessionGate'
import { ActionButton } from '@/features/quiz/ActionButton'
import { useLesson } from '@/features/quiz/hooks'
import { LessonBody } from '@/features/quiz/LessonBody'
import { lessonAction } from '@/features/quiz/model'
import { WORDS } from '@/features/quiz/words'
import { dayText } from '@/services/calendar'
import '../study.scss'

function LessonSkeleton() {
  return (
    <View className='pulse' aria-hidden='true' data-testid='skeleton'>
      <Block width='72%' height={30} top={8} />
      <Block width={140} height={18} top={14} />
      {['96%', '100%', '88%', '100%', '64%'].map((width, index) => (
        <Block key={index} width={width} height={18} top={index === 0 ? 28 : 14} />
      ))}
      <Block width='100%' height={180} top={24} />
    </View>
  )
}

function Ready({ lesson }: { lesson: Lesson }) {
  const { title, minutes, topic, state, passedAt, passRight, questions } = lesson
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View data-testid='lesson'>
      <View className='h1' {...heading}>
        {title}
      </View>
      <View className='f wrap mt2'>
        <Tag kind='line' icon='clock'>
          {WORDS.minutes(minutes)}
        </Tag>
        <Tag>{topic}</Tag>
        {state === 'passed' && passedAt !== null && <View className='note ml2'>{WORDS.passedOn(dayText(passedAt))}</View>}
      </View>
      <LessonBody lesson={lesson} />
      <View className='note mt4'>{state === 'passed' ? WORDS.passedText : WORDS.passRight(passRight, questions)}</View>
    </View>
  )
}

/** 微党课: three minutes of reading, then the questions. */
export default function LessonPage() {
  const { code = '' } = useRouter<Record<string, string>>().params
  const lesson = useLesson(code)
  usePullDownRefresh(() => {
    void lesson.refetch().finally(() => stopPullDownRefresh())
  })
  const { data } = lesson
  const action = data ? lessonAction(data) : null
  return (
    <Page title={WORDS.lesson} foot={data && action ? <ActionButton action={action} type='lesson' id={data.code} testId='lesson-answer' /> : undefined}>
      <SessionGate>
        <Async source={lesson} skeleton={<LessonSkeleton />} errorTitle={WORDS.lessonFailed}>
          {(ready) => <Ready lesson={ready} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
