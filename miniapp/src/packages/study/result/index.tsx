import type { AttemptResult } from '@pioneer/shared-types/study/schemas'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Page } from '@/components/Page'
import { Pressable } from '@/components/Pressable'
import { Section } from '@/components/Section'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { Steps } from '@/components/Steps'
import { useShown } from '@/components/useShown'
import { SessionGate } from '@/features/home/SessionGate'
import { signed } from '@/features/points/model'
import { startQuiz, useResult } from '@/features/quiz/hooks'
import { MarkedCard } from '@/features/quiz/Marked'
import { divided, resultLines, type Numbered } from '@/features/quiz/model'
import { WORDS } from '@/features/quiz/words'
import { openPage, openTab, returnTo, urlOf } from '@/services/navigation'
import '../study.scss'

/** More marks than so many have no numbers under them … */
const MOST_NUMBERS = 10
/** … and more questions than so many have no marks. */
const MOST_STEPS = 25
/** Marked questions shown at once: each is a card of some thirty nodes. */
const PAGE = 10

function ResultSkeleton() {
  return (
    <View>
      <View className='card card-p pulse' aria-hidden='true' data-testid='skeleton'>
        <Block width={48} height={16} onCard />
        <Block width={120} height={44} top={8} onCard />
        <Block width='100%' height={6} top={20} onCard />
      </View>
      <View className='mt7'>
        <SkeletonRows rows={4} />
      </View>
    </View>
  )
}

/** What this brought in the ledger; the way to it. */
function Gained({ points }: Pick<AttemptResult, 'points'>) {
  const [first] = points
  if (first === undefined) return null
  return (
    <Pressable className='gp' testId='result-points' label={WORDS.toPoints(first.heading, signed(first.delta))} onTap={() => openPage('points')}>
      {points.map(({ heading, delta, reason }, index) => (
        <View key={index} className='gp-line'>
          <View className='h3 c-gold'>
            {heading} {signed(delta)}
          </View>
          <View className='note c-gold'>{reason}</View>
        </View>
      ))}
    </Pressable>
  )
}

function Marks({ result }: { result: AttemptResult }) {
  const { questions, right, total } = result
  if (questions.length > MOST_STEPS) return null
  const bad = questions.flatMap(({ verdict }, index) => (verdict === 'right' ? [] : [index + 1]))
  return (
    <View className='mt4'>
      <Steps items={questions.map(({ verdict }) => (verdict === 'right' ? 'ok' : 'bad'))} label={WORDS.stepLabel(right, total, bad)} />
      {questions.length <= MOST_NUMBERS && (
        <View className='f tiny mt1' aria-hidden='true'>
          {questions.map(({ id, verdict }, index) => (
            <View key={id} className={verdict === 'right' ? 'step-n' : 'step-n b c-bad'}>
              {verdict === 'right' ? index + 1 : `${index + 1} ✕`}
            </View>
          ))}
        </View>
      )}
    </View>
  )
}

function Leading({ result }: { result: AttemptResult }) {
  return (
    <Card leaf='ink' padded>
      <View className='res-head'>
        <View className='g1' {...{ role: 'status' }}>
          <View className='note'>{WORDS.right}</View>
          <View className='fb'>
            <View className='hero' data-testid='result-right'>
              {result.right}
            </View>
            <View className='res-of c-3 ml2'>{WORDS.outOf(result.total)}</View>
          </View>
        </View>
        <Gained points={result.points} />
      </View>
      <Marks result={result} />
      {resultLines(result).map((line) => (
        <View key={line} className='body mt3'>
          {line}
        </View>
      ))}
    </Card>
  )
}

/** Marked questions, ten at a time. */
function Several({ items }: { items: readonly Numbered[] }) {
  const { shown, left, more } = useShown(items, PAGE)
  return (
    <View>
      {shown.map(({ n, question }) => (
        <MarkedCard key={question.id} n={n} question={question} />
      ))}
      {left > 0 && (
        <Button kind='text' className='mt2' onTap={more}>
          {WORDS.moreWrong(Math.min(left, PAGE))}
        </Button>
      )}
    </View>
  )
}

function Ready({ result }: { result: AttemptResult }) {
  const [open, setOpen] = useState(false)
  const { wrong, right } = divided(result.questions)
  return (
    <View>
      <Leading result={result} />
      {wrong.length > 0 && (
        <View>
          <Section title={WORDS.seeWrong} />
          <Several items={wrong} />
        </View>
      )}
      {right.length > 0 && !open && (
        <Button kind='text' className='mt3' testId='result-show-right' onTap={() => setOpen(true)}>
          {WORDS.rightOnes(right.length)}
        </Button>
      )}
      {open && (
        <View>
          <Section title={WORDS.rightSection} />
          <Several items={right} />
        </View>
      )}
    </View>
  )
}

/** A full score cannot be bettered. */
const mayGoAgain = ({ again, best }: AttemptResult): boolean => again && best < 100

function Foot({ result }: { result: AttemptResult }) {
  const { quiz } = result
  const lesson = quiz.type === 'lesson'
  const reread = () => returnTo(urlOf('lesson', { code: quiz.id }))
  return (
    <View>
      {mayGoAgain(result) && (
        <Button className='mb3' testId='result-again' loadingText={WORDS.starting} onTap={() => startQuiz(quiz.type, quiz.id, true)}>
          {WORDS.again}
        </Button>
      )}
      <View className='btn-pair'>
        {lesson && (
          <Button testId='result-reread' onTap={reread}>
            {WORDS.rereadLesson}
          </Button>
        )}
        <Button kind='dark' testId='result-done' onTap={() => openTab('study')}>
          {WORDS.done}
        </Button>
      </View>
    </View>
  )
}

/** 答题结果: the figure, what was wrong and why, when it returns. */
export default function ResultPage() {
  const { id = '' } = useRouter<Record<string, string>>().params
  const result = useResult(id)
  const again = result.data !== undefined && mayGoAgain(result.data)
  return (
    <Page title={WORDS.result} nav='close' className={again ? 'has-two' : undefined} onBack={() => openTab('study')} foot={result.data && <Foot result={result.data} />}>
      <SessionGate>
        <Async source={result} skeleton={<ResultSkeleton />} errorTitle={WORDS.resultFailed}>
          {(data) => <Ready result={data} />}
        </Async>
      </SessionGate>
    </Page>
  )
}
