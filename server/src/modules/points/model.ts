import { Schema, Types, type Connection, type Model } from 'mongoose'
import { HEADINGS } from '@pioneer/shared-types/constants'
import type { EntryRecord } from './types'

const entrySchema = new Schema<EntryRecord>({
  _id: { type: Schema.Types.ObjectId, required: true, default: () => new Types.ObjectId() },
  memberId: { type: Schema.Types.ObjectId, required: true },
  year: { type: Number, required: true },
  rule: { type: String, required: true },
  ruleVersion: { type: Number, required: true },
  heading: { type: String, required: true, enum: HEADINGS },
  source: { type: String, required: true },
  sourceTitle: { type: String, default: null },
  n: { type: Number, required: true },
  delta: { type: Number, required: true },
  target: { type: Number, required: true },
  occurredAt: { type: Date, required: true },
  recordedAt: { type: Date, required: true },
  actorAccountId: { type: String, default: null },
  reason: { type: String, required: true },
  evidence: { type: String, default: null },
  previousId: { type: Schema.Types.ObjectId, default: null },
}, { collection: 'pointsEntries', versionKey: false, strict: 'throw', minimize: false, autoIndex: false })

/** The chain of a source: what may be settled once at each link. */
entrySchema.index({ rule: 1, source: 1, memberId: 1, n: 1 }, { unique: true })
/** A member's year, as it happened. */
entrySchema.index({ memberId: 1, year: 1, occurredAt: 1 })

/** The ledger is append-only: whoever tries to change or remove an entry has made a mistake. */
const refuse = (): never => {
  throw new Error('points entries are append-only: settle the source again instead')
}
entrySchema.pre(['updateOne', 'updateMany', 'findOneAndUpdate', 'findOneAndReplace', 'replaceOne', 'deleteOne', 'deleteMany', 'findOneAndDelete'], { query: true, document: false }, refuse)
entrySchema.pre(['updateOne', 'deleteOne'], { query: false, document: true }, refuse)
entrySchema.pre('bulkWrite', refuse)
entrySchema.pre('save', function () {
  if (!this.isNew) refuse()
})

/** The model of this module, bound to a connection. */
export function pointsModels(connection: Connection): { Entry: Model<EntryRecord> } {
  return {
    Entry: (connection.models['PointsEntry'] as Model<EntryRecord> | undefined) ?? connection.model<EntryRecord>('PointsEntry', entrySchema),
  }
}

export async function ensureIndexes(connection: Connection): Promise<void> {
  await pointsModels(connection).Entry.createIndexes()
}
