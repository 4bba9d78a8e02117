import type { ClientSession } from 'mongoose'
import type { ActivityKind, ActivityStatus, OrgType } from '@pioneer/shared-types/constants'
import type { ActivityDetail, ActivitySummary, Counts, MyPart, Quorum } from '@pioneer/shared-types/activities/schemas'
import type { ObjectId } from '../../kernel/ids'
import type { Caller, ResourceFacts } from '../../kernel/access'

/** A meeting from plan to record. */
export interface ActivityRecord {
  _id: ObjectId
  kinds: ActivityKind[]
  title: string
  status: ActivityStatus
  ownerOrgId: ObjectId
  ownerName: string
  ownerType: OrgType
  /** Path of the owner, root first: what access decisions need. */
  scopeIds: ObjectId[]
  ownerBranchId: ObjectId | null
  audience: { orgIds: ObjectId[]; memberIds: ObjectId[] }
  guestIds: ObjectId[]
  startAt: Date
  endAt: Date
  place: string
  agenda: { title: string; note?: string }[]
  note: string | null
  /** The sign-in rule frozen at publishing: minutes before the start it opens, minutes after the start it counts as late. */
  checkIn: { opensMinutes: number; lateMinutes: number; ruleVersion: number }
  /** Epoch of the ticket secret; raising it voids every code shown so far. */
  epoch: number
  version: number
  /** The client's, or made here: unique per creator. */
  requestKey: string
  createdBy: string
  createdAt: Date
  publishedAt: Date | null
  finishedAt: Date | null
  /** When absence was decided; null until then. */
  settledAt: Date | null
  cancelledReason: string | null
}

/** One person on the list that is frozen at publishing. */
export interface ExpectedPerson { memberId: string; name: string; branchId: string; groupId: string | null; role: 'expected' | 'guest'; votes: boolean; floating: boolean }

/** Where signing in opens, counts as late, and closes; UTC instants. */
export interface CheckInWindow { opensAt: Date; lateAt: Date; closesAt: Date }

/** What a year is counted by. */
export interface ActivityOutline { id: string; kinds: ActivityKind[]; startAt: Date; endAt: Date }

/** A published or finished meeting of a branch or one of its groups, as duties and ratings count it. */
export interface BranchMeeting {
  id: string
  kinds: readonly ActivityKind[]
  title: string
  /** The branch, or one of its groups. */
  ownerOrgId: string
  /** Groups it was for: the owner when it is one, or those named in the plan; none when it was for the branch. */
  groupIds: readonly string[]
  startAt: Date
  endAt: Date
  publishedAt: Date
  /** Finished by the instant that was asked for. */
  finished: boolean
}

/** What the attendance module does for activities; app.ts wires it (attendance stands above activities). */
export interface AttendanceHooks {
  /** Writes the frozen expected list in the caller's transaction. */
  freezeExpected(activity: ActivityRecord, people: readonly ExpectedPerson[], session: ClientSession): Promise<void>
  amendExpected(activity: ActivityRecord, person: ExpectedPerson, reason: string, actorAccountId: string, session: ClientSession): Promise<void>
  /** The times changed before it began: follows in what is kept of them. */
  rescheduled(activity: ActivityRecord, session: ClientSession): Promise<void>
  /** Takes back the points of a cancelled activity. */
  cancelled(activity: ActivityRecord, actorAccountId: string, session: ClientSession): Promise<void>
  counts(activityIds: readonly string[]): Promise<Map<string, Counts>>
  quorum(activity: ActivityRecord, counts: Counts): Quorum | null
  partsOf(memberId: string, activityIds: readonly string[]): Promise<Map<string, MyPart>>
  /** Ids of published or finished activities the member is on the list of, by time: what lists page over. */
  activityIdsOf(memberId: string, range: { from?: Date; to?: Date }): Promise<string[]>
  isOnList(activityId: string, memberId: string): Promise<boolean>
}

/** The only door to activities. */
export interface ActivitiesService {
  /** Straight from the store; throws not-found. */
  get(id: string, session?: ClientSession): Promise<ActivityRecord>
  /** At most 5 s old (bounded cache): for the sign-in path, where the record hardly changes. Null when unknown. */
  recent(id: string): Promise<ActivityRecord | null>
  many(ids: readonly string[]): Promise<ActivityRecord[]>
  /** By start, at most a minute old (bounded cache): for counting a year of meetings. */
  outlines(ids: readonly string[]): Promise<ActivityOutline[]>
  /** The sign-in window by the rule frozen at publishing; an activity finished early closes then. */
  window(activity: ActivityRecord): CheckInWindow
  /** Quorum of the strictest kind that asks for one, counted among those with a vote, by the rules it was published under; null when no kind does. */
  quorum(activity: Pick<ActivityRecord, 'kinds' | 'checkIn'>, votingExpected: number, votingPresent: number): Quorum | null
  facts(id: string, caller: Caller): Promise<ResourceFacts | null>
  /** `parts`: what they mean to the caller, when somebody has asked before; spares the read. */
  summaries(activities: readonly ActivityRecord[], caller: Caller, now: Date, parts?: ReadonlyMap<string, MyPart>): Promise<ActivitySummary[]>
  detail(id: string, caller: Caller, now: Date): Promise<ActivityDetail>
  /** Published or finished activities whose absence is not yet decided and whose end lies in the range, by end: for jobs. */
  endingBetween(from: Date, to: Date, limit: number): Promise<ActivityRecord[]>
  /** Today's meetings of the caller, running first, and those published for later days, the next one first: for the first screen. */
  around(caller: Caller, now: Date): Promise<{ today: ActivityRecord[]; coming: ActivityRecord[] }>
  /** Published activities that are not over and begin before an instant, by start: for reminders. */
  startingBefore(until: Date, now: Date): Promise<ActivityRecord[]>
  /** Running activities at the organizations the caller runs. */
  managedNow(caller: Caller, now: Date): Promise<ActivityRecord[]>
  /** Meetings of a branch and its groups that start within the range, as they stood published at `asOf`, by start. One command. */
  ofBranch(branchId: string, range: { from: Date; to: Date }, asOf: Date): Promise<BranchMeeting[]>
  /** Marks absence as decided, in the caller's transaction. */
  markSettled(id: string, at: Date, session: ClientSession): Promise<void>
}
