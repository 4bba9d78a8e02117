import type { ClientSession } from 'mongoose'
import type { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import type { AttendanceState, Door, Flag, RequestKind, RequestState } from '@pioneer/shared-types/constants'
import type { Counts } from '@pioneer/shared-types/activities/schemas'
import type { ObjectId } from '../../kernel/ids'
import type { ActivityRecord, AttendanceHooks } from '../activities/types'
import type { EntryRecord, OpportunityCounter } from '../points/types'

/** What an attendance is at a moment: the part that changes. */
export interface Standing {
  state: AttendanceState
  late: boolean
  /** Whole minutes after the start; 0 when not late. */
  lateMinutes: number
  /** When the member came; null when nobody knows or nobody came. */
  at: Date | null
  door: Door | null
  flags: Flag[]
  reason: string | null
}

/** One appended fact: what the attendance became, when, by whom and why. */
export interface Change extends Standing {
  /** 1, 2, 3 … without gaps. */
  version: number
  from: AttendanceState
  recordedAt: Date
  /** Null: the system. */
  actorAccountId: string | null
}

/** One document for each activity and person on its list, `pending` from publishing on. */
export interface AttendanceRecord extends Standing {
  _id: ObjectId
  activityId: ObjectId
  memberId: ObjectId
  name: string
  branchId: ObjectId
  groupId: ObjectId | null
  role: 'expected' | 'guest'
  votes: boolean
  floating: boolean
  /** The activity's start as it was frozen: lists of a member page over it. */
  startAt: Date
  /** 我会参加. */
  reply: 'attend' | null
  /** Keyed digest of the phone that signed in. */
  deviceDigest: string | null
  /** The claim it was signed in with: one attendance for each. */
  jti?: string
  /** Number of changes. */
  version: number
  /** Set when the activity is cancelled: nothing changes any more. */
  cancelledAt: Date | null
  changes: Change[]
}

/** What lists need: everything but the history. */
export type AttendanceRow = Omit<AttendanceRecord, 'changes'>

/** A sign-in or leave that waits for a person's decision. */
export interface RequestRecord {
  _id: ObjectId
  activityId: ObjectId
  memberId: ObjectId
  name: string
  kind: RequestKind
  state: RequestState
  reason: string
  /** When the code was on the screen, if one stands behind it. */
  ticketAt: Date | null
  flags: Flag[]
  deviceDigest: string | null
  createdAt: Date
  decidedAt: Date | null
  decidedBy: string | null
  decisionReason: string | null
}

/** Somebody came, as a door of sign-in found it. */
export interface Arrival {
  memberId: string
  at: Date
  door: 'qr' | 'code'
  flags: Flag[]
  jti: string | null
  deviceDigest: string | null
  actorAccountId: string | null
}

/** Evidence that a person must judge. */
export interface Evidence { memberId: string; name: string; ticketAt: Date; flags: Flag[]; deviceDigest: string | null; reason: string }

/** `entries` are those of the answer: appended now, or by the first time. */
export interface Recorded { outcome: 'recorded' | 'already'; attendance: AttendanceRecord; entries: EntryRecord[] }

/** A member's place on the list of a meeting that was not called off. */
export interface Place { activityId: string; role: 'expected' | 'guest'; state: AttendanceState; startAt: Date }

/** Somebody on a list, for counting. */
export interface PresenceRow { activityId: string; memberId: string; role: 'expected' | 'guest'; floating: boolean; state: AttendanceState }

/** What a member's year is counted by. */
export interface YearPart {
  /** By start; one read serves the stamps and 本年可得. */
  placesOf(memberId: string, range: { from: Date; to: Date }): Promise<Place[]>
  /** How often each rule could have been earned at these places. */
  opportunitiesAt(places: readonly Place[]): Promise<Record<string, number>>
  opportunities: OpportunityCounter
}

/** Somebody a meeting still waits for. */
export interface AwaitedPerson {
  memberId: string
  name: string
  branchId: string
  groupId: string | null
  /** Has said 我会参加, or has asked for leave that nobody decided yet. */
  answered: boolean
  /** Has asked for leave or for 补签, and nobody decided yet: it is not this person that is waited for. */
  asked: boolean
}

/** Told in the transaction that decides a request, with the points it gave; bound in compose.ts (reminders stand above). */
export type RequestDecided = (decided: { activity: ActivityRecord; request: RequestRecord; entries: readonly EntryRecord[] }, session: ClientSession) => Promise<void>

/** The only door to attendance. */
export interface AttendanceService extends AttendanceHooks, YearPart {
  /**
   * Writes an arrival and its points in one transaction; the same again answers the first.
   * Throws not-expected, claim-used, activity-cancelled.
   */
  arrive(activity: ActivityRecord, arrival: Arrival): Promise<Recorded>
  /** The member's attendance when it stands as present or made up: the first answer to repeat. Null otherwise. */
  alreadyPresent(activityId: string, memberId: string): Promise<Recorded | null>
  /** Keeps evidence for the secretary; the same evidence again answers the first request. */
  requestSignIn(activity: ActivityRecord, evidence: Evidence): Promise<RequestRecord>
  /** A sign-in in the words of the contract. */
  resultOf(activity: ActivityRecord, recorded: Recorded, message: string): Promise<CheckInResult>
  requestResult(activity: ActivityRecord, request: RequestRecord, message: string): CheckInResult
  countsOf(activityId: string): Promise<Counts>
  /** Expected and neither present nor on leave, for reminders. */
  awaited(activityId: string): Promise<AwaitedPerson[]>
  /** Everybody on the lists of these meetings, as recorded by `asOf` (null: now). One command. */
  presence(activityIds: readonly string[], asOf: Date | null): Promise<PresenceRow[]>
  /** Requests that wait for a decision, by activity and kind. */
  pendingRequests(activityIds: readonly string[]): Promise<{ activityId: string; kind: RequestKind; count: number }[]>
  /** How many of those expected have neither answered nor asked for leave, by activity; none is left out. */
  unanswered(activityIds: readonly string[]): Promise<Map<string, number>>
}

/** How a change is decided: the next standing, or null to leave it as it is. May throw a problem. */
export type Decide = (current: AttendanceRecord) => Standing | null
export interface ChangeOrder {
  memberId: string
  actorAccountId: string | null
  decide: Decide
  /** Tried first against a record nobody has touched: spares the read on the way most sign-ins go. */
  fresh?: Standing
  jti?: string | null
  deviceDigest?: string | null
}
export interface Changed { changed: boolean; attendance: AttendanceRecord; entries: EntryRecord[] }

/** The one way attendance and its points are written. */
export interface AttendanceWriter {
  change(activity: ActivityRecord, order: ChangeOrder): Promise<Changed>
  changeIn(activity: ActivityRecord, order: ChangeOrder, session: ClientSession): Promise<Changed>
}
