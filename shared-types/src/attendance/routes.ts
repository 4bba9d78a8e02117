import { route } from '../common/route'
import type { IdParams, Ok } from '../common/schemas'
import type {
  AskRequest, AttendanceList, AttendanceParams, AttendanceRequest, DecideRequests, MissingList, MyAttendance, MyAttendanceQuery, ReplyBody, RequestList,
  SetAttendance, SetAttendanceResult,
} from './schemas'

export const attendanceRoutes = {
  list: route<{ params: IdParams; reply: AttendanceList }>('GET', '/activities/:id/attendance'),
  missing: route<{ params: IdParams; reply: MissingList }>('GET', '/activities/:id/missing'),
  set: route<{ params: AttendanceParams; body: SetAttendance; reply: SetAttendanceResult }>('PUT', '/activities/:id/attendance/:memberId'),
  ask: route<{ params: IdParams; body: AskRequest; reply: AttendanceRequest }>('POST', '/activities/:id/requests'),
  /** 我会参加. */
  reply: route<{ params: IdParams; body: ReplyBody; reply: Ok }>('POST', '/activities/:id/reply'),
  requests: route<{ params: IdParams; reply: RequestList }>('GET', '/activities/:id/requests'),
  decide: route<{ params: IdParams; body: DecideRequests; reply: RequestList }>('POST', '/activities/:id/requests/decide'),
  mine: route<{ query: MyAttendanceQuery; reply: MyAttendance }>('GET', '/me/attendance'),
} as const
