import { Schema, type Connection, type Model } from 'mongoose'
import type { DutyRules } from './rule-schema'

/** A stored version of the duties; `_id` is its number. */
export interface StoredDutyRules { _id: number; storedAt: Date; rules: DutyRules }

const rulesSchema = new Schema<StoredDutyRules>({
  _id: { type: Number, required: true },
  storedAt: { type: Date, required: true },
  // Checked by rule-schema.ts before it is stored and when it is read.
  rules: { type: Schema.Types.Mixed, required: true },
}, { collection: 'dutyRules', versionKey: false, strict: 'throw', minimize: false, autoIndex: false })

/** The model of this module, bound to a connection. */
export function dutyModels(connection: Connection): { StoredRules: Model<StoredDutyRules> } {
  return { StoredRules: (connection.models['DutyRules'] as Model<StoredDutyRules> | undefined) ?? connection.model<StoredDutyRules>('DutyRules', rulesSchema) }
}
