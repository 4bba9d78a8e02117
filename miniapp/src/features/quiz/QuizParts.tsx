import { View } from '@tarojs/components'
import type { Problem } from '@pioneer/shared-types/common/schemas'
import type { Attempt } from '@pioneer/shared-types/study/schemas'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Notice } from '@/components/Notice'
import { Pressable } from '@/components/Pressable'
import { Bar } from '@/components/Progress'
import { Sheet } from '@/components/Sheet'
import { Steps } from '@/components/Steps'
import type { GivenAnswers } from '@/services/answers/model'
import { explainShort } from '@/services/http'
import { openTab, replacePage } from '@/services/navigation'
import { blanks, deadlineOf, isAnswered, overWords, stepsOf, type SaveLook } from './model'
import type { HandingIn } from './useHandIn'
import { WORDS } from './words'

/** More questions than so many have no mark of their own. */
const MOST_STEPS = 25

/** Told to screen readers as it changes; what did not arrive is told by a notice instead. */
function Saved({ save }: { save: SaveLook }) {
  const access = { role: 'status' }
  const noticed = save.kind === 'failed' || save.kind === 'offline'
  const words = save.kind === 'saved' ? WORDS.saved(save.at) : save.kind === 'saving' ? WORDS.saving : WORDS.idle
  return (
    <View className='note f' data-testid={noticed ? undefined : 'quiz-saved'} data-save={save.kind} {...access}>
      {save.kind === 'saved' && <Icon name='check' size={16} className='c-ok' />}
      {!noticed && <View className='ml1'>{words}</View>}
    </View>
  )
}

export interface QuizHeadProps {
  attempt: Attempt
  index: number
  given: GivenAnswers
  save: SaveLook
  now: number
  onSheet: () => void
}

/** Where one is, what is saved, how long there is. The place is the way to all questions. */
export function QuizHead({ attempt, index, given, save, now, onSheet }: QuizHeadProps) {
  const total = attempt.questions.length
  const answered = total - blanks(attempt.questions, given).length
  const deadline = attempt.dueAt === null ? null : deadlineOf(attempt.dueAt, now)
  const label = WORDS.progressLabel(index + 1, total, answered)
  return (
    <View>
      <View className='f sb-w wrap'>
        <Pressable className='quiz-place note' pressedClass='none' label={`${label}，${WORDS.openSheet}`} testId='quiz-place' onTap={onSheet}>
          <View>
            <View className='b c-ink inl'>{WORDS.nth(index + 1)}</View>
            {WORDS.of(total)}
          </View>
          <Icon name='chevd' size={16} className='ml1' />
        </Pressable>
        <Saved save={save} />
      </View>
      {total <= MOST_STEPS ? <Steps items={stepsOf(attempt.questions, given, index)} label={label} /> : <Bar value={answered} max={total} />}
      {deadline && (
        <View className={classes('note', 'mt2', deadline.near && 'c-warn b')} data-testid='quiz-deadline'>
          {deadline.text}
        </View>
      )}
    </View>
  )
}

export interface QuizNoticeProps {
  save: SaveLook
  handingIn: HandingIn
  replaced: readonly number[]
  onSee: () => void
}

/** One notice at most: what did not arrive comes before what another device changed. */
export function QuizNotice({ save, handingIn, replaced, onSee }: QuizNoticeProps) {
  if (handingIn.stage === 'failed') {
    return (
      <Notice kind='bad' className='mt3' testId='quiz-not-handed-in' action={WORDS.tryAgain} onAction={() => void handingIn.send()}>
        {WORDS.notHandedIn}
      </Notice>
    )
  }
  if (save.kind === 'offline') {
    return (
      <Notice kind='info' className='mt3' testId='quiz-offline'>
        {WORDS.offline}
      </Notice>
    )
  }
  if (save.kind === 'failed') {
    return (
      <Notice kind='bad' className='mt3' testId='quiz-unsaved'>
        {WORDS.notSaved}
      </Notice>
    )
  }
  if (replaced.length === 0) return null
  return (
    <Notice kind='info' icon='refresh' className='mt3' testId='quiz-replaced' action={WORDS.see} onAction={onSee}>
      {WORDS.replacedAt(replaced)}
      {WORDS.replaced}
    </Notice>
  )
}

export interface AnswerSheetProps {
  open: boolean
  attempt: Attempt
  given: GivenAnswers
  index: number
  /** Set when it opened because something was to be handed in. */
  onHandIn: (() => void) | null
  onGo: (index: number) => void
  onClose: () => void
}

/** 答题卡: every question with whether it is answered; before handing in with blanks it asks. */
export function AnswerSheet({ open, attempt, given, index, onHandIn, onGo, onClose }: AnswerSheetProps) {
  const missing = blanks(attempt.questions, given)
  return (
    <Sheet open={open} title={onHandIn ? WORDS.blank(missing.length) : WORDS.sheet} testId='quiz-sheet' onClose={onClose}>
      <View className='note mt1'>{WORDS.sheetLegend}</View>
      <View className='qnums'>
        {attempt.questions.map((question, at) => {
          const answered = isAnswered(given, question)
          return (
            <View key={question.id} className='qnum'>
              <Pressable
                className={classes('qnum-in', answered && 'on', at === index && 'now')}
                pressedClass='none'
                label={WORDS.sheetItem(at + 1, answered)}
                testId={`quiz-go-${at + 1}`}
                onTap={() => onGo(at)}
              >
                {at + 1}
              </Pressable>
            </View>
          )
        })}
      </View>
      {onHandIn && (
        <View className='btn-pair mt4'>
          <Button testId='quiz-back-to-blank' onTap={() => onGo(missing[0] ?? index)}>
            {WORDS.goBackToIt}
          </Button>
          <Button kind='dark' testId='quiz-handin-anyway' onTap={onHandIn}>
            {WORDS.handInAnyway}
          </Button>
        </View>
      )}
    </Sheet>
  )
}

export interface QuizOverProps {
  id: string
  problem: Pick<Problem, 'code' | 'title'>
  handingIn: HandingIn
}

/** The attempt takes no answers any more: why, and the way on. */
export function QuizOver({ id, problem, handingIn }: QuizOverProps) {
  const { title, text, result } = overWords(problem, handingIn.over !== null)
  return (
    <View>
      {handingIn.stage === 'failed' && (
        <Notice kind='bad' className='mb3'>
          {explainShort(handingIn.error)}
        </Notice>
      )}
      <Card leaf='ink' padded testId='quiz-over'>
        <View className='h2'>{title}</View>
        {text !== '' && <View className='body mt1'>{text}</View>}
        {result === 'settle' && (
          <Button kind='dark' className='mt4' testId='quiz-settle' onTap={handingIn.send}>
            {WORDS.seeResult}
          </Button>
        )}
        {result !== 'settle' && (
          <Button kind='dark' className='mt4' onTap={() => (result === 'see' ? replacePage('quizResult', { id }) : openTab('study'))}>
            {result === 'see' ? WORDS.seeResult : WORDS.backToStudy}
          </Button>
        )}
      </Card>
    </View>
  )
}
