import type { ActivityDetail, ActivitySummary, Counts, Quorum } from '@pioneer/shared-types/activities/schemas'
import { ACTIVITY_KIND_NAMES } from '@pioneer/shared-types/constants'
import { dayAndWeekdayText, daysBetween, partsOf, timeText } from '@/services/calendar'

/** View logic of activities. Pure: `now` is an instant in ms by the service's clock. */

/** Where the sign-in window of an activity stands. */
export type Phase = 'before' | 'open' | 'late' | 'closed' | 'cancelled'

type Window = Pick<ActivitySummary, 'status' | 'opensAt' | 'lateAt' | 'endAt'>

/** The phase now: the answer may be minutes old. Late is after `lateAt`; signing in closes at the end or when it was finished. */
export function phaseAt({ status, opensAt, lateAt, endAt }: Window, now: number): Phase {
  if (status === 'cancelled') return 'cancelled'
  if (status === 'finished' || now > Date.parse(endAt)) return 'closed'
  if (now < Date.parse(opensAt)) return 'before'
  return now <= Date.parse(lateAt) ? 'open' : 'late'
}

export const isOpen = (phase: Phase): boolean => phase === 'open' || phase === 'late'

/** What an activity asks of the caller or says about them; pages turn it into words and buttons. */
export type Standing =
  | { kind: 'signed'; at: string | null; late: boolean }
  | { kind: 'made-up' }
  | { kind: 'leave' }
  | { kind: 'absent' }
  | { kind: 'sign-in-asked' }
  | { kind: 'leave-asked' }
  | { kind: 'leave-refused' }
  | { kind: 'attending' }
  | { kind: 'unanswered' }
  | { kind: 'not-listed' }

export function standingOf({ mine }: Pick<ActivitySummary, 'mine'>): Standing {
  if (mine === null) return { kind: 'not-listed' }
  if (mine.state === 'present') return { kind: 'signed', at: mine.at, late: mine.late }
  if (mine.state === 'made-up') return { kind: 'made-up' }
  const asked = mine.request?.state === 'pending' ? mine.request.kind : null
  if (asked === 'sign-in') return { kind: 'sign-in-asked' }
  if (asked === 'leave') return { kind: 'leave-asked' }
  if (mine.state === 'leave') return { kind: 'leave' }
  if (mine.state === 'absent') return { kind: 'absent' }
  if (mine.reply === 'attend') return { kind: 'attending' }
  return mine.request?.kind === 'leave' && mine.request.state === 'rejected' ? { kind: 'leave-refused' } : { kind: 'unanswered' }
}

/** May sign in now: the door is open and nothing is recorded yet. Who asked for leave may come all the same. */
export function maySignIn(activity: Window & Pick<ActivitySummary, 'mine'>, now: number): boolean {
  if (activity.mine === null || !isOpen(phaseAt(activity, now))) return false
  return !['present', 'made-up'].includes(activity.mine.state)
}

/** May ask for 补签: it is over, and no attendance was recorded. The service judges how long that is possible. */
export function mayAskSignIn(activity: Window & Pick<ActivitySummary, 'mine'>, now: number): boolean {
  const { kind } = standingOf(activity)
  return phaseAt(activity, now) === 'closed' && ['absent', 'attending', 'unanswered', 'leave-asked', 'leave-refused'].includes(kind)
}

export interface TagFacts {
  text: string
  kind: 'red' | 'ok' | 'warn' | 'bad' | 'line'
}

/** The one tag on the card of an activity. */
export function tagOf(activity: ActivitySummary, now: number): TagFacts | null {
  const phase = phaseAt(activity, now)
  if (phase === 'cancelled') return { text: '已取消', kind: 'line' }
  if (activity.status === 'draft') return { text: '草稿', kind: 'line' }
  const standing = standingOf(activity)
  switch (standing.kind) {
    case 'signed':
      return { text: standing.late ? '已签到，迟到' : '已签到', kind: 'ok' }
    case 'made-up':
      return { text: '已补', kind: 'ok' }
    case 'leave':
      return { text: '已请假', kind: 'line' }
    case 'sign-in-asked':
      return { text: '补签待确认', kind: 'warn' }
    case 'absent':
      return { text: '缺席', kind: 'bad' }
    default:
  }
  if (isOpen(phase)) return standing.kind === 'not-listed' ? { text: '进行中', kind: 'red' } : { text: '签到中', kind: 'red' }
  if (phase === 'closed') return standing.kind === 'not-listed' ? null : { text: '没有签到', kind: 'line' }
  switch (standing.kind) {
    case 'attending':
      return { text: '已回复参加', kind: 'ok' }
    case 'leave-asked':
      return { text: '请假待批', kind: 'warn' }
    case 'unanswered':
    case 'leave-refused':
      return { text: '待回复', kind: 'warn' }
    default:
      return null
  }
}

