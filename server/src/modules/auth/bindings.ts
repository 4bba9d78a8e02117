import type { ApprovedBinding, BindingList, BindingRequest } from '@pioneer/shared-types/auth/schemas'
import type { Caller, ResourceFacts } from '../../kernel/access'
import { hexOrNull, toId, type ObjectId } from '../../kernel/ids'
import { unseal } from '../../kernel/keys'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction } from '../../kernel/transaction'
import { nameKeyOf } from '../members/rules'
import type { MemberRecord } from '../members/types'
import { standsFor, takenOr } from './bind'
import type { AccountRecord, BindingRecord } from './model'
import type { AuthParts } from './parts'
import { mayDo } from './reach'
import { digitsContext } from './request'
import { latestScan, recordScansOrLater } from './scans'

const LISTED = 200
/** Requests that fitted nobody, looked at again for each list: the roster may have been imported since. */
const ADOPTED = 50

/** Where a request lies for this caller: the branch he may decide at, else the first. */
export async function bindingFacts(parts: AuthParts, id: string, caller: Caller): Promise<ResourceFacts | null> {
  const request = await parts.models.bindings.findById(toId(id)).lean()
  let first: ResourceFacts | null = null
  for (const branchId of request?.branchIds ?? []) {
    const facts = await parts.orgs.facts(branchId.toHexString())
    if (facts && (await mayDo(caller, 'binding:approve', facts))) return facts
    first ??= facts
  }
  return first
}

/** Requests waiting at a branch, oldest first, with the rows of that branch that fit. Leaves a trace. */
export async function listBindings(parts: AuthParts, caller: Caller, orgId: string): Promise<BindingList> {
  await adopt(parts, orgId)
  const waiting = await parts.models.bindings.find({ branchIds: toId(orgId), state: 'pending' }).sort({ createdAt: 1, _id: 1 }).limit(LISTED).lean()
  const items: BindingRequest[] = []
  for (const request of waiting) items.push(await present(parts, request, orgId))
  if (items.length > 0) await parts.audit.viewed(caller, { list: `bindings:${orgId}`, what: '认证申请', orgId })
  return { items }
}

/** Gives requests nobody could see to the branch whose roster fits by now. */
async function adopt(parts: AuthParts, orgId: string): Promise<void> {
  const { bindings } = parts.models
  const orphans = await bindings.find({ state: 'pending', branchIds: { $size: 0 } }).sort({ createdAt: 1, _id: 1 }).limit(ADOPTED).lean()
  for (const request of orphans) {
    if ((await candidates(parts, request, orgId)).length > 0) await bindings.updateOne({ _id: request._id, state: 'pending' }, { $addToSet: { branchIds: toId(orgId) } })
  }
}

/**
 * Binds the requester's account to a row of the branch, then records the scans frozen before. The secretary may choose a row that does not fit the
 * name: he knows the person, and the choice is on record. Deciding twice the same way gives the same answer.
 * Throws conflict when it was decided otherwise, member-taken when the row has another device of this kind, validation for a row outside the branch.
 */
export async function approveBinding(parts: AuthParts, caller: Caller, id: string, memberId: string): Promise<ApprovedBinding> {
  const facts = found(await bindingFacts(parts, id, caller))
  const member = await parts.members.find(memberId)
  const branchId = member?.branchId.toHexString()
  if (!member?.active || branchId === undefined || branchId !== facts.branchId) throw new ProblemError('validation', { fields: [{ path: 'memberId', message: '选一位本支部名册里的同志' }] })

  const before = found(await parts.models.bindings.findById(toId(id)).lean())
  const shown = await present(parts, before, branchId)
  const approved = await approve(parts, caller, before._id, member).catch((error: unknown) => {
    throw takenOr(error)
  })
  parts.callers.forget()
  const signIn = await recordScansOrLater(parts, approved)
  return { request: { ...shown, state: approved.state }, signIn }
}

