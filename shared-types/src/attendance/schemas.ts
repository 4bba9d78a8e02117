import { Type, type Static } from '@sinclair/typebox'
import { ACTIVITY_KINDS, ATTENDANCE_STATES, DOORS, FLAGS, REQUEST_KINDS, REQUEST_STATES } from '../constants'
import { Counts, Quorum } from '../activities/schemas'
import { PointsEntry } from '../points/schemas'
import { Id, Instant, Nullable, OneOf, PageQuery, Strict } from '../common/schemas'

export const Attendance = Strict({
  id: Id, activityId: Id, memberId: Id, role: OneOf(['expected', 'guest'] as const), state: OneOf(ATTENDANCE_STATES),
  late: Type.Boolean(), lateMinutes: Type.Integer(), at: Nullable(Instant), door: Nullable(OneOf(DOORS)), flags: Type.Array(OneOf(FLAGS)),
  version: Type.Integer(),
})
export type Attendance = Static<typeof Attendance>

/** A request a person must decide: a sign-in that came too late to be sure of, or leave. */
export const AttendanceRequest = Strict({
  id: Id, activityId: Id, activityTitle: Type.String(), startAt: Instant, memberId: Id, name: Type.String(), kind: OneOf(REQUEST_KINDS), state: OneOf(REQUEST_STATES),
  reason: Type.String(), /** When the code on the screen was shown, if a ticket stands behind the request. */
  ticketAt: Nullable(Instant), createdAt: Instant, decidedAt: Nullable(Instant), decisionReason: Nullable(Type.String()),
})
export type AttendanceRequest = Static<typeof AttendanceRequest>
export const RequestList = Strict({ items: Type.Array(AttendanceRequest) })
export type RequestList = Static<typeof RequestList>

/** Result of a sign-in. `already` repeats the first answer. */
export const CheckInResult = Strict({
  outcome: OneOf(['recorded', 'already', 'requested'] as const),
  activity: Strict({ id: Id, title: Type.String(), kinds: Type.Array(OneOf(ACTIVITY_KINDS)), startAt: Instant, endAt: Instant, place: Type.String() }),
  attendance: Nullable(Attendance),
  points: Strict({ gained: Type.Integer(), entries: Type.Array(PointsEntry) }),
  request: Nullable(AttendanceRequest),
  message: Type.String(),
})
export type CheckInResult = Static<typeof CheckInResult>

export const AttendanceRow = Strict({
  ...Attendance.properties, name: Type.String(), groupName: Nullable(Type.String()), branchName: Type.String(), votes: Type.Boolean(), floating: Type.Boolean(),
  reason: Nullable(Type.String()),
})
export type AttendanceRow = Static<typeof AttendanceRow>
export const AttendanceList = Strict({ items: Type.Array(AttendanceRow), counts: Counts, quorum: Nullable(Quorum), pendingRequests: Type.Integer() })
export type AttendanceList = Static<typeof AttendanceList>
export const MissingList = Strict({
  items: Type.Array(AttendanceRow), counts: Counts, pendingRequests: Type.Integer(), serverTime: Instant, lateAt: Instant, endAt: Instant,
})
export type MissingList = Static<typeof MissingList>

export const AttendanceParams = Strict({ id: Id, memberId: Id })
export type AttendanceParams = Static<typeof AttendanceParams>
/** The secretary's tap, undo (`pending`) and corrections. `at` may be given when the meeting is over. */
export const SetAttendance = Strict({
  state: OneOf(ATTENDANCE_STATES), reason: Type.Optional(Type.String({ maxLength: 100 })), expectedVersion: Type.Integer({ minimum: 0 }),
})
export type SetAttendance = Static<typeof SetAttendance>
export const SetAttendanceResult = Strict({ attendance: Attendance, points: Strict({ gained: Type.Integer(), entries: Type.Array(PointsEntry) }) })
export type SetAttendanceResult = Static<typeof SetAttendanceResult>

/** 请假 or 补签, by the member. */
export const AskRequest = Strict({ kind: OneOf(REQUEST_KINDS), reason: Type.String({ minLength: 2, maxLength: 100 }) })
export type AskRequest = Static<typeof AskRequest>
export const DecideRequests = Strict({
  ids: Type.Array(Id, { minItems: 1, maxItems: 100, uniqueItems: true }), decision: OneOf(['approve', 'reject'] as const),
  reason: Type.Optional(Type.String({ maxLength: 100 })),
})
export type DecideRequests = Static<typeof DecideRequests>
export const ReplyBody = Strict({ reply: OneOf(['attend'] as const) })
export type ReplyBody = Static<typeof ReplyBody>

export const MyAttendanceQuery = Strict({ ...PageQuery.properties, year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2200 })) })
export type MyAttendanceQuery = Static<typeof MyAttendanceQuery>
export const MyAttendanceItem = Strict({
  activityId: Id, title: Type.String(), kinds: Type.Array(OneOf(ACTIVITY_KINDS)), startAt: Instant, place: Type.String(),
  state: OneOf(ATTENDANCE_STATES), late: Type.Boolean(), at: Nullable(Instant), door: Nullable(OneOf(DOORS)),
})
export type MyAttendanceItem = Static<typeof MyAttendanceItem>
export const MyAttendance = Strict({ items: Type.Array(MyAttendanceItem), next: Nullable(Type.String()) })
export type MyAttendance = Static<typeof MyAttendance>
