import { Schema, type Connection, type Model } from 'mongoose'
import { ORG_TYPES } from '@pioneer/shared-types/constants'
import type { OrgRecord } from './types'

const orgSchema = new Schema<OrgRecord>({
  _id: { type: Schema.Types.ObjectId, required: true },
  type: { type: String, enum: ORG_TYPES, required: true },
  name: { type: String, required: true },
  parentId: { type: Schema.Types.ObjectId, default: null },
  scopeIds: { type: [Schema.Types.ObjectId], required: true },
  active: { type: Boolean, required: true },
  createdAt: { type: Date, required: true },
}, { versionKey: false, strict: 'throw', minimize: false, autoIndex: false })
orgSchema.index({ parentId: 1, name: 1 }, { unique: true })
orgSchema.index({ scopeIds: 1 })

export interface OrgModels { orgs: Model<OrgRecord> }

/** The models of this module, bound to one connection. */
export function orgModels(connection: Connection): OrgModels {
  return { orgs: (connection.models['Org'] as Model<OrgRecord> | undefined) ?? connection.model<OrgRecord>('Org', orgSchema, 'orgs') }
}

export const ensureIndexes = async (connection: Connection): Promise<void> => orgModels(connection).orgs.createIndexes()
