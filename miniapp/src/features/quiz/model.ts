import type { Problem } from '@pioneer/shared-types/common/schemas'
import type { AskedQuestion, AttemptResult, Lesson, LessonCard, MarkedQuestion, PaperTask } from '@pioneer/shared-types/study/schemas'
import type { StepState } from '@/components/Steps'
import type { GivenAnswers, WaitingAnswer } from '@/services/answers/model'
import { dayText, daysBetween, timeText } from '@/services/calendar'
import { canAnswer, dueText } from '../study/model'
import { WORDS } from './words'

/** View logic of lessons, quizzes and their results. Pure: `now` is an instant in ms by the service's clock. */

type Question = Pick<AskedQuestion, 'id'>

/** Whether something is chosen for a question. */
export const isAnswered = (given: GivenAnswers, { id }: Question): boolean => (given[id]?.keys.length ?? 0) > 0

/** Where each question without an answer stands, from 0. */
export const blanks = (questions: readonly Question[], given: GivenAnswers): number[] => questions.flatMap((question, index) => (isAnswered(given, question) ? [] : [index]))

/** Where answering goes on: the first question without an answer, else the last. */
export const resumePoint = (questions: readonly Question[], given: GivenAnswers): number => blanks(questions, given)[0] ?? Math.max(0, questions.length - 1)

/** What is chosen after a tap on an option: one of them, or several. */
export function toggled(type: AskedQuestion['type'], keys: readonly string[], key: string): string[] {
  if (type !== 'multiple') return [key]
  return keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key].sort()
}

/** One mark a question: answered, being answered, still to come. */
export const stepsOf = (questions: readonly Question[], given: GivenAnswers, current: number): StepState[] =>
  questions.map((question, index) => (index === current ? 'now' : isAnswered(given, question) ? 'done' : 'todo'))

/** What the head of the page says of saving. */
export type SaveLook = { kind: 'idle' | 'saving' | 'failed' | 'offline' } | { kind: 'saved'; at: string }

/** @param savedAt when the service last kept an answer */
export function saveLook(waiting: readonly WaitingAnswer[], online: boolean, savedAt: string | null): SaveLook {
  if (waiting.length > 0) {
    if (!online) return { kind: 'offline' }
    return { kind: waiting.some(({ tries }) => tries > 0) ? 'failed' : 'saving' }
  }
  return savedAt === null ? { kind: 'idle' } : { kind: 'saved', at: timeText(savedAt) }
}

/** Of two instants the later; null when there is none. */
export const later = (a: string | null, b: string | null): string | null => (a !== null && b !== null ? (Date.parse(a) > Date.parse(b) ? a : b) : (a ?? b))

const MINUTE_MS = 60_000

export interface Deadline {
  text: string
  /** Less than an hour is left, or none. */
  near: boolean
}

/** How long there is: 还剩 7 天, 还剩 12 分钟. After it the service still takes what was begun, for a while. */
export function deadlineOf(dueAt: string, now: number): Deadline {
  const left = Date.parse(dueAt) - now
  if (left <= 0) return { text: WORDS.timeUp, near: true }
  if (left < 60 * MINUTE_MS) return { text: WORDS.minutesLeft(Math.max(1, Math.floor(left / MINUTE_MS))), near: true }
  return { text: dueText(dueAt, now), near: false }
}

/** Why answering has ended: the words, and how to come to a result. `settle`: by handing in what the service kept in time. */
export interface OverWords {
  title: string
  text: string
  result: 'see' | 'settle' | 'none'
}

/** @param settled the service was asked to hand in what it kept, and there was nothing */
export function overWords({ code, title }: Pick<Problem, 'code' | 'title'>, settled: boolean): OverWords {
  if (code === 'attempt-over') return { title: WORDS.handedIn, text: WORDS.handedInText, result: 'see' }
  if (code === 'quiz-closed') return settled ? { title, text: WORDS.lapsedText, result: 'none' } : { title, text: WORDS.closedText, result: 'settle' }
  return { title, text: code === 'paper-withdrawn' ? WORDS.withdrawnText : '', result: 'none' }
}

/** How an option looks after marking, always with words beside the colour. */
export interface MarkedOption {
  key: string
  text: string
  look: 'right' | 'missed' | 'wrong' | 'plain'
  /** Null where the look says it all. */
  words: string | null
  /** The whole of it for screen readers. */
  label: string
}

/** The options of a question with what was right and what was chosen. */
export function markedOptions({ type, options, answer, given }: Pick<MarkedQuestion, 'type' | 'options' | 'answer' | 'given'>): MarkedOption[] {
  return options.map(({ key, text }) => {
    const right = answer.includes(key)
    const chosen = given.includes(key)
    if (right && chosen) return { key, text, look: 'right', words: null, label: `${key} ${text}，${WORDS.rightChosen}` }
    if (chosen) return { key, text, look: 'wrong', words: WORDS.wrongChosen, label: `${key} ${text}，${WORDS.wrongChosen}` }
    if (!right) return { key, text, look: 'plain', words: null, label: `${key} ${text}` }
    // of several one can be missed; where there is only one it was not missed but another chosen
    const words = type === 'multiple' && given.length > 0 ? WORDS.missed : WORDS.theRight
    return { key, text, look: type === 'multiple' && given.length > 0 ? 'missed' : 'right', words, label: `${key} ${text}，${words}` }
  })
}

