import { activityRoutes } from '@pioneer/shared-types/activities/routes'
import type { ActivityDetail, ActivityPage } from '@pioneer/shared-types/activities/schemas'
import { attendanceRoutes } from '@pioneer/shared-types/attendance/routes'
import type { AttendanceRequest } from '@pioneer/shared-types/attendance/schemas'
import type { Ok } from '@pioneer/shared-types/common/schemas'
import type { RequestKind } from '@pioneer/shared-types/constants'
import { http } from '@/services/http'

export type Scope = 'upcoming' | 'past'
const PAGE = 20

export const fetchActivities = (scope: Scope, cursor?: string): Promise<ActivityPage> =>
  http.call(activityRoutes.list, { query: { scope, cursor, limit: PAGE } })

export const fetchActivity = (id: string): Promise<ActivityDetail> => http.call(activityRoutes.detail, { params: { id } })

/** 我会参加. Saying it twice is the same. */
export const replyAttend = (id: string): Promise<Ok> =>
  http.call(attendanceRoutes.reply, { params: { id }, body: { reply: 'attend' } })

/** 请假 or 补签. */
export const askFor = (id: string, kind: RequestKind, reason: string): Promise<AttendanceRequest> =>
  http.call(attendanceRoutes.ask, { params: { id }, body: { kind, reason } })
