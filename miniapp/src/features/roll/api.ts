import { activityRoutes } from '@pioneer/shared-types/activities/routes'
import type { ActivityDetail, AmendExpected } from '@pioneer/shared-types/activities/schemas'
import { attendanceRoutes } from '@pioneer/shared-types/attendance/routes'
import type { AttendanceList, DecideRequests, MissingList, RequestList, SetAttendance, SetAttendanceResult } from '@pioneer/shared-types/attendance/schemas'
import { http } from '@/services/http'

export const fetchMissing = (id: string): Promise<MissingList> => http.call(attendanceRoutes.missing, { params: { id } })

export const fetchRoll = (id: string): Promise<AttendanceList> => http.call(attendanceRoutes.list, { params: { id } })

export const fetchRequests = (id: string): Promise<RequestList> => http.call(attendanceRoutes.requests, { params: { id } })

/** Tap, undo, correction; refused with `conflict` when the row is no longer as it was shown. */
export const setAttendance = (id: string, memberId: string, body: SetAttendance): Promise<SetAttendanceResult> =>
  http.call(attendanceRoutes.set, { params: { id, memberId }, body })

/** Deciding the same again changes nothing. */
export const decideRequests = (id: string, body: DecideRequests): Promise<RequestList> => http.call(attendanceRoutes.decide, { params: { id }, body })

export const amendExpected = (id: string, body: AmendExpected): Promise<ActivityDetail> => http.call(activityRoutes.amend, { params: { id }, body })

export const finishActivity = (id: string): Promise<ActivityDetail> => http.call(activityRoutes.finish, { params: { id } })

export const cancelActivity = (id: string, reason: string): Promise<ActivityDetail> => http.call(activityRoutes.cancel, { params: { id }, body: { reason } })