export interface Numbered {
  /** From 1, as it stood in the quiz. */
  n: number
  question: MarkedQuestion
}

/** The questions of a result: those to look at, and those that were right. */
export function divided(questions: readonly MarkedQuestion[]): { wrong: Numbered[]; right: Numbered[] } {
  const numbered = questions.map((question, index) => ({ n: index + 1, question }))
  return { wrong: numbered.filter(({ question }) => question.verdict !== 'right'), right: numbered.filter(({ question }) => question.verdict === 'right') }
}

/** What the leading card of a result says under its figure. */
export function resultLines({ quiz, right, total, score, best, n, passed, byDeadline, next }: AttemptResult): string[] {
  const paper = quiz.type === 'paper'
  return [
    right === total ? WORDS.allRight : '',
    paper ? (n > 1 || best !== score ? WORDS.scoreAndBest(score, best) : WORDS.score(score)) : '',
    paper && !passed ? WORDS.notPassed : '',
    byDeadline ? WORDS.byDeadline : '',
    next ?? '',
  ]
    .filter(Boolean)
    .map((line) => (line.endsWith('。') ? line : `${line}。`))
}

export interface FootAction {
  label: string
  /** Where there is nothing to do, why. */
  reason?: string
  /** The open attempt, or the result to look at; null to start anew. */
  to: { page: 'quiz' | 'quizResult'; id: string } | null
  kind: 'primary' | 'plain'
}

/** What the foot of a lesson offers; null for a passed one: its wrong answers come back by themselves. */
export function lessonAction({ state, questions, attemptId }: Pick<Lesson, 'state' | 'questions' | 'attemptId'>): FootAction | null {
  if (state === 'passed') return null
  if (attemptId !== null) return { label: WORDS.goOn, to: { page: 'quiz', id: attemptId }, kind: 'primary' }
  if (state === 'resting') return { label: WORDS.answer(questions), reason: WORDS.restingText, to: null, kind: 'plain' }
  return { label: state === 'tried' ? WORDS.again : WORDS.answer(questions), to: null, kind: 'primary' }
}

/** What the foot of a paper offers; null when there is nothing to do and nothing to see. */
export function paperAction(paper: PaperTask, now: number): FootAction | null {
  const { attemptId, attempts, opensAt, results } = paper
  if (attemptId !== null) return { label: WORDS.goOn, to: { page: 'quiz', id: attemptId }, kind: 'primary' }
  const last = results[results.length - 1]
  const see: FootAction | null = last ? { label: WORDS.seeResult, to: { page: 'quizResult', id: last.attemptId }, kind: 'plain' } : null
  if (now < Date.parse(opensAt)) return { label: WORDS.start, reason: WORDS.opensAt(dayText(opensAt), timeText(opensAt)), to: null, kind: 'plain' }
  if (!canAnswer(paper, now)) return see
  return { label: attempts === 0 ? WORDS.start : WORDS.again, to: null, kind: attempts === 0 ? 'primary' : 'plain' }
}

/** The facts of a paper, line by line. */
export function paperFacts({ questions, dueAt, attempts, attemptsAllowed, passScore, ownerName }: PaperTask, now: number): string[] {
  const left = daysBetween(now, dueAt) > 1 && now < Date.parse(dueAt) ? `（${dueText(dueAt, now)}）` : ''
  return [
    WORDS.dueAt(dayText(dueAt), timeText(dueAt), left),
    WORDS.paperSize(questions, passScore),
    attempts === 0 ? WORDS.allowed(attemptsAllowed) : WORDS.used(attempts, attemptsAllowed),
    WORDS.from(ownerName),
  ]
}

/** Lessons by state: what is open first, what is passed after, each in the order of the book. */
export function lessonShelves(items: readonly LessonCard[]): { open: LessonCard[]; passed: LessonCard[] } {
  return { open: items.filter(({ state }) => state !== 'passed'), passed: items.filter(({ state }) => state === 'passed') }
}

/** Papers: what can still be handed in, and what is past, the newest first. */
export function paperShelves(items: readonly PaperTask[], now: number): { open: PaperTask[]; past: PaperTask[] } {
  const isOpen = (paper: PaperTask) => canAnswer(paper, now)
  const byDue = (a: PaperTask, b: PaperTask) => Date.parse(a.dueAt) - Date.parse(b.dueAt)
  return { open: items.filter(isOpen).sort(byDue), past: items.filter((item) => !isOpen(item)).sort((a, b) => byDue(b, a)) }
}
