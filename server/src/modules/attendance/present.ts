import type { Attendance, AttendanceRequest, CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import type { ActivityRecord } from '../activities/types'
import type { AttendanceRow, RequestRecord } from './types'

/** How records travel. */
export const attendanceOf = (record: AttendanceRow): Attendance => ({
  id: record._id.toHexString(), activityId: record.activityId.toHexString(), memberId: record.memberId.toHexString(), role: record.role, state: record.state,
  late: record.late, lateMinutes: record.lateMinutes, at: record.at?.toISOString() ?? null, door: record.door, flags: [...record.flags], version: record.version,
})

export const requestOf = (record: RequestRecord, activity: ActivityRecord): AttendanceRequest => ({
  id: record._id.toHexString(), activityId: record.activityId.toHexString(), activityTitle: activity.title, startAt: activity.startAt.toISOString(),
  memberId: record.memberId.toHexString(), name: record.name, kind: record.kind, state: record.state, reason: record.reason,
  ticketAt: record.ticketAt?.toISOString() ?? null, createdAt: record.createdAt.toISOString(), decidedAt: record.decidedAt?.toISOString() ?? null,
  decisionReason: record.decisionReason,
})

export const meetingOf = (activity: ActivityRecord): CheckInResult['activity'] => ({
  id: activity._id.toHexString(), title: activity.title, kinds: [...activity.kinds], startAt: activity.startAt.toISOString(), endAt: activity.endAt.toISOString(), place: activity.place,
})
