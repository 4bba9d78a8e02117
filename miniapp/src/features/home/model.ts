import type { ActivitySummary } from '@pioneer/shared-types/activities/schemas'
import type { Role } from '@pioneer/shared-types/constants'
import type { Home, MonthStamp, TodoItem } from '@pioneer/shared-types/home/schemas'
import type { SealMark } from '@/components/Seal'
import { dayAndWeekdayText, daysBetween, partsOf, timeText } from '@/services/calendar'
import { isOpen, maySignIn, phaseAt, standingOf, type Phase } from '../activities/model'
import { WORDS } from './words'

/** View logic of 首页. Pure: `now` is an instant in ms by the service's clock. */

/** 早上好 … by the hour in Shanghai. */
export function greeting(now: number): string {
  const { hour } = partsOf(now)
  if (hour < 5 || hour >= 19) return '晚上好'
  if (hour < 11) return '早上好'
  return hour < 13 ? '中午好' : '下午好'
}

/** 周敏同志，早上好; without a name the greeting alone. */
export function greetingLine(name: string | undefined, now: number): string {
  return name === undefined ? greeting(now) : `${name}同志，${greeting(now)}`
}

/** 11月20日 星期五 · 综合规划处第二党小组 */
export function underGreeting({ member }: Home['me'], now: number): string {
  const where = member?.groupName ?? member?.branchName
  return where ? `${dayAndWeekdayText(now)} · ${where}` : dayAndWeekdayText(now)
}

/**
 * Today's meeting. What the service called today's is believed on the day it said so; without network the phone may
 * show what it heard the day before. A meeting that runs over midnight is still today's.
 */
export function todayOf(home: Home, now: number): ActivitySummary | null {
  if (home.today !== null && daysBetween(now, home.serverTime) === 0) return home.today
  const isToday = (activity: ActivitySummary) =>
    daysBetween(now, activity.startAt) === 0 || isOpen(phaseAt(activity, now))
  return [home.today, home.upcoming].find((activity) => activity !== null && isToday(activity)) ?? null
}

/** The next meeting, when there is none today. */
export function nextOf(home: Home, now: number): ActivitySummary | null {
  return home.upcoming !== null && daysBetween(now, home.upcoming.startAt) > 0 ? home.upcoming : null
}

export interface TodayLine {
  text: string
  /** Shape and colour before the words. */
  lamp: 'ok' | 'warn' | 'todo' | 'na' | null
}

export interface TodayCard {
  phase: Phase
  /** The hero button. */
  signIn: boolean
  /** Beside the time: until when it counts as on time. */
  timeNote: string | null
  /** Instead of, or above, the button. */
  line: TodayLine | null
  /** At the right of the line. */
  action: 'record' | 'see' | 'ask' | null
}

/**
 * What today's page says and offers: one red button while signing in is open, a line otherwise, never a grey button.
 * @param keptAt when a sign-in for this meeting was kept on the phone and is not sent yet
 */
export function todayCard(activity: ActivitySummary, now: number, keptAt: number | null): TodayCard {
  const phase = phaseAt(activity, now)
  const open = isOpen(phase)
  const base: TodayCard = { phase, signIn: maySignIn(activity, now), timeNote: null, line: null, action: null }
  if (phase === 'cancelled') return { ...base, line: { text: WORDS.cancelled, lamp: 'na' }, action: 'see' }

  const standing = standingOf(activity)
  switch (standing.kind) {
    case 'signed': {
      const text = standing.at === null ? WORDS.signed('').trim() : WORDS.signed(timeText(standing.at))
      return { ...base, line: { text: standing.late ? `${text} · ${WORDS.late}` : text, lamp: 'ok' }, action: 'record' }
    }
    case 'made-up':
      return { ...base, line: { text: WORDS.madeUp, lamp: 'ok' }, action: 'record' }
    case 'sign-in-asked':
      return { ...base, signIn: false, line: { text: WORDS.asked, lamp: 'warn' }, action: 'see' }
    case 'not-listed':
      return { ...base, line: open ? { text: WORDS.notListed, lamp: 'na' } : null, action: 'see' }
    default:
  }
  if (keptAt !== null) return { ...base, signIn: false, line: { text: WORDS.kept(timeText(keptAt)), lamp: 'warn' }, action: null }
  if (phase === 'before') return { ...base, ...beforeOpening(activity, standing.kind) }
  if (phase === 'closed') {
    const gone = standing.kind === 'leave'
    const text = gone ? WORDS.leaveShort : WORDS.closed(timeText(activity.endAt))
    return { ...base, line: { text, lamp: gone ? 'na' : 'todo' }, action: gone ? 'see' : 'ask' }
  }
  const timeNote = phase === 'open' ? WORDS.onTimeUntil(timeText(activity.lateAt)) : WORDS.lateNow
  if (standing.kind === 'leave') return { ...base, timeNote, line: { text: WORDS.leave, lamp: 'na' } }
  if (standing.kind === 'leave-asked') return { ...base, timeNote, line: { text: WORDS.leaveAsked, lamp: 'warn' } }
  return { ...base, timeNote }
}

