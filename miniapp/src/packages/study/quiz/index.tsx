import type { Attempt } from '@pioneer/shared-types/study/schemas'
import { PROBLEMS } from '@pioneer/shared-types/constants'
import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { ask } from '@/components/ask'
import { Async } from '@/components/Async'
import { Button } from '@/components/Button'
import { Page } from '@/components/Page'
import { Block, SkeletonRows } from '@/components/Skeleton'
import { SessionGate } from '@/features/home/SessionGate'
import { useAttempt } from '@/features/quiz/hooks'
import { blanks, resumePoint } from '@/features/quiz/model'
import { Options, QuestionHead } from '@/features/quiz/Options'
import { AnswerSheet, QuizHead, QuizNotice, QuizOver } from '@/features/quiz/QuizParts'
import { useHandIn } from '@/features/quiz/useHandIn'
import { heldOf, useQuiz, type Quiz } from '@/features/quiz/useQuiz'
import { WORDS } from '@/features/quiz/words'
import { answers } from '@/services/answers'
import { goBack, scrollToTop } from '@/services/navigation'
import { clockOffset, useNow } from '@/services/now'
import { useSession } from '@/services/session'
import { askSubscribe, warmSubscribe } from '@/services/subscribe'
import '../study.scss'

function QuizSkeleton() {
  return (
    <View>
      <View className='pulse' aria-hidden='true' data-testid='skeleton'>
        <Block width='46%' height={18} top={12} />
        <Block width='100%' height={6} top={14} />
        <Block width={64} height={22} top={24} />
        <Block width='94%' height={26} top={14} />
      </View>
      <View className='mt5'>
        <SkeletonRows rows={4} />
      </View>
    </View>
  )
}

/** Under the options: what is chosen, and that one may leave. */
function chosenLine({ chosen, given, index }: Quiz, questions: Attempt['questions']): string {
  const what = chosen.length > 0 ? WORDS.chosen(chosen) : ''
  return what + (resumePoint(questions, given) === index ? WORDS.leaveFreely : WORDS.keptSoFar)
}

interface FootProps {
  quiz: Quiz
  total: number
  sending: boolean
  onHandIn: () => unknown
}

function Foot({ quiz, total, sending, onHandIn }: FootProps) {
  const { index, chosen, changed, goTo } = quiz
  const next = () => goTo(index + 1)
  const skips = chosen.length === 0 && !changed
  return (
    <View className='btn-pair'>
      {index > 0 && (
        <Button className='foot-less' testId='quiz-prev' disabled={sending} onTap={() => goTo(index - 1)}>
          {WORDS.previous}
        </Button>
      )}
      {index === total - 1 ? (
        <Button kind='primary' testId='quiz-handin' loading={sending} loadingText={WORDS.handingIn} onTap={onHandIn}>
          {WORDS.handIn}
        </Button>
      ) : (
        <Button kind={skips ? 'plain' : 'primary'} testId='quiz-submit' disabled={sending} onTap={next}>
          {skips ? WORDS.skip : changed ? WORDS.submit : WORDS.next}
        </Button>
      )}
    </View>
  )
}

type SheetState = 'closed' | 'open' | 'asking'

function Answering({ attempt, receivedAt }: { attempt: Attempt; receivedAt: number }) {
  const quiz = useQuiz(attempt)
  const handingIn = useHandIn(attempt)
  const [sheet, setSheet] = useState<SheetState>('closed')
  const now = useNow(clockOffset(attempt.serverTime, receivedAt))
  const { question, save } = quiz
  useEffect(warmSubscribe, [])
  useEffect(scrollToTop, [quiz.index])
  const sending = handingIn.stage === 'sending'

  const send = () => {
    // WeChat answers only within the tap: asked before anything is waited for
    void askSubscribe(['study'])
    return handingIn.send()
  }
  const handIn = () => {
    quiz.commit()
    // what was just chosen is in the outbox already, not yet in what this render saw
    const { given } = heldOf(attempt, answers.state(), useSession.getState().me?.member?.id ?? null)
    if (blanks(attempt.questions, given).length > 0) {
      setSheet('asking')
      return undefined
    }
    return send()
  }
  const leave = async () => {
    const unsent = handingIn.stage === 'failed'
    const kept = save.kind === 'failed' || save.kind === 'offline'
    const question = { title: WORDS.leaveTitle, text: unsent ? WORDS.leaveUnsentText : WORDS.leaveText, yes: WORDS.leaveYes, no: WORDS.leaveNo }
    if ((unsent || kept) && !(await ask(question))) return
    goBack()
  }
  const see = () => {
    const [first] = quiz.replaced
    if (first !== undefined) quiz.goTo(first - 1)
    quiz.seeReplaced()
  }

  const over = handingIn.over ?? quiz.over ?? (attempt.state === 'handed-in' ? { code: 'attempt-over', title: PROBLEMS['attempt-over'][1] } : null)
  if (over !== null) {
    return (
      <Page title={attempt.quiz.title} nav='close'>
        <QuizOver id={attempt.id} problem={over} handingIn={handingIn} />
      </Page>
    )
  }
  return (
    <Page
      title={attempt.quiz.title}
      nav='close'
      testId='quiz'
      onBack={() => void leave()}
      foot={<Foot quiz={quiz} total={attempt.questions.length} sending={sending} onHandIn={handIn} />}
    >
      <QuizHead attempt={attempt} index={quiz.index} given={quiz.given} save={save} now={now} onSheet={() => setSheet('open')} />
      <QuizNotice save={save} handingIn={handingIn} replaced={quiz.replaced} onSee={see} />
      {question && (
        <View className='mt5'>
          <QuestionHead question={question} />
          <Options question={question} chosen={quiz.chosen} disabled={sending} onChoose={quiz.choose} />
          <View className='note mt4'>{chosenLine(quiz, attempt.questions)}</View>
        </View>
      )}
      <AnswerSheet
        open={sheet !== 'closed'}
        attempt={attempt}
        given={quiz.given}
        index={quiz.index}
        onHandIn={
          sheet === 'asking'
            ? () => {
                setSheet('closed')
                void send()
              }
            : null
        }
        onGo={(index) => {
          setSheet('closed')
          quiz.goTo(index)
        }}
        onClose={() => setSheet('closed')}
      />
    </Page>
  )
}

/** 答题: one question after another; each answer is kept on the phone and sent at once. */
export default function QuizPage() {
  const { id = '' } = useRouter<Record<string, string>>().params
  const attempt = useAttempt(id)
  const signedIn = useSession((state) => state.phase === 'signed-in')
  if (signedIn && attempt.data) return <Answering key={attempt.data.id} attempt={attempt.data} receivedAt={attempt.dataUpdatedAt} />
  return (
    <Page title='' nav='close'>
      <SessionGate>
        <Async source={attempt} skeleton={<QuizSkeleton />} errorTitle={WORDS.quizFailed}>
          {() => null}
        </Async>
      </SessionGate>
    </Page>
  )
}
