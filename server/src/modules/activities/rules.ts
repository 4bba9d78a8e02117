import type { ActivityKind, ActivityStatus } from '@pioneer/shared-types/constants'
import type { CHECK_IN_PHASES, Quorum } from '@pioneer/shared-types/activities/schemas'
import type { ActivityRules, QuorumRule } from './rule-schema'
import type { ActivityRecord, CheckInWindow } from './types'

const MINUTE = 60_000

/** The part of an activity that decides when signing in is open. */
type Timed = Pick<ActivityRecord, 'startAt' | 'endAt' | 'finishedAt' | 'checkIn'>

/**
 * The sign-in window [T]: opens so many minutes before the start, counts as late so many minutes after it,
 * closes at the end or when the activity was finished, whichever is first.
 */
export function windowOf({ startAt, endAt, finishedAt, checkIn }: Timed): CheckInWindow {
  const closesAt = finishedAt !== null && finishedAt < endAt ? finishedAt : endAt
  const after = (minutes: number): Date => new Date(Math.min(startAt.getTime() + minutes * MINUTE, closesAt.getTime()))
  return { opensAt: after(-checkIn.opensMinutes), lateAt: after(checkIn.lateMinutes), closesAt }
}

export type Phase = (typeof CHECK_IN_PHASES)[number]

/** Where the window stands. The minute of the late limit is still on time; a draft is always `before`, what is over or called off `closed`. */
export function phaseOf(activity: Timed & Pick<ActivityRecord, 'status'>, now: Date): Phase {
  if (activity.status === 'draft') return 'before'
  if (activity.status !== 'published') return 'closed'
  const { opensAt, lateAt, closesAt } = windowOf(activity)
  if (now < opensAt) return 'before'
  if (now > closesAt) return 'closed'
  return now <= lateAt ? 'open' : 'late'
}

/** What may be done to an activity. */
export type Step = 'edit' | 'publish' | 'finish' | 'cancel' | 'amend'

/**
 * draft → published → finished, and cancelled from each: a meeting that was never held may have been finished by the job
 * before anybody called it off [D]. What is cancelled stays cancelled.
 */
const ALLOWED: Readonly<Record<ActivityStatus, readonly Step[]>> = {
  draft: ['edit', 'publish', 'cancel'],
  published: ['edit', 'finish', 'cancel', 'amend'],
  finished: ['cancel', 'amend'],
  cancelled: [],
}
export const mayStep = (status: ActivityStatus, step: Step): boolean => ALLOWED[status].includes(step)

/** How many must be there and whether they are. With an even number at least half and more than half differ by one. Nobody is never enough. */
export function quorumOf(rule: Pick<QuorumRule, 'comparison' | 'numerator' | 'denominator'>, votingExpected: number, votingPresent: number): { required: number; met: boolean } {
  // Whole numbers throughout: 4/5 of 25 must be 20, whatever 0.8 × 25 is in floating point.
  const share = votingExpected * rule.numerator
  const required = Math.max(1, rule.comparison === 'at-least' ? Math.ceil(share / rule.denominator) : Math.floor(share / rule.denominator) + 1)
  return { required, met: votingPresent >= required }
}

/** The quorum of an activity: of its kinds the one that asks for most; null when none asks. */
export function strictestQuorum(rules: ActivityRules, kinds: readonly ActivityKind[], votingExpected: number, votingPresent: number): Quorum | null {
  const asked = rules.quorums
    .filter((rule) => kinds.includes(rule.kind))
    .map((rule) => ({ rule, ...quorumOf(rule, votingExpected, votingPresent) }))
    .sort((a, b) => b.required - a.required)
  const [first] = asked
  return first ? {
    kind: first.rule.kind, base: votingExpected, required: first.required, present: votingPresent, met: first.met, rule: first.rule.rule, article: first.rule.article,
  } : null
}

/** The version in force on a Shanghai day; before the first one the first one counts. */
export function rulesOn(versions: readonly ActivityRules[], day: string): ActivityRules {
  const byDay = [...versions].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : a.version - b.version))
  const chosen = byDay.findLast((version) => version.effectiveFrom <= day) ?? byDay[0]
  if (!chosen) throw new Error('no activity rules are shipped')
  return chosen
}

/** Why the times of a plan cannot be, in words for the form; null when they can. */
export function timeFault(startAt: Date, endAt: Date, longestHours: number): { path: 'startAt' | 'endAt'; message: string } | null {
  if (Number.isNaN(startAt.getTime())) return { path: 'startAt', message: '开始时间不存在，请重新选' }
  if (Number.isNaN(endAt.getTime())) return { path: 'endAt', message: '结束时间不存在，请重新选' }
  if (endAt <= startAt) return { path: 'endAt', message: '结束时间要晚于开始时间' }
  if (endAt.getTime() - startAt.getTime() > longestHours * 60 * MINUTE) return { path: 'endAt', message: `一次活动最长 ${longestHours / 24} 天，请分次安排` }
  return null
}

/** For the first screen: what is running comes first, then what is still to come, then what is over, latest first. */
export function byToday(now: Date): (a: Timed & Pick<ActivityRecord, 'status'>, b: Timed & Pick<ActivityRecord, 'status'>) => number {
  const rank = (activity: Timed & Pick<ActivityRecord, 'status'>): number => {
    const phase = phaseOf(activity, now)
    return phase === 'closed' ? 2 : phase === 'before' ? 1 : 0
  }
  return (a, b) => rank(a) - rank(b) || (rank(a) === 2 ? b.startAt.getTime() - a.startAt.getTime() : a.startAt.getTime() - b.startAt.getTime())
}
