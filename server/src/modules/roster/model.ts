import { Schema, type Connection, type Model } from 'mongoose'
import type { RosterApplied } from '@pioneer/shared-types/roster/schemas'
import type { ObjectId } from '../../kernel/ids'

/** A workbook that was read and not yet applied. Personal data stands in `planSealed` only. */
export interface PreviewRecord {
  _id: ObjectId
  orgId: ObjectId
  /** State of the roster the preview was made against. */
  digest: string
  canApply: boolean
  /** Sealed JSON of what applying writes; gone once it has been applied. */
  planSealed: string | null
  counts: { same: number }
  createdAt: Date
  expiresAt: Date
  appliedAt: Date | null
  result: RosterApplied | null
}

/** One document a root organization: imports take turns by writing it. */
export interface RosterTurn { _id: ObjectId; imports: number }

const previewSchema = new Schema<PreviewRecord>({
  _id: { type: Schema.Types.ObjectId, required: true },
  orgId: { type: Schema.Types.ObjectId, required: true },
  digest: { type: String, required: true },
  canApply: { type: Boolean, required: true },
  planSealed: { type: String, default: null },
  counts: { type: new Schema({ same: { type: Number, required: true } }, { _id: false }), required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  appliedAt: { type: Date, default: null },
  result: {
    type: new Schema<RosterApplied>({
      added: { type: Number, required: true }, changed: { type: Number, required: true }, same: { type: Number, required: true }, groupsCreated: { type: Number, required: true },
    }, { _id: false }),
    default: null,
  },
}, { versionKey: false, strict: 'throw', minimize: false, autoIndex: false })
previewSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

const turnSchema = new Schema<RosterTurn>({ _id: { type: Schema.Types.ObjectId, required: true }, imports: { type: Number, required: true } }, { versionKey: false, strict: 'throw', autoIndex: false })

export interface RosterModels { previews: Model<PreviewRecord>; turns: Model<RosterTurn> }

/** The models of this module, bound to one connection. */
export function rosterModels(connection: Connection): RosterModels {
  return {
    previews: (connection.models['RosterPreview'] as Model<PreviewRecord> | undefined) ?? connection.model<PreviewRecord>('RosterPreview', previewSchema, 'rosterPreviews'),
    turns: (connection.models['RosterTurn'] as Model<RosterTurn> | undefined) ?? connection.model<RosterTurn>('RosterTurn', turnSchema, 'rosterTurns'),
  }
}

export const ensureIndexes = async (connection: Connection): Promise<void> => rosterModels(connection).previews.createIndexes()
