import { Schema, Types, type Connection, type Model } from 'mongoose'
import { QUESTION_TYPES } from '@pioneer/shared-types/constants'
import type { ObjectId } from '../../kernel/ids'
import type { ImportItem, QuestionRecord } from './bank-types'

/** The bank that comes with the product; one id in every installation, so that processes that boot together write one bank. */
export const SHIPPED_BANK = new Types.ObjectId(Buffer.from('shipped-bank'))

export interface BankRecord {
  _id: ObjectId
  name: string
  /** Null: shipped. */
  ownerOrgId: ObjectId | null
  /** Rises with every change of its live questions; of the shipped bank the version of the file. */
  version: number
  /** How many codes have been given out. */
  codes: number
  updatedAt: Date
}

/** Somebody who had a hand in an import. */
export interface ImportHand { accountId: string; memberId: string | null; name: string }

/** A workbook that was read: first a preview, then questions that wait for a review, then a decision. */
export interface ImportRecord {
  _id: ObjectId
  orgId: ObjectId
  /** Null while the bank does not exist yet. */
  bankId: ObjectId | null
  bankName: string
  /** The bank's version the preview was made against; 0 of a bank that did not exist. */
  bankVersion: number
  state: 'preview' | 'pending' | 'approved' | 'rejected'
  canApply: boolean
  /** What would be added or changed. */
  items: ImportItem[]
  /** How many those are, for lists that leave them out. */
  count: number
  /** Whoever uploaded it and whoever handed it in: neither may review it. */
  hands: ImportHand[]
  createdAt: Date
  handedInAt: Date | null
  /** Previews are forgotten then. */
  expiresAt: Date | null
  decidedAt: Date | null
  decidedBy: ImportHand | null
  reason: string | null
}

/** A stored version of rules or lessons; `_id` is `<kind>:<version>`. */
export interface ContentRecord { _id: string; kind: 'rules' | 'lessons'; version: number; storedAt: Date; content: unknown }

const { ObjectId: Id } = Schema.Types
const strict = { versionKey: false, strict: 'throw', minimize: false, autoIndex: false } as const
const optionSchema = new Schema({ key: { type: String, required: true }, text: { type: String, required: true } }, { _id: false })
const content = {
  type: { type: String, required: true, enum: QUESTION_TYPES },
  stem: { type: String, required: true },
  options: { type: [optionSchema], required: true },
  answer: { type: [String], required: true },
  // Empty where a workbook explains nothing.
  explanation: { type: String, default: '' },
  topic: { type: String, required: true },
  source: { type: String, default: null },
}

const questionSchema = new Schema<QuestionRecord>({
  _id: { type: Id, required: true },
  bankId: { type: Id, required: true },
  code: { type: String, required: true },
  version: { type: Number, required: true },
  stemKey: { type: String, required: true },
  importId: { type: Id, default: null },
  createdAt: { type: Date, required: true },
  retiredAt: { type: Date, default: null },
  ...content,
}, { ...strict, collection: 'questions' })
/** One document a wording. */
questionSchema.index({ bankId: 1, code: 1, version: 1 }, { unique: true })
questionSchema.index({ bankId: 1, retiredAt: 1 })

const bankSchema = new Schema<BankRecord>({
  _id: { type: Id, required: true },
  name: { type: String, required: true },
  ownerOrgId: { type: Id, default: null },
  version: { type: Number, required: true },
  codes: { type: Number, required: true },
  updatedAt: { type: Date, required: true },
}, { ...strict, collection: 'questionBanks' })
bankSchema.index({ ownerOrgId: 1, name: 1 }, { unique: true })

const handSchema = new Schema<ImportHand>({ accountId: { type: String, required: true }, memberId: { type: String, default: null }, name: { type: String, default: '' } }, { _id: false })

const importSchema = new Schema<ImportRecord>({
  _id: { type: Id, required: true },
  orgId: { type: Id, required: true },
  bankId: { type: Id, default: null },
  bankName: { type: String, required: true },
  bankVersion: { type: Number, required: true },
  state: { type: String, required: true, enum: ['preview', 'pending', 'approved', 'rejected'] },
  canApply: { type: Boolean, required: true },
  // Read and written whole, made in one place: casting thousands of subdocuments would stop the process for seconds.
  items: { type: Schema.Types.Mixed, required: true },
  count: { type: Number, required: true },
  hands: { type: [handSchema], required: true },
  createdAt: { type: Date, required: true },
  handedInAt: { type: Date, default: null },
  expiresAt: { type: Date, default: null },
  decidedAt: { type: Date, default: null },
  decidedBy: { type: handSchema, default: null },
  reason: { type: String, default: null },
}, { ...strict, collection: 'bankImports' })
importSchema.index({ orgId: 1, state: 1, handedInAt: 1 })
importSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

const contentSchema = new Schema<ContentRecord>({
  _id: { type: String, required: true },
  kind: { type: String, required: true },
  version: { type: Number, required: true },
  storedAt: { type: Date, required: true },
  // Checked by the schemas of data-schema.ts before it is stored and when it is read.
  content: { type: Schema.Types.Mixed, required: true },
}, { ...strict, collection: 'studyContents' })

export interface BankModels { Question: Model<QuestionRecord>; Bank: Model<BankRecord>; Import: Model<ImportRecord>; Content: Model<ContentRecord> }

/** The models of banks and content, bound to one connection. */
export function bankModels(connection: Connection): BankModels {
  return {
    Question: (connection.models['Question'] as Model<QuestionRecord> | undefined) ?? connection.model<QuestionRecord>('Question', questionSchema),
    Bank: (connection.models['QuestionBank'] as Model<BankRecord> | undefined) ?? connection.model<BankRecord>('QuestionBank', bankSchema),
    Import: (connection.models['BankImport'] as Model<ImportRecord> | undefined) ?? connection.model<ImportRecord>('BankImport', importSchema),
    Content: (connection.models['StudyContent'] as Model<ContentRecord> | undefined) ?? connection.model<ContentRecord>('StudyContent', contentSchema),
  }
}

export async function ensureBankIndexes(connection: Connection): Promise<void> {
  const { Question, Bank, Import } = bankModels(connection)
  for (const model of [Question, Bank, Import]) await model.createIndexes()
}
