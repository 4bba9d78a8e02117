import type { MyPart } from '@pioneer/shared-types/activities/schemas'
import type { MonthStamp, TodoItem } from '@pioneer/shared-types/home/schemas'
import { ACTIVITY_KIND_NAMES, type ActivityKind, type AttendanceState, type RequestKind } from '@pioneer/shared-types/constants'
import { inWords, monthOf, yearOf } from '../../kernel/calendar'

/** How many todos the first screen shows. */
export const TODOS_SHOWN = 3
/** How many meetings with requests those who run them see. */
export const REQUESTS_SHOWN = 20

/** A theme day the member is on the list of. */
interface ThemeDay { startAt: Date; state: AttendanceState }

/** The best that happened in a month stands on its square. */
const STRENGTH: readonly MonthStamp['state'][] = ['present', 'made-up', 'leave', 'pending', 'absent']

/**
 * 我的这一年: one square a month from the member's theme days (主题党日). A month without one is `none` when it is over,
 * `future` as long as one may still come; a theme day that has not begun says nothing yet, unless leave was given.
 */
export function stampsOf(days: readonly ThemeDay[], year: number, now: Date): MonthStamp[] {
  const current = yearOf(now) * 12 + monthOf(now)
  return Array.from({ length: 12 }, (_, index) => {
    const month = index + 1
    const states = days
      .filter(({ startAt, state }) => yearOf(startAt) === year && monthOf(startAt) === month && (startAt <= now || state !== 'pending'))
      .map(({ state }): MonthStamp['state'] => state)
    const best = STRENGTH.find((state) => states.includes(state))
    return { month, state: best ?? (year * 12 + month >= current ? 'future' : 'none') }
  })
}

/** How the theme days of the year went; what was made up counts as present. */
export function themeDayCounts(days: readonly ThemeDay[], year: number): { present: number; leave: number; absent: number } {
  const count = (...states: AttendanceState[]): number => days.filter(({ startAt, state }) => yearOf(startAt) === year && states.includes(state)).length
  return { present: count('present', 'made-up'), leave: count('leave'), absent: count('absent') }
}

/** A meeting as a todo names it. */
export interface TodoMeeting { id: string; title: string; kinds: readonly ActivityKind[]; startAt: Date; endAt: Date; ownerOrgId: string }

const DAY = 86_400_000
const todo = (kind: TodoItem['kind'], title: string, note: string, dueAt: Date | null, activityId: string | null, orgId: string | null, count: number): TodoItem =>
  ({ kind, title, note, dueAt: dueAt?.toISOString() ?? null, activityId, orgId, count })

/** Whether a member should still say if they come: expected, nothing decided, not answered, no leave asked for. */
export const awaitsReply = (part: MyPart | undefined): boolean =>
  part !== undefined && part.role === 'expected' && part.state === 'pending' && part.reply === null
  && !(part.request !== null && ['pending', 'approved'].includes(part.request.state))

export const replyTodo = (meeting: TodoMeeting): TodoItem =>
  todo('reply', meeting.title, `${inWords(meeting.startAt)} · 参加，还是请假`, meeting.startAt, meeting.id, meeting.ownerOrgId, 1)

/** 补签 waits until the day after the meeting, when absence is decided; leave until the meeting begins. */
export const requestTodo = (meeting: TodoMeeting, kind: RequestKind, count: number): TodoItem =>
  kind === 'sign-in'
    ? todo('sign-in-request', `${count} 人补签等你确认`, meeting.title, new Date(meeting.endAt.getTime() + DAY), meeting.id, meeting.ownerOrgId, count)
    : todo('leave-request', `${count} 人请假等你确认`, meeting.title, meeting.startAt, meeting.id, meeting.ownerOrgId, count)

export const bindingTodo = (count: number, place: { id: string; name: string } | null): TodoItem =>
  todo('binding-request', `${count} 人申请认证`, place?.name ?? '核对姓名和手机尾号', null, null, place?.id ?? null, count)

export const draftTodo = (meeting: TodoMeeting): TodoItem =>
  todo('draft', `${meeting.title}还没发布`, `${inWords(meeting.startAt)} ${meeting.kinds.map((kind) => ACTIVITY_KIND_NAMES[kind]).join('、')}`, meeting.startAt, meeting.id, meeting.ownerOrgId, 1)

/** By due date, what has none last. */
export const byDue = (a: TodoItem, b: TodoItem): number => {
  if (a.dueAt === b.dueAt) return 0
  if (a.dueAt === null) return 1
  if (b.dueAt === null) return -1
  return a.dueAt < b.dueAt ? -1 : 1
}
