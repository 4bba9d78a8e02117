import { Schema, type Connection, type Model } from 'mongoose'
import type { ObjectId } from '../../kernel/ids'

/** A display that reads one activity. */
export interface ScreenRecord {
  _id: ObjectId
  activityId: ObjectId
  /** Keyed digest of its token; not there until the display has fetched it. */
  tokenDigest?: string
  pairedBy: string
  createdAt: Date
  expiresAt: Date
}

/** A display that waits to be paired. `_id` is the code it shows. */
export interface OfferRecord {
  _id: string
  secretDigest: string
  screenId: ObjectId | null
  activityId: ObjectId | null
  expiresAt: Date
}

const { ObjectId } = Schema.Types
const options = { versionKey: false, strict: 'throw', minimize: false, autoIndex: false } as const

const screenSchema = new Schema<ScreenRecord>({
  _id: { type: ObjectId, required: true },
  activityId: { type: ObjectId, required: true },
  tokenDigest: { type: String },
  pairedBy: { type: String, required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
}, { ...options, collection: 'screens' })
screenSchema.index({ tokenDigest: 1 }, { unique: true, partialFilterExpression: { tokenDigest: { $exists: true } } })
screenSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

const offerSchema = new Schema<OfferRecord>({
  _id: { type: String, required: true },
  secretDigest: { type: String, required: true },
  screenId: { type: ObjectId, default: null },
  activityId: { type: ObjectId, default: null },
  expiresAt: { type: Date, required: true },
}, { ...options, collection: 'screenOffers' })
offerSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export interface ScreenModels { screens: Model<ScreenRecord>; offers: Model<OfferRecord> }

/** The models of this module, bound to one connection. */
export function screenModels(connection: Connection): ScreenModels {
  return {
    screens: (connection.models['Screen'] as Model<ScreenRecord> | undefined) ?? connection.model<ScreenRecord>('Screen', screenSchema),
    offers: (connection.models['ScreenOffer'] as Model<OfferRecord> | undefined) ?? connection.model<OfferRecord>('ScreenOffer', offerSchema),
  }
}

export async function ensureIndexes(connection: Connection): Promise<void> {
  const { screens, offers } = screenModels(connection)
  await screens.createIndexes()
  await offers.createIndexes()
}