/** 主题党日、党课 */
export const kindsText = (kinds: ActivitySummary['kinds']): string => kinds.map((kind) => ACTIVITY_KIND_NAMES[kind]).join('、')

/** 主题党日：学条例、议规划; the title alone when it names the kind itself. */
export function fullName({ kinds, title }: Pick<ActivitySummary, 'kinds' | 'title'>): string {
  const named = kinds.some((kind) => title.includes(ACTIVITY_KIND_NAMES[kind]))
  return named ? title : `${kindsText(kinds)}：${title}`
}

/** The date column: 20 over 今天, 25 over 周三. */
export function dateColumn(startAt: string, now: number): { day: string; under: string; today: boolean } {
  const { day, weekday } = partsOf(startAt)
  const days = daysBetween(now, startAt)
  const under = days === 0 ? '今天' : days === 1 ? '明天' : `周${weekday}`
  return { day: String(day).padStart(2, '0'), under, today: days === 0 }
}

/** 21 天后, 明天, 今天; null once it has begun. */
export function untilText(startAt: string, now: number): string | null {
  if (now >= Date.parse(startAt)) return null
  const days = daysBetween(now, startAt)
  if (days === 0) return '今天'
  return days === 1 ? '明天' : `${days} 天后`
}

/** 11月20日 星期五 09:00 – 10:30 */
export function whenText({ startAt, endAt }: Pick<ActivitySummary, 'startAt' | 'endAt'>): string {
  const until = daysBetween(startAt, endAt) === 0 ? timeText(endAt) : `${dayAndWeekdayText(endAt)} ${timeText(endAt)}`
  return `${dayAndWeekdayText(startAt)} ${timeText(startAt)} – ${until}`
}

/** 请假 2 人，1 人在路上; after the end nobody is on the way any more. */
export function restText(counts: Counts, over: boolean): string {
  const parts = [
    counts.leave > 0 ? `请假 ${counts.leave} 人` : '',
    counts.late > 0 ? `迟到 ${counts.late} 人` : '',
    counts.madeUp > 0 ? `已补 ${counts.madeUp} 人` : '',
    counts.missing > 0 ? (over ? `${counts.missing} 人没有签到` : `${counts.missing} 人在路上`) : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join('，') : '人都到齐了'
}

/** Share of those expected who are here, in whole percent. */
export const presentPercent = ({ expected, present }: Counts): number =>
  expected === 0 ? 0 : Math.round((present / expected) * 100)

/** 还差 7 人才能表决 · 人数已够，可以表决 */
export const quorumText = (quorum: Quorum): string =>
  quorum.met ? '人数已够，可以表决' : `还差 ${Math.max(0, quorum.required - quorum.present)} 人才能表决`

/** What stands in the foot of the page of one activity. */
export type FootKind = 'none' | 'reply' | 'attending' | 'leave-asked' | 'leave' | 'sign-in' | 'signed' | 'ask' | 'asked'

export function footOf(activity: ActivityDetail, now: number): FootKind {
  const phase = phaseAt(activity, now)
  const { kind } = standingOf(activity)
  if (phase === 'cancelled' || activity.status === 'draft' || kind === 'not-listed') return 'none'
  if (kind === 'signed' || kind === 'made-up') return 'signed'
  if (kind === 'sign-in-asked') return 'asked'
  if (maySignIn(activity, now)) return 'sign-in'
  if (phase === 'closed') return mayAskSignIn(activity, now) ? 'ask' : kind === 'leave' ? 'leave' : 'none'
  if (kind === 'leave-asked' || kind === 'leave' || kind === 'attending') return kind
  return 'reply'
}
