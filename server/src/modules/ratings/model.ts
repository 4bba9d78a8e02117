import { Schema, type Connection, type Model } from 'mongoose'
import type { FactValue } from '@pioneer/shared-types/ratings/schemas'
import type { ObjectId } from '../../kernel/ids'
import type { RatingInputs, RatingResult } from './types'

/** A score with all it was made of. The newest of a branch and year is the provisional one. */
export interface RatingRecord {
  _id: ObjectId
  orgId: ObjectId
  year: number
  /** 1, 2, 3 … within branch and year: a new one only when the inputs changed. */
  n: number
  asOf: Date
  /** When the same inputs were last found; the only part that changes, with the next one. */
  checkedAt: Date
  schemeVersion: number
  inputs: RatingInputs
  inputsDigest: string
  result: RatingResult
  /** When a newer one took its place; such records expire. */
  supersededAt: Date | null
}

/** 日常考核: the score as of a month's end, locked for ever. */
export interface MonthRecord {
  _id: ObjectId
  orgId: ObjectId
  year: number
  month: number
  asOf: Date
  lockedAt: Date
  schemeVersion: number
  inputs: RatingInputs
  inputsDigest: string
  result: RatingResult
}

/** Something a person entered about a branch, with evidence. Never edited: a withdrawal is a record of its own. */
export interface FactRecord {
  _id: ObjectId
  orgId: ObjectId
  year: number
  /** Code of an indicator, or of a limit that the committee enters. */
  code: string
  value: FactValue
  /** Shanghai day. */
  occurredOn: string
  note: string
  evidence: string | null
  requestKey: string
  enteredBy: string
  enteredByName: string
  enteredAt: Date
}
/** `_id` is the fact's: it can be withdrawn once. */
export interface WithdrawalRecord { _id: ObjectId; orgId: ObjectId; year: number; reason: string; by: string; at: Date }

/** A branch whose facts may have changed; `rev` tells a mark made meanwhile from the one that was worked on. */
export interface MarkRecord { _id: ObjectId; at: Date; rev: number }

const { ObjectId: Id, Mixed } = Schema.Types
const options = { versionKey: false, strict: 'throw', minimize: false, autoIndex: false } as const
const id = { type: Id, required: true } as const
const number = { type: Number, required: true } as const
const date = { type: Date, required: true } as const
const text = { type: String, required: true } as const
// Made by rules.ts and facts.ts from checked parts: the store keeps them as they are.
const mixed = { type: Mixed, required: true } as const

/** How long a provisional score is kept after it was superseded; the monthly ones stay. */
const KEPT_SECONDS = 90 * 86_400

const ratingSchema = new Schema<RatingRecord>({
  _id: id, orgId: id, year: number, n: number, asOf: date, checkedAt: date, schemeVersion: number, inputs: mixed, inputsDigest: text, result: mixed, supersededAt: { type: Date, default: null },
}, { ...options, collection: 'ratings' })
ratingSchema.index({ orgId: 1, year: 1, n: -1 }, { unique: true })
/** The newest of many branches. */
ratingSchema.index({ orgId: 1, year: 1, supersededAt: 1 })
ratingSchema.index({ supersededAt: 1 }, { expireAfterSeconds: KEPT_SECONDS })

const monthSchema = new Schema<MonthRecord>({
  _id: id, orgId: id, year: number, month: number, asOf: date, lockedAt: date, schemeVersion: number, inputs: mixed, inputsDigest: text, result: mixed,
}, { ...options, collection: 'ratingMonths' })
monthSchema.index({ orgId: 1, year: 1, month: 1 }, { unique: true })

const factSchema = new Schema<FactRecord>({
  _id: id, orgId: id, year: number, code: text, value: mixed, occurredOn: text, note: text, evidence: { type: String, default: null }, requestKey: text, enteredBy: text, enteredByName: text, enteredAt: date,
}, { ...options, collection: 'branchFacts' })
/** A retried entry finds the first one. */
factSchema.index({ enteredBy: 1, requestKey: 1 }, { unique: true })
factSchema.index({ orgId: 1, year: 1, enteredAt: 1 })

const withdrawalSchema = new Schema<WithdrawalRecord>({ _id: id, orgId: id, year: number, reason: text, by: text, at: date }, { ...options, collection: 'branchFactWithdrawals' })
withdrawalSchema.index({ orgId: 1, year: 1 })

// Facts are appended: whoever tries to change one is stopped here, whatever the reason.
const refuse = (): never => {
  throw new Error('branch facts are append-only')
}
for (const schema of [factSchema, withdrawalSchema, monthSchema] as Schema[]) {
  schema.pre(['updateOne', 'updateMany', 'replaceOne', 'findOneAndUpdate', 'findOneAndReplace', 'findOneAndDelete', 'deleteOne', 'deleteMany'], { document: false, query: true }, refuse)
  schema.pre('bulkWrite', refuse)
  schema.pre('save', function () {
    if (!this.isNew) refuse()
  })
}

const markSchema = new Schema<MarkRecord>({ _id: id, at: date, rev: number }, { ...options, collection: 'ratingMarks' })
markSchema.index({ at: 1 })

const modelOf = <T>(connection: Connection, name: string, schema: Schema<T>): Model<T> => (connection.models[name] as Model<T> | undefined) ?? connection.model<T>(name, schema)

/** The models of this module, bound to a connection. */
export function ratingModels(connection: Connection) {
  return {
    Rating: modelOf(connection, 'Rating', ratingSchema), Month: modelOf(connection, 'RatingMonth', monthSchema), Fact: modelOf(connection, 'BranchFact', factSchema),
    Withdrawal: modelOf(connection, 'BranchFactWithdrawal', withdrawalSchema), Mark: modelOf(connection, 'RatingMark', markSchema),
  }
}
export type RatingModels = ReturnType<typeof ratingModels>

export async function ensureIndexes(connection: Connection): Promise<void> {
  const { Rating, Month, Fact, Withdrawal, Mark } = ratingModels(connection)
  await Rating.createIndexes()
  await Month.createIndexes()
  await Fact.createIndexes()
  await Withdrawal.createIndexes()
  await Mark.createIndexes()
}
