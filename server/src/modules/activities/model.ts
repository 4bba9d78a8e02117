import { Schema, Types, type Connection, type Model } from 'mongoose'
import { ACTIVITY_KINDS, ACTIVITY_STATUSES, ORG_TYPES } from '@pioneer/shared-types/constants'
import type { ActivityRecord } from './types'

const ObjectId = Schema.Types.ObjectId
const options = { _id: false, strict: 'throw', minimize: false } as const

const activitySchema = new Schema<ActivityRecord>({
  _id: { type: ObjectId, required: true, default: () => new Types.ObjectId() },
  kinds: { type: [{ type: String, enum: ACTIVITY_KINDS }], required: true },
  title: { type: String, required: true },
  status: { type: String, required: true, enum: ACTIVITY_STATUSES },
  ownerOrgId: { type: ObjectId, required: true },
  ownerName: { type: String, required: true },
  ownerType: { type: String, required: true, enum: ORG_TYPES },
  scopeIds: { type: [ObjectId], required: true },
  ownerBranchId: { type: ObjectId, default: null },
  audience: { type: new Schema({ orgIds: { type: [ObjectId], required: true }, memberIds: { type: [ObjectId], required: true } }, options), required: true },
  guestIds: { type: [ObjectId], required: true },
  startAt: { type: Date, required: true },
  endAt: { type: Date, required: true },
  place: { type: String, required: true },
  agenda: { type: [new Schema({ title: { type: String, required: true }, note: String }, options)], required: true },
  note: { type: String, default: null },
  checkIn: {
    type: new Schema({ opensMinutes: { type: Number, required: true }, lateMinutes: { type: Number, required: true }, ruleVersion: { type: Number, required: true } }, options),
    required: true,
  },
  epoch: { type: Number, required: true },
  version: { type: Number, required: true },
  requestKey: { type: String, required: true },
  createdBy: { type: String, required: true },
  createdAt: { type: Date, required: true },
  publishedAt: { type: Date, default: null },
  finishedAt: { type: Date, default: null },
  settledAt: { type: Date, default: null },
  cancelledReason: { type: String, default: null },
}, { collection: 'activities', versionKey: false, strict: 'throw', minimize: false, autoIndex: false })

/** A retried creation finds the first one. */
activitySchema.index({ createdBy: 1, requestKey: 1 }, { unique: true })
/** What ended: for the jobs. */
activitySchema.index({ status: 1, endAt: 1 })
/** Lists of those who run meetings, newest first: at exactly one organization, or anywhere below it. */
activitySchema.index({ ownerOrgId: 1, startAt: -1, _id: -1 })
activitySchema.index({ scopeIds: 1, startAt: -1, _id: -1 })

/** The model of this module, bound to a connection. */
export function activityModels(connection: Connection): { Activity: Model<ActivityRecord> } {
  return { Activity: (connection.models['Activity'] as Model<ActivityRecord> | undefined) ?? connection.model<ActivityRecord>('Activity', activitySchema) }
}

export async function ensureIndexes(connection: Connection): Promise<void> {
  await activityModels(connection).Activity.createIndexes()
}