const approve = async (parts: AuthParts, caller: Caller, id: ObjectId, member: MemberRecord): Promise<BindingRecord> => inTransaction(parts.context.connection, async (session) => {
  const { accounts, bindings } = parts.models
  const now = parts.context.clock.now()
  const decided = { state: 'approved', memberId: member._id, decidedBy: toId(caller.accountId), decidedAt: now, toRecord: now, phoneLast4Sealed: null }
  const request = await bindings.findOneAndUpdate({ _id: id, state: 'pending' }, { $set: decided }, { session, returnDocument: 'after' }).lean()
  if (!request) {
    const known = await bindings.findById(id).session(session).lean()
    if (known?.state === 'approved' && known.memberId?.equals(member._id)) return known
    throw new ProblemError('conflict', { title: '这条申请已经处理过了，刷新看看' })
  }
  const account = await accounts.findById(request.accountId).session(session).lean()
  if (!account || account.disabled || (await standsFor(parts, account, session))) throw new ProblemError('conflict', { title: '对方的账号已经变了，请他重新申请' })
  if (await accounts.findOne({ memberId: member._id, kind: account.kind }).session(session).lean()) throw new ProblemError('member-taken')
  await accounts.updateOne({ _id: account._id }, { $set: { memberId: member._id, boundAt: now }, $unset: { expiresAt: 1 } }, { session })
  await parts.accountChanged?.({ memberId: member._id.toHexString(), accountId: account._id.toHexString(), kind: account.kind, change: 'bound' }, session)
  await parts.audit.record(caller, {
    action: 'binding.approved', targetType: 'binding', targetId: id.toHexString(), memberId: member._id.toHexString(), orgId: member.branchId.toHexString(),
    detail: nameKeyOf(request.name) === member.nameKey ? '通过了账号认证' : '通过了账号认证，申请的姓名与名册不同',
  }, session)
  return request
})

/** Refuses a request and says why. Throws conflict when it was decided already. */
export async function rejectBinding(parts: AuthParts, caller: Caller, id: string, reason: string): Promise<BindingRequest> {
  const facts = found(await bindingFacts(parts, id, caller))
  const before = found(await parts.models.bindings.findById(toId(id)).lean())
  const shown = await present(parts, before, facts.orgId)
  const now = parts.context.clock.now()
  const decided = { state: 'rejected', reason, decidedBy: toId(caller.accountId), decidedAt: now, phoneLast4Sealed: null }
  await inTransaction(parts.context.connection, async (session) => {
    const rejected = await parts.models.bindings.findOneAndUpdate({ _id: before._id, state: 'pending' }, { $set: decided }, { session }).lean()
    if (!rejected) throw new ProblemError('conflict', { title: '这条申请已经处理过了，刷新看看' })
    await parts.audit.record(caller, { action: 'binding.rejected', targetType: 'binding', targetId: id, orgId: facts.orgId, detail: `退回了账号认证：${reason}` }, session)
  })
  return { ...shown, state: 'rejected' }
}

const digitsOf = (parts: AuthParts, request: BindingRecord): string =>
  (request.phoneLast4Sealed && unseal(parts.context.keys.data, request.phoneLast4Sealed, digitsContext(request))) || ''

async function candidates(parts: AuthParts, request: BindingRecord, branchId: string): Promise<MemberRecord[]> {
  const digits = digitsOf(parts, request)
  if (digits === '') return []
  return (await parts.members.matching(request.name, digits)).filter((row) => row.branchId.toHexString() === branchId)
}

async function present(parts: AuthParts, request: BindingRecord, branchId: string): Promise<BindingRequest> {
  const rows = await candidates(parts, request, branchId)
  const account: Pick<AccountRecord, 'kind'> | null = await parts.models.accounts.findById(request.accountId).lean()
  const latest = latestScan(request.scans)
  const shown: BindingRequest['candidates'] = []
  for (const row of rows) {
    const groupId = hexOrNull(row.groupId)
    const other = await parts.models.accounts.findOne({ memberId: row._id, kind: account?.kind ?? 'web' }).lean()
    shown.push({
      memberId: row._id.toHexString(), name: row.name, groupName: groupId && ((await parts.orgs.find(groupId))?.name ?? null),
      taken: other !== null && !other._id.equals(request.accountId),
    })
  }
  return {
    id: request._id.toHexString(), name: request.name, phoneLast4: digitsOf(parts, request), state: request.state, createdAt: request.createdAt.toISOString(),
    frozenAt: latest?.frozenAt.toISOString() ?? null, activityTitle: latest?.activityTitle ?? null, candidates: shown,
  }
}
