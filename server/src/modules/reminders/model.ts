import { Schema, type Connection, type Model } from 'mongoose'
import { TEMPLATE_KEYS, type TemplateKey } from '@pioneer/shared-types/constants'
import type { InboxItem, InboxLink } from '@pioneer/shared-types/reminders/schemas'
import type { ObjectId } from '../../kernel/ids'

/**
 * `planned`: not due yet, nobody sees it. `waiting`: in the inbox, its WeChat message still to go out. `sending`: WeChat is being asked.
 * `none`: inbox only. `dropped`: not needed any more before WeChat was asked. The others are ends.
 */
export const WECHAT_STATES = ['none', 'planned', 'waiting', 'sending', 'sent', 'refused', 'failed', 'unsure', 'dropped'] as const
export type WechatState = (typeof WECHAT_STATES)[number]

/** One reminder of one member: the inbox item and its WeChat message. Unique on (rule, target, member, slot). */
export interface ReminderRecord {
  _id: ObjectId
  rule: string
  target: string
  memberId: ObjectId
  slot: string
  ruleVersion: number
  kind: InboxItem['kind']
  title: string
  text: string
  link: InboxLink | null
  /** The meeting that can be answered in place. */
  answers: ObjectId | null
  dueAt: Date
  /** When it appeared in the inbox; null until then. */
  shownAt: Date | null
  unread: boolean
  readAt: Date | null
  /** When it fell due and was not needed any more: it never appears. */
  droppedAt: Date | null
  wechat: {
    state: WechatState
    template: TemplateKey | null
    /** Calls made. */
    tries: number
    errcode: number | null
    /** Whose acceptance was taken, and the number of that entry in the ledger. */
    accountId: ObjectId | null
    debit: number | null
    /** The acceptance taken was the only one WeChat can have had. */
    sole: boolean
    /** A call was made whose outcome nobody knows. */
    again: boolean
    endedAt: Date | null
  }
  /** When a worker may take it; while one has it, the end of its lease. Absent when nothing is left to do. */
  nextAt?: Date
  holder: string | null
}

/** One change of the acceptances (订阅次数) an account has left for a template. Append-only; unique on (account, template, n) and on its key. */
export interface CreditRecord {
  _id: ObjectId
  accountId: ObjectId
  template: TemplateKey
  n: number
  delta: number
  /** The sum up to and including this entry. */
  balance: number
  reason: 'accepted' | 'claimed' | 'returned' | 'refused'
  key: string
  at: Date
}

/** The last reminder by hand of one list; `_id` is rule and target. */
export interface RoundRecord { _id: string; at: Date; by: string; people: number; wechat: number; inbox: number; call: number }

const { ObjectId } = Schema.Types
const options = { versionKey: false, strict: 'throw', minimize: false, autoIndex: false } as const
const id = { type: ObjectId, required: true } as const
const text = { type: String, required: true } as const
const date = { type: Date, required: true } as const
const count = { type: Number, required: true } as const
const inner = { _id: false, strict: 'throw', minimize: false } as const

const reminderSchema = new Schema<ReminderRecord>({
  _id: id, rule: text, target: text, memberId: id, slot: { type: String, default: '' }, ruleVersion: count, kind: text, title: text, text,
  link: { type: new Schema<InboxLink>({ page: text, id: { type: String, default: null } }, inner), default: null },
  answers: { type: ObjectId, default: null }, dueAt: date, shownAt: { type: Date, default: null }, unread: { type: Boolean, required: true }, readAt: { type: Date, default: null },
  droppedAt: { type: Date, default: null },
  wechat: {
    type: new Schema<ReminderRecord['wechat']>({
      state: { type: String, required: true, enum: WECHAT_STATES }, template: { type: String, enum: [...TEMPLATE_KEYS, null], default: null }, tries: count,
      errcode: { type: Number, default: null }, accountId: { type: ObjectId, default: null }, debit: { type: Number, default: null }, sole: { type: Boolean, required: true },
      again: { type: Boolean, required: true }, endedAt: { type: Date, default: null },
    }, inner),
    required: true,
  },
  nextAt: { type: Date }, holder: { type: String, default: null },
}, { ...options, collection: 'reminders' })
/** What may be said once. */
reminderSchema.index({ rule: 1, target: 1, memberId: 1, slot: 1 }, { unique: true })
/** The inbox, newest first. */
reminderSchema.index({ memberId: 1, shownAt: -1, _id: -1 })
reminderSchema.index({ memberId: 1, unread: 1 })
/** What never appeared is forgotten a month later; until then it keeps the planner from making it again. */
reminderSchema.index({ droppedAt: 1 }, { expireAfterSeconds: 30 * 86_400 })
/** What is to be delivered. */
reminderSchema.index({ nextAt: 1 }, { partialFilterExpression: { nextAt: { $exists: true } } })
/** Messages of an account whose outcome is open. */
reminderSchema.index({ 'wechat.accountId': 1, 'wechat.state': 1 })

const creditSchema = new Schema<CreditRecord>({
  _id: id, accountId: id, template: { type: String, required: true, enum: TEMPLATE_KEYS }, n: count, delta: count, balance: count,
  reason: { type: String, required: true, enum: ['accepted', 'claimed', 'returned', 'refused'] }, key: text, at: date,
}, { ...options, collection: 'reminderCredits' })
creditSchema.index({ accountId: 1, template: 1, n: 1 }, { unique: true })
creditSchema.index({ key: 1 }, { unique: true })

/** The ledger is append-only: whoever tries to change or remove an entry has made a mistake. */
const refuse = (): never => { throw new Error('acceptances are append-only: append a correcting entry instead') }
creditSchema.pre(['updateOne', 'updateMany', 'findOneAndUpdate', 'findOneAndReplace', 'replaceOne', 'deleteOne', 'deleteMany', 'findOneAndDelete'], { query: true, document: false }, refuse)
creditSchema.pre(['updateOne', 'deleteOne'], { query: false, document: true }, refuse)
creditSchema.pre('bulkWrite', refuse)

const roundSchema = new Schema<RoundRecord>({ _id: text, at: date, by: text, people: count, wechat: count, inbox: count, call: count }, { ...options, collection: 'reminderRounds' })

export interface ReminderModels {
  reminders: Model<ReminderRecord>
  credits: Model<CreditRecord>
  rounds: Model<RoundRecord>
}

/** The models of this module, bound to one connection. */
export function reminderModels(connection: Connection): ReminderModels {
  return {
    reminders: (connection.models['Reminder'] as Model<ReminderRecord> | undefined) ?? connection.model<ReminderRecord>('Reminder', reminderSchema),
    credits: (connection.models['ReminderCredit'] as Model<CreditRecord> | undefined) ?? connection.model<CreditRecord>('ReminderCredit', creditSchema),
    rounds: (connection.models['ReminderRound'] as Model<RoundRecord> | undefined) ?? connection.model<RoundRecord>('ReminderRound', roundSchema),
  }
}

export async function ensureIndexes(connection: Connection): Promise<void> {
  const { reminders, credits } = reminderModels(connection)
  await reminders.createIndexes()
  await credits.createIndexes()
}
