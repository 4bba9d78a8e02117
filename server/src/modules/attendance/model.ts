import { Schema, type Connection, type Model } from 'mongoose'
import { ATTENDANCE_STATES, DOORS, FLAGS, REQUEST_KINDS, REQUEST_STATES } from '@pioneer/shared-types/constants'
import type { AttendanceRecord, Change, RequestRecord } from './types'

const { ObjectId } = Schema.Types
const options = { versionKey: false, strict: 'throw', minimize: false, autoIndex: false } as const

const standing = {
  state: { type: String, required: true, enum: ATTENDANCE_STATES },
  late: { type: Boolean, required: true },
  lateMinutes: { type: Number, required: true },
  at: { type: Date, default: null },
  door: { type: String, enum: [...DOORS, null], default: null },
  flags: { type: [{ type: String, enum: FLAGS }], required: true },
  reason: { type: String, default: null },
} as const

const changeSchema = new Schema<Change>({
  ...standing,
  version: { type: Number, required: true },
  from: { type: String, required: true, enum: ATTENDANCE_STATES },
  recordedAt: { type: Date, required: true },
  actorAccountId: { type: String, default: null },
}, { ...options, _id: false })

const attendanceSchema = new Schema<AttendanceRecord>({
  ...standing,
  _id: { type: ObjectId, required: true },
  activityId: { type: ObjectId, required: true },
  memberId: { type: ObjectId, required: true },
  name: { type: String, required: true },
  branchId: { type: ObjectId, required: true },
  groupId: { type: ObjectId, default: null },
  role: { type: String, required: true, enum: ['expected', 'guest'] },
  votes: { type: Boolean, required: true },
  floating: { type: Boolean, required: true },
  startAt: { type: Date, required: true },
  reply: { type: String, enum: ['attend', null], default: null },
  deviceDigest: { type: String, default: null },
  jti: { type: String },
  version: { type: Number, required: true },
  cancelledAt: { type: Date, default: null },
  changes: { type: [changeSchema], required: true },
}, { ...options, collection: 'attendance' })
/** One attendance for each activity and person. */
attendanceSchema.index({ activityId: 1, memberId: 1 }, { unique: true })
/** One attendance for each claim. */
attendanceSchema.index({ jti: 1 }, { unique: true, partialFilterExpression: { jti: { $exists: true } } })
/** An activity's counts are read from this index alone. */
attendanceSchema.index({ activityId: 1, state: 1, role: 1, late: 1, votes: 1 })
/** A member's meetings by time. */
attendanceSchema.index({ memberId: 1, startAt: 1 })

const requestSchema = new Schema<RequestRecord>({
  _id: { type: ObjectId, required: true },
  activityId: { type: ObjectId, required: true },
  memberId: { type: ObjectId, required: true },
  name: { type: String, required: true },
  kind: { type: String, required: true, enum: REQUEST_KINDS },
  state: { type: String, required: true, enum: REQUEST_STATES },
  reason: { type: String, required: true },
  ticketAt: { type: Date, default: null },
  flags: { type: [{ type: String, enum: FLAGS }], required: true },
  deviceDigest: { type: String, default: null },
  createdAt: { type: Date, required: true },
  decidedAt: { type: Date, default: null },
  decidedBy: { type: String, default: null },
  decisionReason: { type: String, default: null },
}, { ...options, collection: 'attendanceRequests' })
/** One request of a kind waits at a time. */
requestSchema.index({ activityId: 1, memberId: 1, kind: 1 }, { unique: true, partialFilterExpression: { state: 'pending' } })
requestSchema.index({ activityId: 1, state: 1, createdAt: 1 })
requestSchema.index({ memberId: 1, activityId: 1, createdAt: 1 })

export interface AttendanceModels { attendance: Model<AttendanceRecord>; requests: Model<RequestRecord> }

/** The models of this module, bound to one connection. */
export function attendanceModels(connection: Connection): AttendanceModels {
  return {
    attendance: (connection.models['Attendance'] as Model<AttendanceRecord> | undefined) ?? connection.model<AttendanceRecord>('Attendance', attendanceSchema),
    requests: (connection.models['AttendanceRequest'] as Model<RequestRecord> | undefined) ?? connection.model<RequestRecord>('AttendanceRequest', requestSchema),
  }
}

export async function ensureIndexes(connection: Connection): Promise<void> {
  const { attendance, requests } = attendanceModels(connection)
  await attendance.createIndexes()
  await requests.createIndexes()
}
