import { dayOf, startOfDay } from '../../kernel/calendar'
import type { StudyRules } from './data-schema'

type ReviewRules = StudyRules['review']

const DAY = 86_400_000

/** The Shanghai day so many days later. */
export const dayAfter = (day: string, days: number): string => dayOf(new Date(startOfDay(day).getTime() + days * DAY))

/** Where a wrong answer stands on its way back; `dueOn` is null when it is settled. */
export interface Returning { rightInRow: number; dueOn: string | null }

/** A question answered wrong or partly right comes back, from the beginning. */
export const wrongAgain = (rules: ReviewRules, today: string): Returning & { dueOn: string } => ({ rightInRow: 0, dueOn: dayAfter(today, rules.daysAfterWrong) })

/** What follows when a question that came back is answered: right so often in a row settles it, wrong begins anew. The last step of `daysAfterRight` counts for all further ones. */
export function afterReview(rules: ReviewRules, rightInRow: number, right: boolean, today: string): Returning {
  if (!right) return wrongAgain(rules, today)
  const next = rightInRow + 1
  if (next >= rules.rightInRow) return { rightInRow: next, dueOn: null }
  const days = rules.daysAfterRight[Math.min(next, rules.daysAfterRight.length) - 1] ?? rules.daysAfterWrong
  return { rightInRow: next, dueOn: dayAfter(today, days) }
}

/** What waits, for the plan of a day. */
export interface Waiting { dueOn: string | null; answeredOn: string | null }

/**
 * Today's portion of what comes back: the longest due first, so many a day with those already answered today; and the next day on
 * which something comes back. `nextOn` is tomorrow when today's portion leaves some for later, null when nothing waits.
 */
export function planReview<T extends Waiting>(rules: ReviewRules, all: readonly T[], today: string): { due: T[]; nextOn: string | null } {
  const waiting = all.filter((item): item is T & { dueOn: string } => item.dueOn !== null).sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))
  const answered = all.filter((item) => item.answeredOn === today).length
  const ready = waiting.filter((item) => item.dueOn <= today)
  const due = ready.slice(0, Math.max(0, rules.perDay - answered))
  const later = waiting.find((item) => item.dueOn > today)?.dueOn ?? null
  return { due, nextOn: ready.length > due.length ? dayAfter(today, 1) : later }
}
