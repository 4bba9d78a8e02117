import { ACTIVITY_KIND_NAMES, DOOR_NAMES, type ActivityKind, type AttendanceState, type Flag } from '@pioneer/shared-types/constants'
import type { Counts } from '@pioneer/shared-types/activities/schemas'
import { timeOf } from '../../kernel/calendar'
import type { AttendanceRecord, Change, Standing } from './types'

/** The law of attendance (domain-rules.md, Attendance). Pure; instants are UTC, points whole numbers. */

/** Absence is decided so long after the end, milliseconds [D]. */
export const ABSENCE_AFTER = 24 * 3_600_000
/** The rule of the ledger that absence without leave falls under. */
export const ABSENCE_RULE = 'absent-without-leave'

/** Nothing decided: what stands from publishing on and after the secretary's undo. */
export const PENDING: Standing = { state: 'pending', late: false, lateMinutes: 0, at: null, door: null, flags: [], reason: null }

/** What somebody who came at `at` counts as: late after start + the frozen minutes [T]; the minutes count from the start. */
export function presentAt(at: Date, meeting: { startAt: Date; lateAt: Date }, door: Standing['door'], flags: Flag[], reason: string | null = null): Standing {
  const late = at > meeting.lateAt
  return { state: 'present', late, lateMinutes: late ? Math.floor((at.getTime() - meeting.startAt.getTime()) / 60_000) : 0, at, door, flags, reason }
}

/** Whoever comes may have been counted as leave or absent before: the later fact counts. */
export const mayArrive = (state: AttendanceState): boolean => state === 'pending' || state === 'leave' || state === 'absent'

/** The present standing is the fold of the appended changes. Throws when a link is missing: then something was edited. */
export function foldChanges(changes: readonly Change[]): Standing & { version: number } {
  let standing: Standing & { version: number } = { ...PENDING, version: 0 }
  for (const { version, from, recordedAt: _recordedAt, actorAccountId: _actor, ...next } of changes) {
    if (version !== standing.version + 1) throw new Error(`change ${version} follows ${standing.version}`)
    if (from !== standing.state) throw new Error(`change ${version} says it came from ${from}, but the state was ${standing.state}`)
    standing = { ...next, version }
  }
  return standing
}

/** Whether a record says what its changes say. Null when it does, else what differs. */
export function foldFault(record: AttendanceRecord): string | null {
  try {
    const folded = foldChanges(record.changes)
    const differs = (Object.keys(folded) as (keyof typeof folded)[]).find((key) => JSON.stringify(folded[key]) !== JSON.stringify(record[key]))
    return differs ? `${differs} is ${JSON.stringify(record[differs])}, the changes say ${JSON.stringify(folded[differs])}` : null
  } catch (error) {
    return (error as Error).message
  }
}

/** Kinds that count only for those who were there: they cannot be made up (domain-rules, Points: “attended”, not “attended or made up”). */
const NOT_MADE_UP: readonly ActivityKind[] = ['theme-day', 'volunteer']
/** The kinds of an activity that a make-up (补课) stands for. */
export const kindsMadeUp = (kinds: readonly ActivityKind[]): ActivityKind[] => kinds.filter((kind) => !NOT_MADE_UP.includes(kind))

/** What an activity is worth to whoever stands on its list, by the rule set of its start. */
export interface Terms {
  /** Each rule that attending earns. */
  earned: readonly { rule: string; points: number }[]
  /** Rules that making it up earns too. */
  madeUp: readonly string[]
  /** What absence without leave costs: negative. */
  absence: number
}

/**
 * What each rule is worth in a state. Guests (列席) earn like others and lose nothing by staying away [D]; late still earns;
 * leave is worth nothing and costs nothing. A cancelled activity is worth nothing to anybody.
 */
export function targetsOf(terms: Terms, standing: { state: AttendanceState; role: 'expected' | 'guest'; cancelled: boolean }): { rule: string; target: number }[] {
  const { state, role, cancelled } = standing
  const earns = (rule: string): boolean => !cancelled && (state === 'present' || (state === 'made-up' && terms.madeUp.includes(rule)))
  return [
    ...terms.earned.map(({ rule, points }) => ({ rule, target: earns(rule) ? points : 0 })),
    { rule: ABSENCE_RULE, target: !cancelled && state === 'absent' && role === 'expected' ? terms.absence : 0 },
  ]
}

/** The sentence beside the points. A change of something decided says so. */
export function pointsReason(kinds: readonly ActivityKind[], from: AttendanceState, next: Standing): string {
  const what = kinds.map((kind) => ACTIVITY_KIND_NAMES[kind]).join('、')
  const words: Record<AttendanceState, string> = {
    pending: `撤回签到：${what}`, present: `参加${what}`, leave: `已请假：${what}`, absent: `无故缺席${what}`, 'made-up': `补学${what}`,
  }
  const correction = from !== 'pending' || next.state === 'pending' ? '更正：' : ''
  return `${correction}${words[next.state]}${next.reason ? `（${next.reason}）` : ''}`
}

