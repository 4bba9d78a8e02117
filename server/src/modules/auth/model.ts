import { Schema, type Connection, type Model } from 'mongoose'
import { ROLES, REQUEST_STATES, type DemoAccount, type RequestState, type Role } from '@pioneer/shared-types/constants'
import type { Caller } from '../../kernel/access'
import type { ObjectId } from '../../kernel/ids'
import type { FrozenScan } from './types'

/** A device or WeChat identity that may be bound to a row of the roster. */
export interface AccountRecord {
  _id: ObjectId
  kind: Caller['kind']
  openid?: string
  demoKey?: DemoAccount
  /** Absent, not null, while nobody is bound: the unique index counts only what exists. */
  memberId?: ObjectId
  boundAt: Date | null
  consent: { version: string; acceptedAt: Date; withdrawnAt: Date | null } | null
  /** Of people who stand in no roster. */
  name: string | null
  createdAt: Date
  disabled: boolean
  /** Browsers nobody was ever bound to are forgotten at this instant. */
  expiresAt?: Date
}

/** A role at an organization; held by the member once there is one, else by the account. */
export interface GrantRecord { _id: ObjectId; holderId: ObjectId; role: Role; orgId: ObjectId; grantedBy: ObjectId | null; at: Date }

export interface InvitationRecord {
  _id: ObjectId
  /** Keyed digest: the code itself is shown once and not kept. */
  codeDigest: string
  role: Role
  orgId: ObjectId
  memberId: ObjectId | null
  name: string | null
  createdBy: ObjectId | null
  createdAt: Date
  expiresAt: Date
  usedAt: Date | null
  usedBy: ObjectId | null
}

export type KeptScan = FrozenScan & { activityTitle: string; ownerBranchId: string | null }

export interface BindingRecord {
  _id: ObjectId
  accountId: ObjectId
  name: string
  /** Encrypted; erased when the request is decided. */
  phoneLast4Sealed: string | null
  /** Keyed digest of name and digits: counts requests for one row without knowing whether it exists. */
  rowDigest: string
  /** Branches whose secretary may see it. */
  branchIds: ObjectId[]
  state: RequestState
  reason: string | null
  /** Scans frozen before anybody knew who it was; recorded at their frozen time on approval. */
  scans: KeptScan[]
  /** Exists from the approval until every scan is recorded. */
  toRecord?: Date
  memberId: ObjectId | null
  decidedBy: ObjectId | null
  decidedAt: Date | null
  createdAt: Date
  forgetAt: Date
}

/** Chain of refresh cookies of one browser; `n` is the one that counts. */
export interface FamilyRecord { _id: ObjectId; accountId: ObjectId; n: number; rotatedAt: Date; expiresAt: Date; revokedAt: Date | null }

const { ObjectId: Id } = Schema.Types
const options = { versionKey: false, strict: 'throw', minimize: false, autoIndex: false } as const
const id = { type: Id, required: true } as const
const idOrNull = { type: Id, default: null } as const
const dateOrNull = { type: Date, default: null } as const
const textOrNull = { type: String, default: null } as const

const accountSchema = new Schema<AccountRecord>({
  _id: id, kind: { type: String, enum: ['wechat', 'web', 'demo'], required: true },
  openid: { type: String }, demoKey: { type: String }, memberId: { type: Id }, boundAt: dateOrNull,
  consent: { type: new Schema({ version: String, acceptedAt: Date, withdrawnAt: dateOrNull }, { _id: false, versionKey: false, strict: 'throw' }), default: null },
  name: textOrNull, createdAt: { type: Date, required: true }, disabled: { type: Boolean, required: true }, expiresAt: { type: Date },
}, options)
accountSchema.index({ openid: 1 }, { unique: true, partialFilterExpression: { openid: { $exists: true } } })
accountSchema.index({ demoKey: 1 }, { unique: true, partialFilterExpression: { demoKey: { $exists: true } } })
accountSchema.index({ memberId: 1, kind: 1 }, { unique: true, partialFilterExpression: { memberId: { $exists: true } } })
accountSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

