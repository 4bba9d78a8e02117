import { ACTIVITY_KIND_NAMES, type ActivityKind } from '@pioneer/shared-types/constants'
import type { StudyHours } from '@pioneer/shared-types/study/schemas'
import type { StudyRules } from './data-schema'

/** A meeting somebody attended. */
export interface AttendedMeeting { kinds: readonly ActivityKind[]; startAt: Date; endAt: Date }

const MINUTE = 60_000

/**
 * 今年学时 in minutes: the length of attended meetings whose kind counts, each up to a most, and of the lessons passed. A meeting of several kinds
 * counts once, under the first of the rule's kinds.
 */
export function hoursOf(rules: StudyRules['hours'], meetings: readonly AttendedMeeting[], lessonMinutes: readonly number[], secretary: boolean): Omit<StudyHours, 'year'> {
  const byName = new Map<string, { minutes: number; count: number }>()
  const add = (name: string, minutes: number): void => {
    const part = byName.get(name) ?? { minutes: 0, count: 0 }
    byName.set(name, { minutes: part.minutes + minutes, count: part.count + 1 })
  }
  for (const { kinds, startAt, endAt } of meetings) {
    const kind = kinds.filter((candidate) => rules.kinds.includes(candidate)).sort((a, b) => rules.kinds.indexOf(a) - rules.kinds.indexOf(b))[0]
    if (kind) add(ACTIVITY_KIND_NAMES[kind], Math.max(0, Math.min(rules.mostMinutesEach, Math.round((endAt.getTime() - startAt.getTime()) / MINUTE))))
  }
  for (const minutes of lessonMinutes) add('微党课', minutes)
  const parts = [...byName].map(([name, part]) => ({ name, ...part })).sort((a, b) => b.minutes - a.minutes || (a.name < b.name ? -1 : 1))
  return { minutes: parts.reduce((sum, part) => sum + part.minutes, 0), neededMinutes: Math.round((secretary ? rules.secretaryHours : rules.memberHours) * 60), parts }
}