function beforeOpening({ opensAt }: ActivitySummary, standing: string): Pick<TodayCard, 'line' | 'action'> {
  if (standing === 'leave') return { line: { text: WORDS.leaveShort, lamp: 'na' }, action: 'see' }
  if (standing === 'leave-asked') return { line: { text: WORDS.leaveAskedShort, lamp: 'warn' }, action: 'see' }
  return { line: { text: WORDS.notYet(timeText(opensAt)), lamp: 'todo' }, action: 'see' }
}

const MARKS: Readonly<Partial<Record<MonthStamp['state'], SealMark>>> = { present: 'dao', leave: 'jia', 'made-up': 'bu' }

/** Which seal stands in which month. */
export function marksOf(stamps: readonly MonthStamp[]): Partial<Record<number, SealMark>> {
  return Object.fromEntries(stamps.flatMap(({ month, state }) => (MARKS[state] ? [[month, MARKS[state]]] : [])))
}

type Year = NonNullable<Home['year']>

/** The sentence over the stamps, in pieces: the count stands out. */
export function yearWords({ stamps, themeDays }: Year, now: number): { count: number; rest: string } {
  const current = partsOf(now).month
  const leave = stamps.filter(({ state }) => state === 'leave').map(({ month }) => month)
  const absent = stamps.filter(({ state }) => state === 'absent').map(({ month }) => month)
  const waits = stamps.some(({ month, state }) => month === current && (state === 'none' || state === 'pending'))
  const parts = [
    leave.length > 0 ? `，${leave.join('、')} 月请假` : '',
    absent.length > 0 ? `，${absent.join('、')} 月没到` : '',
    '。',
    waits ? `${current} 月这一格等着盖印。` : '',
  ]
  return { count: themeDays.present, rest: `次到会${parts.join('')}` }
}

/** How many of them stand on the first screen before somebody asks for all. */
export const TODOS_SHOWN = 3

/** One thing each: a count at the right would say nothing. */
const WITHOUT_COUNT: ReadonlySet<TodoItem['kind']> = new Set(['reply', 'draft', 'lesson', 'paper', 'duty', 'question-import'])

/** 今天, 明天, 还剩 7 天, 已过期; what stands at the right of something to do. */
export function dueText({ dueAt, kind, count, ref }: TodoItem, now: number): string {
  if (dueAt === null) return WITHOUT_COUNT.has(kind) ? '' : `${count} 件`
  const days = daysBetween(now, dueAt)
  if (days < 0) return kind === 'duty' ? '逾期' : '已过期'
  // a single duty says itself how many days are left
  if (kind === 'duty' && ref !== null) return ''
  if (days === 0) return '今天'
  return days === 1 ? '明天' : `还剩 ${days} 天`
}

/** Whether its day is over. */
export const overdue = ({ dueAt }: Pick<TodoItem, 'dueAt'>, now: number): boolean => dueAt !== null && daysBetween(now, dueAt) < 0

type Desk = Pick<NonNullable<Home['desk']>, 'live' | 'pendingRequests' | 'pendingBindings'>

const OF_BRANCH: readonly Role[] = ['secretary', 'branch-committee', 'group-leader']

/** Only those of a branch have a secretary's desk; the committee's staff and operators have one of their own. */
export const deskName = (me: Home['me'] | null): string => (me?.grants.some(({ role }) => OF_BRANCH.includes(role)) ? WORDS.desk : WORDS.deskOfStaff)

/** Under 书记工作台: what is going on, then what waits. */
export function deskNote({ live, pendingRequests, pendingBindings }: Omit<Desk, 'requests'>): string {
  const parts = [
    live ? WORDS.deskLive(live.counts.present, live.counts.expected) : '',
    pendingRequests > 0 ? WORDS.deskRequests(pendingRequests) : '',
    pendingBindings > 0 ? WORDS.deskBindings(pendingBindings) : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join('；') : WORDS.deskPlain
}
