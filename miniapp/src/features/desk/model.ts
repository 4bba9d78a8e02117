import type { ActivitySummary, Counts } from '@pioneer/shared-types/activities/schemas'
import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { AttendanceRow } from '@pioneer/shared-types/attendance/schemas'
import type { TodoItem } from '@pioneer/shared-types/home/schemas'
import type { Role } from '@pioneer/shared-types/constants'
import { dayText, partsOf, timeText } from '@/services/calendar'
import { WORDS } from './words'

/** View logic of 书记工作台. Pure: `now` in ms by the service's clock. */

/** Who runs meetings somewhere. */
export const RUNNERS: readonly Role[] = ['group-leader', 'branch-committee', 'secretary', 'committee-staff']

/** Where this person serves, e.g. 综合规划处党支部. */
export function placesText(me: Pick<Me, 'grants'> | null): string {
  const names = (me?.grants ?? []).filter(({ role }) => RUNNERS.includes(role)).map(({ orgName }) => orgName)
  return [...new Set(names)].join('、')
}

/** 还在路上 21 人，请假 2 人 */
export function restWords({ missing, leave }: Counts): string {
  const parts = [missing > 0 ? WORDS.onTheWay(missing) : WORDS.allHere, leave > 0 ? WORDS.onLeave(leave) : '']
  return parts.filter(Boolean).join('，')
}

const FIRST_NAMES = 7

/** The first names of those missing; the others are counted. */
export function firstNames(items: readonly AttendanceRow[]): { names: string[]; others: number } {
  const names = items.map(({ name }) => name)
  return names.length <= FIRST_NAMES + 1 ? { names, others: 0 } : { names: names.slice(0, FIRST_NAMES), others: names.length - FIRST_NAMES }
}

/** Minutes until a sign-in counts as late, and the share of the window that is left. Null once it is late. */
export function untilLate({ opensAt, lateAt }: Pick<ActivitySummary, 'opensAt' | 'lateAt'>, now: number): { minutes: number; left: number; whole: number } | null {
  const end = Date.parse(lateAt)
  const left = end - now
  if (left <= 0) return null
  return { minutes: Math.ceil(left / 60_000), left, whole: Math.max(left, end - Date.parse(opensAt)) }
}

export interface DeskLists {
  drafts: ActivitySummary[]
  coming: ActivitySummary[]
  past: ActivitySummary[]
}

const DAYS_BACK = 2
const PAST_SHOWN = 3

/** What this person runs: drafts, what is on and comes, and the last ones whose records may still need a hand. */
export function deskLists(items: readonly ActivitySummary[], now: number, liveId: string | null): DeskLists {
  const byStart = [...items].sort((a, b) => Date.parse(a.startAt) - Date.parse(b.startAt))
  const ended = ({ status, endAt }: ActivitySummary) => status === 'finished' || Date.parse(endAt) < now
  const since = now - DAYS_BACK * 86_400_000
  return {
    drafts: byStart.filter(({ status }) => status === 'draft'),
    coming: byStart.filter((activity) => activity.status === 'published' && !ended(activity) && activity.id !== liveId),
    past: byStart.filter((activity) => ['published', 'finished'].includes(activity.status) && ended(activity) && Date.parse(activity.endAt) > since).reverse().slice(0, PAST_SHOWN),
  }
}

/** 11月20日 周五 09:00 · 302 会议室 */
export const whenAndWhere = ({ startAt, place }: ActivitySummary): string => `${dayText(startAt)} 周${partsOf(startAt).weekday} ${timeText(startAt)} · ${place}`

/** 2 件补签, 1 件请假 */
export const requestWords = ({ kind, count }: TodoItem): string => (kind === 'leave-request' ? WORDS.leave(count) : WORDS.signIn(count))

/** Questions to review, and whose answers are missing; each in the order given. Duties have a board of their own on the desk. */
export function dueSections(due: readonly TodoItem[]): { reviews: TodoItem[]; missing: TodoItem[] } {
  return {
    reviews: due.filter(({ kind }) => kind === 'question-import'),
    missing: due.filter(({ kind }) => kind === 'reply-missing' || kind === 'paper-missing'),
  }
}
