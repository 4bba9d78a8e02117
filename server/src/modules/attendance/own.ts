import type { Connection } from 'mongoose'
import { toId } from '../../kernel/ids'
import { attendanceModels } from './model'
import type { AttendanceRecord, RequestRecord } from './types'

/** All that attendance keeps about one person, for the person's own record and export. */
export interface OwnAttendance {
  /** With the whole history; the phone's digest stays inside. */
  attendance(memberId: string): Promise<Omit<AttendanceRecord, 'deviceDigest' | 'jti'>[]>
  requests(memberId: string): Promise<Omit<RequestRecord, 'deviceDigest'>[]>
}

export function createOwnAttendance(connection: Connection): OwnAttendance {
  const models = attendanceModels(connection)
  return {
    attendance: (memberId) => models.attendance.find({ memberId: toId(memberId) }, { deviceDigest: 0, jti: 0 }).sort({ startAt: 1, _id: 1 }).lean(),
    requests: (memberId) => models.requests.find({ memberId: toId(memberId) }, { deviceDigest: 0 }).sort({ createdAt: 1, _id: 1 }).lean(),
  }
}