const grantSchema = new Schema<GrantRecord>({
  _id: id, holderId: id, role: { type: String, enum: ROLES, required: true }, orgId: id, grantedBy: idOrNull, at: { type: Date, required: true },
}, options)
grantSchema.index({ holderId: 1, role: 1, orgId: 1 }, { unique: true })
grantSchema.index({ orgId: 1, role: 1 })

const invitationSchema = new Schema<InvitationRecord>({
  _id: id, codeDigest: { type: String, required: true }, role: { type: String, enum: ROLES, required: true }, orgId: id, memberId: idOrNull, name: textOrNull,
  createdBy: idOrNull, createdAt: { type: Date, required: true }, expiresAt: { type: Date, required: true }, usedAt: dateOrNull, usedBy: idOrNull,
}, options)
invitationSchema.index({ codeDigest: 1 }, { unique: true })
// Kept a month beyond their end, to answer a repeated request; the audit record stays.
invitationSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 30 * 86_400 })

const scanSchema = new Schema<KeptScan>({
  jti: { type: String, required: true }, activityId: { type: String, required: true }, frozenAt: { type: Date, required: true },
  door: { type: String, enum: ['qr', 'code'], required: true }, deviceDigest: textOrNull, activityTitle: { type: String, required: true }, ownerBranchId: textOrNull,
}, { _id: false, versionKey: false, strict: 'throw' })

const bindingSchema = new Schema<BindingRecord>({
  _id: id, accountId: id, name: { type: String, required: true }, phoneLast4Sealed: textOrNull, rowDigest: { type: String, required: true }, branchIds: { type: [Id], required: true },
  state: { type: String, enum: REQUEST_STATES, required: true }, reason: textOrNull, scans: { type: [scanSchema], required: true }, toRecord: { type: Date },
  memberId: idOrNull, decidedBy: idOrNull, decidedAt: dateOrNull, createdAt: { type: Date, required: true }, forgetAt: { type: Date, required: true },
}, options)
bindingSchema.index({ accountId: 1 }, { unique: true, partialFilterExpression: { state: 'pending' }, name: 'one_pending_per_account' })
bindingSchema.index({ accountId: 1, createdAt: -1 })
bindingSchema.index({ rowDigest: 1, createdAt: -1 })
bindingSchema.index({ branchIds: 1, state: 1, createdAt: 1 })
bindingSchema.index({ toRecord: 1 }, { partialFilterExpression: { toRecord: { $exists: true } } })
bindingSchema.index({ forgetAt: 1 }, { expireAfterSeconds: 0 })

const familySchema = new Schema<FamilyRecord>({
  _id: id, accountId: id, n: { type: Number, required: true }, rotatedAt: { type: Date, required: true }, expiresAt: { type: Date, required: true }, revokedAt: dateOrNull,
}, options)
familySchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 })

export interface AuthModels {
  accounts: Model<AccountRecord>
  grants: Model<GrantRecord>
  invitations: Model<InvitationRecord>
  bindings: Model<BindingRecord>
  families: Model<FamilyRecord>
}

/** The models of this module, bound to one connection. */
export function authModels(connection: Connection): AuthModels {
  const model = <T>(name: string, schema: Schema<T>, collection: string): Model<T> =>
    (connection.models[name] as Model<T> | undefined) ?? (connection.model(name, schema, collection) as unknown as Model<T>)
  return {
    accounts: model('Account', accountSchema, 'accounts'),
    grants: model('Grant', grantSchema, 'grants'),
    invitations: model('Invitation', invitationSchema, 'invitations'),
    bindings: model('BindingRequest', bindingSchema, 'bindingrequests'),
    families: model('RefreshFamily', familySchema, 'refreshfamilies'),
  }
}

export async function ensureIndexes(connection: Connection): Promise<void> {
  for (const model of Object.values(authModels(connection)) as Model<unknown>[]) await model.createIndexes()
}