/** What stands behind the points: how and when somebody came. */
export const pointsEvidence = (next: Standing): string | null =>
  next.door ? `${DOOR_NAMES[next.door]}${next.at && next.state === 'present' ? ` ${timeOf(next.at)}` : ''}` : null

/** Rows as the store groups them. */
export interface CountRow { state: AttendanceState; role: 'expected' | 'guest'; late: boolean; votes: boolean; count: number }

/** The counts of one activity. Guests stand apart; `missing` are those expected who are still on their way or absent. */
export function countsFrom(rows: readonly CountRow[]): Counts {
  const sum = (fits: (row: CountRow) => boolean): number => rows.filter(fits).reduce((all, row) => all + row.count, 0)
  const expected = (row: CountRow): boolean => row.role === 'expected'
  return {
    expected: sum(expected),
    present: sum((row) => expected(row) && row.state === 'present'),
    late: sum((row) => expected(row) && row.state === 'present' && row.late),
    leave: sum((row) => expected(row) && row.state === 'leave'),
    missing: sum((row) => expected(row) && (row.state === 'pending' || row.state === 'absent')),
    madeUp: sum((row) => expected(row) && row.state === 'made-up'),
    guestsPresent: sum((row) => row.role === 'guest' && row.state === 'present'),
    votingExpected: sum((row) => expected(row) && row.votes),
    votingPresent: sum((row) => expected(row) && row.votes && row.state === 'present'),
  }
}

/** So many late arrivals from one step look like a picture passed around. */
const MANY = 3

/**
 * Soft flags that only show when the whole list is looked at, by member: one phone for two people, and several tickets of the same step
 * that arrived late. Computed for the secretary when the list is read, never while somebody signs in; they punish nobody [D].
 */
export function listFlags(rows: readonly Pick<AttendanceRecord, 'memberId' | 'state' | 'deviceDigest' | 'flags' | 'at'>[]): Map<string, Flag[]> {
  const present = rows.filter((row) => row.state === 'present')
  const times = <K>(keys: (K | null)[]): Map<K | null, number> => keys.reduce((map, key) => map.set(key, (map.get(key) ?? 0) + 1), new Map<K | null, number>())
  const stepOf = (row: (typeof present)[number]): number | null => (row.flags.includes('stale-ticket') && row.at ? row.at.getTime() : null)
  const byDevice = times(present.map((row) => row.deviceDigest))
  const byStep = times(present.map(stepOf))
  const flags = new Map<string, Flag[]>()
  for (const row of present) {
    const found: Flag[] = [...row.flags]
    if (row.deviceDigest !== null && (byDevice.get(row.deviceDigest) ?? 0) > 1) found.push('shared-device')
    const step = stepOf(row)
    if (step !== null && (byStep.get(step) ?? 0) >= MANY) found.push('many-claims')
    flags.set(row.memberId.toHexString(), found)
  }
  return flags
}

/** What the secretary wants to set, and where the meeting stands. */
export interface SetFacts {
  from: AttendanceState
  to: AttendanceState
  reason: string | null
  now: Date
  meeting: { startAt: Date; opensAt: Date; closesAt: Date }
  /** Absence has been decided. */
  settled: boolean
}
export type SetDecision =
  | { kind: 'set'; standing: Standing }
  | { kind: 'refuse'; code: 'activity-not-open' | 'activity-state' | 'validation'; title: string; path?: string }

/**
 * The secretary's tap, undo and corrections. A tap counts from the moment it is made while the meeting runs, from the start afterwards, and is
 * never late: it says when the secretary tapped, not when the member came. What was decided before is changed after the end only with a reason.
 */
export function decideSet({ from, to, reason, now, meeting, settled }: SetFacts): SetDecision {
  const over = now > meeting.closesAt
  if (to === 'present' && now < meeting.opensAt) return { kind: 'refuse', code: 'activity-not-open', title: `还没到签到时间，${timeOf(meeting.opensAt)} 开始` }
  if (to === 'absent' && !over) return { kind: 'refuse', code: 'activity-state', title: '会还没开完，先不判缺席' }
  if (to === 'made-up' && !over) return { kind: 'refuse', code: 'activity-state', title: '会还没开完，到会请直接点到' }
  if (to === 'made-up' && from === 'present') return { kind: 'refuse', code: 'activity-state', title: '这位同志已到会，不用补' }
  if (to === 'pending' && settled) return { kind: 'refuse', code: 'activity-state', title: '出勤已经判定，请直接改成到会、请假或缺席' }
  if (!reason && (to === 'made-up' || (over && from !== 'pending'))) return { kind: 'refuse', code: 'validation', title: '写一句原因，再提交', path: 'reason' }
  if (to === 'present') {
    return { kind: 'set', standing: { ...PENDING, state: 'present', at: over ? meeting.startAt : now, door: 'tap', reason } }
  }
  if (to === 'pending') return { kind: 'set', standing: { ...PENDING, reason } }
  return { kind: 'set', standing: { ...PENDING, state: to, door: 'tap', reason } }
}
