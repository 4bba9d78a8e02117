import { View } from '@tarojs/components'
import type { LessonCard, StudyHome, StudyHours } from '@pioneer/shared-types/study/schemas'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Bar } from '@/components/Progress'
import { Section } from '@/components/Section'
import { Tag } from '@/components/Tag'
import { dayText } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { Dots } from './Dots'
import { hoursParts, hoursText, missingHours, todayLook } from './model'
import { LessonRow, PaperRow } from './Rows'
import { WORDS } from './words'

/** The leading card: today's lesson, or that all are passed. */
export function TodayLesson({ lesson }: { lesson: LessonCard | null }) {
  if (lesson === null) {
    return (
      <Card leaf='ink' padded testId='study-all-passed'>
        <View className='h2'>{WORDS.allPassed}</View>
        <View className='body mt1'>{WORDS.allPassedText}</View>
      </Card>
    )
  }
  const { code, title, summary, minutes, questions, state, attemptId } = lesson
  const { action, urgent, standing } = todayLook(lesson)
  const doing = state === 'doing' && attemptId !== null
  return (
    <Card leaf='ink' padded>
      <View className='f sb-w'>
        <View className='note'>{WORDS.today}</View>
        <Tag kind='line' icon='clock'>
          {WORDS.minutes(minutes)}
        </Tag>
      </View>
      <View className='h2 mt2'>{title}</View>
      <View className='body mt1'>
        {summary}
        {standing ?? WORDS.thenAnswer(questions)}
      </View>
      <Button
        kind={urgent ? 'primary' : 'plain'}
        icon={urgent ? 'play' : 'book'}
        className='mt4'
        testId='study-start'
        onTap={() => (doing ? openPage('quiz', { id: attemptId }) : openPage('lesson', { code }))}
      >
        {action}
      </Button>
    </Card>
  )
}

/** 错题: what comes back today, with how often in a row each was right. */
export function ReviewCard({ review }: Pick<StudyHome, 'review'>) {
  const { due, rightInRow, needed, nextOn } = review
  if (due === 0) {
    return (
      <Card className='mt3' padded testId='review-none'>
        <View className='h3'>{WORDS.noReview}</View>
        {nextOn !== null && <View className='note'>{WORDS.nextReview(dayText(nextOn))}</View>}
      </Card>
    )
  }
  return (
    <Card className='mt3' padded>
      <View className='study-review'>
        <View className='g1'>
          <View className='h3'>{WORDS.reviewDue(due)}</View>
          <View className='note'>{WORDS.reviewNote(needed)}</View>
        </View>
        <Button className='none study-review-go' testId='study-review' onTap={() => openPage('review')}>
          {WORDS.review}
        </Button>
      </View>
      <View className='wqs mt4'>
        {rightInRow.map((right, index) => (
          <View key={index} className='wq g1'>
            <Dots right={right} needed={needed} label={WORDS.reviewDots(right, needed)} />
          </View>
        ))}
      </View>
    </Card>
  )
}

/** 要交的卷子 */
export function PapersDue({ papers, count, now }: { papers: StudyHome['papers']; count: number; now: number }) {
  return (
    <View>
      <Section title={WORDS.papers} action={WORDS.all} onAction={() => openPage('papers')} />
      {papers.length === 0 ? (
        <Card padded>
          <View className='body'>{WORDS.noPapers}</View>
        </Card>
      ) : (
        <Card label={WORDS.papers}>
          {papers.map((paper) => (
            <PaperRow key={paper.id} paper={paper} now={now} />
          ))}
        </Card>
      )}
      {count > papers.length && <View className='note mt2 ctr'>{WORDS.morePapers(count - papers.length)}</View>}
    </View>
  )
}

/** 今年学时: how much, how much is missing, and what it is made of. */
export function HoursCard({ hours }: { hours: StudyHours }) {
  return (
    <View>
      <Section title={WORDS.hours} />
      <Card padded testId='study-hours'>
        <View className='fb wrap'>
          <View className='num'>{hoursText(hours.minutes)}</View>
          <View className='note ml1 g1'>{WORDS.hoursOf(hoursText(hours.neededMinutes))}</View>
          <View className='note'>{missingHours(hours)}</View>
        </View>
        <Bar className='mt2' value={hours.minutes} max={hours.neededMinutes} />
        <View className='note mt3'>{hoursParts(hours)}</View>
      </Card>
    </View>
  )
}

/** 更多微党课 */
export function MoreLessons({ lessons, count }: { lessons: readonly LessonCard[]; count: number }) {
  if (count === 0) return null
  return (
    <View>
      <Section title={WORDS.more} action={WORDS.allLessons(count)} onAction={() => openPage('lessons')} />
      {lessons.length > 0 && (
        <Card>
          {lessons.map((lesson) => (
            <LessonRow key={lesson.code} lesson={lesson} />
          ))}
        </Card>
      )}
    </View>
  )
}
