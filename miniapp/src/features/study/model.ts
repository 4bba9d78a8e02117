import type { LessonCard, PaperTask, StudyHome, StudyHours } from '@pioneer/shared-types/study/schemas'
import { dayText, daysBetween, timeText } from '@/services/calendar'
import { WORDS } from './words'

/** View logic of 学习. Pure: `now` is an instant in ms by the service's clock. */

/** Whether there is nothing at all to learn yet. */
export const nothingYet = ({ today, lessonCount, paperCount, review }: StudyHome): boolean =>
  today === null && lessonCount === 0 && paperCount === 0 && review.due === 0 && review.nextOn === null

/** 还剩 7 天, 明天 18:00, 今天 18:00, 已截止. */
export function dueText(dueAt: string, now: number): string {
  if (now >= Date.parse(dueAt)) return WORDS.closed
  const days = daysBetween(now, dueAt)
  if (days > 1) return WORDS.daysLeft(days)
  return days === 1 ? WORDS.tomorrow(timeText(dueAt)) : WORDS.todayAt(timeText(dueAt))
}

/** Within a week a deadline is near. */
const NEAR_DAYS = 7

/** Whether a paper can still bring something: it is open, and another attempt may be made or is under way. */
export function canAnswer({ attemptId, attempts, attemptsAllowed, best, dueAt }: PaperTask, now: number): boolean {
  return attemptId !== null || (now < Date.parse(dueAt) && attempts < attemptsAllowed && best !== 100)
}

export interface PaperLook {
  note: string
  value: string
  tone?: 'warn' | 'ok'
}

function toneOf(paper: PaperTask, now: number): PaperLook['tone'] {
  if (canAnswer(paper, now)) return daysBetween(now, paper.dueAt) <= NEAR_DAYS ? 'warn' : undefined
  return paper.best !== null && paper.best >= paper.passScore ? 'ok' : undefined
}

/** How a paper stands in a list. */
export function paperLook(paper: PaperTask, now: number): PaperLook {
  const { questions, attempts, attemptId, best, state, dueAt, opensAt } = paper
  if (now < Date.parse(opensAt)) return { note: WORDS.questions(questions), value: WORDS.opens(dayText(opensAt)) }
  const value = dueText(dueAt, now)
  const tone = toneOf(paper, now)
  const tried = attempts > 0 && best !== null ? WORDS.tried(attempts, best) : null
  const standing = attemptId !== null ? WORDS.doing : state === 'missed' ? WORDS.missed : WORDS.notTried
  if (tried === null) return { note: `${WORDS.questions(questions)} · ${standing}`, value, tone }
  return { note: attemptId === null ? tried : `${tried} · ${WORDS.doing}`, value, tone }
}

/** 4 分钟; 3 分钟 · 11月16日学完; 3 分钟 · 答到一半. */
export function lessonNote({ minutes, state, passedAt }: LessonCard): string {
  const rest = state === 'passed' && passedAt !== null ? WORDS.passedOn(dayText(passedAt)) : state === 'doing' ? WORDS.doing : state === 'resting' ? WORDS.resting : ''
  return [WORDS.minutes(minutes), rest].filter(Boolean).join(' · ')
}

export interface TodayLook {
  action: string
  /** Whether something is to be done: at most one red button a page. */
  urgent: boolean
  /** Where the lesson stands, when it is not new. */
  standing: string | null
}

/** What the leading card offers: today's lesson stays the same for the day, whatever became of it. */
export function todayLook({ state }: Pick<LessonCard, 'state'>): TodayLook {
  switch (state) {
    case 'new':
      return { action: WORDS.start, urgent: true, standing: null }
    case 'doing':
      return { action: WORDS.goOn, urgent: true, standing: WORDS.todayDoing }
    case 'tried':
      return { action: WORDS.reread, urgent: true, standing: WORDS.todayTried }
    case 'resting':
      return { action: WORDS.reread, urgent: false, standing: WORDS.todayResting }
    case 'passed':
      return { action: WORDS.reread, urgent: false, standing: WORDS.todayPassed }
  }
}

/** Hours of minutes with one decimal where it has one: 27.5. */
export const hoursText = (minutes: number): string => String(Math.round(minutes / 6) / 10)

/** 还差 4.5; 学满了. */
export function missingHours({ minutes, neededMinutes }: StudyHours): string {
  // both as they are shown, so that the three figures add up
  const left = Math.round(neededMinutes / 6) - Math.round(minutes / 6)
  return left > 0 ? WORDS.hoursLeft(String(left / 10)) : WORDS.hoursFull
}

/** 集中学习 12 次 24 学时，微党课 7 课 0.4 学时。 Empty when nothing was learned yet. */
export function hoursParts({ parts }: StudyHours): string {
  const learned = parts.filter(({ minutes }) => minutes > 0)
  return learned.length === 0 ? WORDS.hoursNone : `${learned.map(({ name, count, minutes }) => WORDS.hoursPart(name, count, hoursText(minutes))).join('，')}。`
}
