import type { DutyBoard } from '@pioneer/shared-types/duties/schemas'
import type { ActivityKind } from '@pioneer/shared-types/constants'
import type { BranchMeeting } from '../activities/types'
import type { MemberRecord } from '../members/types'
import type { OrgRecord } from '../orgs/types'
import type { DutyRules } from './rule-schema'

/** A meeting as duties and ratings count it. `held`: finished, and somebody of those expected was there. */
export interface HeldMeeting extends BranchMeeting { held: boolean }

/** What duties are counted from: a branch's year as of an instant. */
export interface DutyFacts {
  year: number
  asOf: Date
  /** When the branch's record begins: its entry in the tree, or its first meeting of the year when that was earlier. */
  since: Date
  groups: readonly { id: string; since: Date }[]
  /** The branch has a committee (支委会). */
  committee: boolean
  meetings: readonly HeldMeeting[]
}

/** One period of a duty. `asked` is 0 where the duty does not apply; `due` counts what is over, and what was done before its time. */
export interface DutyPeriod { from: number; to: number; startAt: Date; endAt: Date; asked: number; done: number; due: number; over: boolean; activityIds: readonly string[] }
/** How often a duty was due in a year so far, how often it was met, and how often it can still be met this year. */
export interface DutyTally { kind: ActivityKind; due: number; done: number; left: number; periods: readonly DutyPeriod[] }

/** A branch's year as it stands in the store. */
export interface BranchYear {
  branch: OrgRecord
  /** Active people on the roster, applicants left out. */
  members: readonly MemberRecord[]
  facts: DutyFacts
  rules: DutyRules
}

/** Which of these finished meetings somebody attended. */
export type HeldReader = (finished: readonly string[]) => Promise<ReadonlySet<string>>

/** The door of the duty radar. */
export interface DutiesService {
  board(orgId: string, year: number, quarter: number, now: Date): Promise<DutyBoard>
  /** Rows that are near or overdue now, for the desk: by days left. At most a minute old. */
  pressing(orgId: string, now: Date): Promise<{ kind: ActivityKind; name: string; label: string; dueAt: Date; overdue: boolean }[]>
  /** A branch's year as of an instant; `held` saves a reading when the caller knows who was there. Throws not-found. */
  yearOf(branchId: string, year: number, asOf: Date, held?: HeldReader): Promise<BranchYear>
}
