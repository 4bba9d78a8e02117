import type { ClientSession } from 'mongoose'
import type { ActivityKind, Heading } from '@pioneer/shared-types/constants'
import type { MyPoints, PointsEntry } from '@pioneer/shared-types/points/schemas'
import type { ObjectId } from '../../kernel/ids'

/** An entry of the append-only ledger. Unique on (rule, source, member, n). */
export interface EntryRecord {
  _id: ObjectId
  memberId: ObjectId
  /** Shanghai year of `occurredAt`. */
  year: number
  rule: string
  ruleVersion: number
  heading: Heading
  /** `activity:<id>`: what the points stand for. */
  source: string
  sourceTitle: string | null
  n: number
  delta: number
  /** What the source is worth after this entry. */
  target: number
  occurredAt: Date
  recordedAt: Date
  actorAccountId: string | null
  reason: string
  evidence: string | null
  previousId: ObjectId | null
}

export interface Settlement {
  memberId: string
  rule: string
  source: { type: string; id: string; title: string | null }
  /** What this source is worth to this member under this rule now, whole points (may be negative for deductions). */
  target: number
  occurredAt: Date
  actorAccountId: string | null
  reason: string
  evidence?: string | null
  /** The caller proves under its own lock that nothing was settled for this source and member before: spares one read. */
  first?: boolean
}

/** Told in the settling transaction of entries that correct earlier ones; bound in compose.ts (reminders stand above). */
export type PointsCorrected = (entries: readonly EntryRecord[], session: ClientSession) => Promise<void>

/** The only door to the ledger. */
export interface PointsService {
  /**
   * Settles each and appends the differences; settling the same target again appends nothing.
   * Returns the appended entries. Runs in the caller's transaction.
   */
  settle(settlements: readonly Settlement[], session: ClientSession): Promise<EntryRecord[]>
  /** What a rule gives once, under the rule set in force at that instant; throws for an unknown rule. Cached. */
  worth(rule: string, at: Date): Promise<number>
  /** What a rule that gives by a result (steps) is worth for this result, under the rule set in force at that instant; throws for other rules. Cached. */
  worthOf(rule: string, at: Date, result: number): Promise<number>
  /**
   * What attending an activity of these kinds earns once each, under the rule set in force at that instant: a theme day that is also
   * the assembly earns both rules [D]; several meetings of 三会一课 in one activity earn theirs once. Empty when the kinds earn nothing.
   */
  rulesFor(kinds: readonly ActivityKind[], at: Date): Promise<{ rule: string; points: number }[]>
  /** Entries of one source for a member, to repeat a first answer. */
  ofSource(memberId: string, source: { type: string; id: string }): Promise<EntryRecord[]>
  /** Everything in the ledger about a member, oldest first. */
  allOf(memberId: string): Promise<EntryRecord[]>
  /** The member's year: fold of the ledger with 本年可得, and every line. */
  year(memberId: string, year: number, now: Date): Promise<MyPoints>
  /** The same totals without the lines; `opportunities` as the caller has counted them. For the first screen. */
  totals(memberId: string, year: number, now: Date, opportunities: Readonly<Record<string, number>>): Promise<Pick<MyPoints, 'total' | 'headings'>>
  present(entries: readonly EntryRecord[]): Promise<PointsEntry[]>
}

/**
 * How often each activity-based rule could have been earned in the period: for every activity the member was expected at,
 * one for each rule of `rulesFor`. The attendance module answers, app.ts wires it.
 */
export type OpportunityCounter = (memberId: string, from: Date, to: Date) => Promise<Readonly<Record<string, number>>>
