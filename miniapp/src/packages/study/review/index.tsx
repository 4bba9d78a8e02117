import type { ReviewSet, ReviewVerdict } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { useEffect } from 'react'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { Steps } from '@/components/Steps'
import { Tag } from '@/components/Tag'
import { SessionGate } from '@/features/home/SessionGate'
import { Reason } from '@/features/quiz/Marked'
import { MarkedOptions, Options, QuestionHead } from '@/features/quiz/Options'
import { useReview, useReviewSet, type Review } from '@/features/quiz/useReview'
import { WORDS } from '@/features/quiz/words'
import { Dots } from '@/features/study/Dots'
import { dayText } from '@/services/calendar'
import { openTab, scrollToTop } from '@/services/navigation'
import { useSession } from '@/services/session'
import '../study.scss'

function ReviewSkeleton() {
  return (
    <View>
      <View className='pulse' aria-hidden='true' data-testid='skeleton'>
        <Block width='46%' height={18} top={12} />
        <Block width='100%' height={6} top={14} />
        <Block width='94%' height={26} top={28} />
      </View>
      <View className='mt5'>
        <SkeletonRows rows={4} />
      </View>
    </View>
  )
}

/** Nothing comes back today, or all of it is gone through. */
function Done({ title, text }: { title: string; text: string }) {
  return (
    <Card leaf='ink' padded testId='review-done'>
      <View className='h2'>{title}</View>
      {text !== '' && <View className='body mt1'>{text}</View>}
      <Button kind='dark' className='mt4' testId='review-back' onTap={() => openTab('study')}>
        {WORDS.backToStudy}
      </Button>
    </Card>
  )
}

function Verdict({ verdict: { question, settled } }: { verdict: ReviewVerdict }) {
  const right = question.verdict === 'right'
  return (
    <View className='mt4' data-testid='review-verdict' {...{ role: 'status' }}>
      <Tag kind={right ? 'ok' : 'bad'} icon={right ? 'check' : 'x'}>
        {right ? (settled ? WORDS.reviewSettled : WORDS.reviewRight) : WORDS.reviewWrong}
      </Tag>
    </View>
  )
}

function Question({ set, review }: { set: ReviewSet; review: Review }) {
  const { item, verdict, index, chosen, choose } = review
  if (item === undefined) return null
  const inRow = verdict?.rightInRow ?? item.rightInRow
  return (
    <View>
      <View className='f sb-w wrap'>
        <View className='note'>
          <View className='b c-ink inl'>{WORDS.nth(index + 1)}</View>
          {WORDS.of(set.items.length)}
        </View>
        <Dots right={inRow} needed={set.needed} label={WORDS.inRow(inRow, set.needed)} />
      </View>
      <Steps
        className='mt2'
        items={set.items.map((_, at) => (at < index || (at === index && verdict) ? 'done' : at === index ? 'now' : 'todo'))}
        label={WORDS.progressLabel(index + 1, set.items.length, verdict ? index + 1 : index)}
      />
      <View className='mt5'>
        <QuestionHead question={item.question} />
        {verdict ? (
          <View>
            <Verdict verdict={verdict} />
            <MarkedOptions question={verdict.question} />
            <Reason question={verdict.question} />
          </View>
        ) : (
          <Options question={item.question} chosen={chosen} onChoose={choose} />
        )}
      </View>
    </View>
  )
}

function Foot({ set, review }: { set: ReviewSet; review: Review }) {
  const { verdict, chosen, index, submit, next } = review
  if (verdict !== null) {
    return (
      <Button kind='dark' testId='review-next' onTap={next}>
        {index === set.items.length - 1 ? WORDS.reviewLast : WORDS.next}
      </Button>
    )
  }
  return (
    <Button kind='primary' testId='review-submit' disabled={chosen.length === 0} loadingText={WORDS.checking} onTap={submit}>
      {WORDS.submit}
    </Button>
  )
}

function Going({ set }: { set: ReviewSet }) {
  const review = useReview(set)
  useEffect(scrollToTop, [review.index])
  const total = set.items.length
  const next = set.nextOn === null ? '' : WORDS.reviewNext(dayText(set.nextOn))
  const over = review.item === undefined
  return (
    <Page title={WORDS.review} nav='close' foot={over ? undefined : <Foot set={set} review={review} />}>
      {total === 0 && <Done title={WORDS.reviewNone} text={next === '' ? WORDS.reviewNoneText : next} />}
      {total > 0 && over && <Done title={WORDS.reviewDone} text={`${WORDS.tally(review.right, total)}。`} />}
      {!over && <Question set={set} review={review} />}
    </Page>
  )
}

/** 复习错题: one question after another, each with its verdict and reason at once. */
export default function ReviewPage() {
  const set = useReviewSet()
  const signedIn = useSession((state) => state.phase === 'signed-in')
  if (signedIn && set.data) return <Going set={set.data} />
  return (
    <Page title={WORDS.review} nav='close'>
      <SessionGate>
        <Async source={set} skeleton={<ReviewSkeleton />} errorTitle={WORDS.reviewFailed}>
          {() => null}
        </Async>
      </SessionGate>
    </Page>
  )
}
