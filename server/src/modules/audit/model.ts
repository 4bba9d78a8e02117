import { Schema, type Connection, type Model } from 'mongoose'
import type { Role } from '@pioneer/shared-types/constants'
import type { ObjectId } from '../../kernel/ids'
import type { AuditRecordInput } from './types'

export interface AuditRecord {
  _id: ObjectId
  at: Date
  /** Null: the service itself, in a job or from the command line. */
  actorAccountId: ObjectId | null
  actorMemberId: ObjectId | null
  role: Role | null
  action: string
  targetType: AuditRecordInput['targetType'] | null
  targetId: string | null
  memberId: ObjectId | null
  orgId: ObjectId | null
  detail: string | null
  /** Only on traces of looking: what may exist once. */
  viewKey?: string
}

const { ObjectId: Id } = Schema.Types
const auditSchema = new Schema<AuditRecord>({
  _id: { type: Id, required: true },
  at: { type: Date, required: true },
  actorAccountId: { type: Id, default: null },
  actorMemberId: { type: Id, default: null },
  role: { type: String, default: null },
  action: { type: String, required: true },
  targetType: { type: String, default: null },
  targetId: { type: String, default: null },
  memberId: { type: Id, default: null },
  orgId: { type: Id, default: null },
  detail: { type: String, default: null },
  viewKey: { type: String },
}, { versionKey: false, strict: 'throw', minimize: false, autoIndex: false })
auditSchema.index({ viewKey: 1 }, { unique: true, partialFilterExpression: { viewKey: { $exists: true } } })
auditSchema.index({ memberId: 1, at: -1 })
auditSchema.index({ orgId: 1, at: -1 })

// Facts are appended: whoever tries to change the record is stopped here, whatever the reason.
const refuse = (): never => {
  throw new Error('the audit record is append-only')
}
auditSchema.pre(['updateOne', 'updateMany', 'replaceOne', 'findOneAndUpdate', 'findOneAndReplace', 'findOneAndDelete', 'deleteMany'], { document: false, query: true }, refuse)
auditSchema.pre('deleteOne', { document: true, query: true }, refuse)
auditSchema.pre('bulkWrite', refuse)
auditSchema.pre('save', function () {
  if (!this.isNew) refuse()
})

export interface AuditModels { audit: Model<AuditRecord> }

/** The models of this module, bound to one connection. */
export function auditModels(connection: Connection): AuditModels {
  return { audit: (connection.models['Audit'] as Model<AuditRecord> | undefined) ?? connection.model<AuditRecord>('Audit', auditSchema, 'audit') }
}

export const ensureIndexes = async (connection: Connection): Promise<void> => auditModels(connection).audit.createIndexes()
