import type { MyPart } from '@pioneer/shared-types/activities/schemas'
import type { MonthStamp } from '@pioneer/shared-types/home/schemas'
import type { AttendanceState } from '@pioneer/shared-types/constants'
import { monthOf, yearOf } from '../../kernel/calendar'

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

/** Whether a member should still say if they come: expected, nothing decided, not answered, no leave asked for. */
export const awaitsReply = (part: MyPart | undefined): boolean =>
  part !== undefined && part.role === 'expected' && part.state === 'pending' && part.reply === null
  && !(part.request !== null && ['pending', 'approved'].includes(part.request.state))
