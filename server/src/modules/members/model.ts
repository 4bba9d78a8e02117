import { Schema, type Connection, type Model } from 'mongoose'
import { MEMBER_STATUSES } from '@pioneer/shared-types/constants'
import type { MemberRecord } from './types'

const text = { type: String, default: null }
const memberSchema = new Schema<MemberRecord>({
  _id: { type: Schema.Types.ObjectId, required: true },
  name: { type: String, required: true },
  nameKey: { type: String, required: true },
  gender: { type: String, enum: ['male', 'female', null], default: null },
  birthMonth: text,
  phoneSealed: text,
  phoneLast4Index: text,
  status: { type: String, enum: MEMBER_STATUSES, required: true },
  branchId: { type: Schema.Types.ObjectId, required: true },
  groupId: { type: Schema.Types.ObjectId, default: null },
  joinedOn: text,
  confirmedOn: text,
  duties: text,
  note: text,
  floating: { type: Boolean, required: true },
  votingSuspended: { type: Boolean, required: true },
  active: { type: Boolean, required: true },
  version: { type: Number, required: true },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
}, { versionKey: false, strict: 'throw', minimize: false, autoIndex: false })
memberSchema.index({ branchId: 1, active: 1, nameKey: 1 })
memberSchema.index({ nameKey: 1, phoneLast4Index: 1 })
memberSchema.index({ groupId: 1 })

export interface MemberModels { members: Model<MemberRecord> }

/** The models of this module, bound to one connection. */
export function memberModels(connection: Connection): MemberModels {
  return { members: (connection.models['Member'] as Model<MemberRecord> | undefined) ?? connection.model<MemberRecord>('Member', memberSchema, 'members') }
}

export const ensureIndexes = async (connection: Connection): Promise<void> => memberModels(connection).members.createIndexes()
