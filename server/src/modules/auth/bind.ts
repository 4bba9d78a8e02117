import type { ClientSession } from 'mongoose'
import type { Bind, BindResult } from '@pioneer/shared-types/auth/schemas'
import { ROLE_NAMES } from '@pioneer/shared-types/constants'
import type { Caller } from '../../kernel/access'
import { newId, toId } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import { codeDigest } from './invitations'
import type { AccountRecord, BindingRecord, InvitationRecord, KeptScan } from './model'
import type { AuthParts } from './parts'
import { presentMe } from './present'
import { requestBinding } from './request'
import { CONSENT_VERSION, REQUEST_MEMORY } from './rules'
import { latestScan, openScan, recordScansOrLater } from './scans'
import { release } from './unbind'

/** Binds by a one-time invitation, or asks the secretary to; either may carry a frozen scan. */
export async function bind(parts: AuthParts, caller: Caller, input: Bind): Promise<BindResult> {
  if ('invitation' in input) return bindByInvitation(parts, caller, input)
  const scan = await openScan(parts, input)
  const request = await requestBinding(parts, caller, input, scan)
  return answer(parts, caller.accountId, 'requested', request.scans, null)
}

async function answer(parts: AuthParts, accountId: string, outcome: BindResult['outcome'], scans: readonly KeptScan[], signIn: BindResult['signIn']): Promise<BindResult> {
  const caller = await parts.callers.get(accountId)
  if (!caller) throw new ProblemError('unauthenticated')
  const latest = latestScan(scans)
  return { outcome, me: await presentMe(parts, caller), frozenAt: latest?.frozenAt.toISOString() ?? null, activityTitle: latest?.activityTitle ?? null, signIn }
}

type ByInvitation = Extract<Bind, { invitation: string }>

async function bindByInvitation(parts: AuthParts, caller: Caller, input: ByInvitation): Promise<BindResult> {
  const digest = codeDigest(parts, input.invitation)
  const repeated = await parts.models.invitations.findOne({ codeDigest: digest, usedBy: toId(caller.accountId) }).lean()
  // The first answer was lost on its way: its scan may have run out meanwhile, which must not hide that the binding worked.
  const scan = await openScan(parts, input).catch((error: unknown) => {
    if (repeated && error instanceof ProblemError) return null
    throw error
  })
  const request = await inTransaction(parts.context.connection, (session) => useInvitation(parts, caller, digest, scan, session)).catch((error: unknown) => {
    throw takenOr(error)
  })
  parts.callers.forget()
  const signIn = request && (await recordScansOrLater(parts, request))
  return answer(parts, caller.accountId, 'bound', request?.scans ?? [], signIn)
}

/** Uses the invitation up and binds; answers the approved request that holds the frozen scans, if there are any. */
async function useInvitation(parts: AuthParts, caller: Caller, digest: string, scan: KeptScan | null, session: ClientSession): Promise<BindingRecord | null> {
  const { accounts, invitations } = parts.models
  const now = parts.context.clock.now()
  const account = await accounts.findById(toId(caller.accountId)).session(session).lean()
  if (!account || account.disabled) throw new ProblemError('unauthenticated')
  const invitation = await invitations.findOneAndUpdate(
    { codeDigest: digest, usedAt: null, expiresAt: { $gt: now } }, { $set: { usedAt: now, usedBy: account._id } }, { session, returnDocument: 'after' }).lean()
  if (!invitation) return repeatedUse(parts, account, digest, scan, session)

  if (invitation.memberId) await bindToRow(parts, account, invitation, now, session)
  const consent = { version: CONSENT_VERSION, acceptedAt: now, withdrawnAt: null }
  const named = invitation.memberId || account.memberId ? {} : { name: invitation.name }
  await accounts.updateOne({ _id: account._id }, { $set: { consent, ...named }, $unset: { expiresAt: 1 } }, { session })
  const memberId = invitation.memberId ?? account.memberId
  if (invitation.role !== 'member') {
    const holderId = memberId ?? account._id
    const grant = { holderId, role: invitation.role, orgId: invitation.orgId }
    await parts.models.grants.updateOne(grant, { $setOnInsert: { _id: newId(), grantedBy: invitation.createdBy, at: now } }, { upsert: true, session })
  }
  await parts.audit.record(caller, {
    action: 'invitation.used', targetType: 'account', targetId: caller.accountId, orgId: invitation.orgId.toHexString(),
    ...(memberId ? { memberId: memberId.toHexString() } : {}), detail: `凭邀请码认证为${ROLE_NAMES[invitation.role]}`,
  }, session)
  return memberId ? settlePending(parts, account, { _id: memberId, name: invitation.name }, scan, now, session) : null
}

/** The same account again: the first use counts, unless the binding has been undone since. */
async function repeatedUse(parts: AuthParts, account: AccountRecord, digest: string, scan: KeptScan | null, session: ClientSession): Promise<BindingRecord | null> {
  const used = await parts.models.invitations.findOne({ codeDigest: digest, usedBy: account._id }).session(session).lean()
  if (!used || (used.memberId && !account.memberId?.equals(used.memberId))) throw new ProblemError('invitation-invalid')
  const kept = await parts.models.bindings.findOne({ accountId: account._id, state: 'approved' }).sort({ createdAt: -1 }).session(session).lean()
  return kept && scan && kept.scans.some((known) => known.jti === scan.jti) ? kept : null
}

/** Whether the account stands for somebody: a row that has left the roster no longer holds its device. */
export async function standsFor(parts: AuthParts, account: AccountRecord, session: ClientSession): Promise<boolean> {
  if (!account.memberId) return false
  const [row] = await parts.members.many([account.memberId.toHexString()], session)
  return row?.active ?? false
}

/** Binds the account to the invitation's row; a device of the same kind bound before gives way (a lost phone). */
async function bindToRow(parts: AuthParts, account: AccountRecord, invitation: InvitationRecord, now: Date, session: ClientSession): Promise<void> {
  const { accounts } = parts.models
  const memberId = invitation.memberId
  if (!memberId || account.memberId?.equals(memberId)) return
  if (await standsFor(parts, account, session)) throw new ProblemError('already-bound')
  const [row] = await parts.members.many([memberId.toHexString()], session)
  if (!row?.active) throw new ProblemError('invitation-invalid', { title: '这位同志已不在名册里，请联系支部书记' })
  const replaced = await accounts.findOne({ memberId, kind: account.kind }).session(session).lean()
  if (replaced) {
    await release(parts, replaced, session)
    await parts.audit.record(null, { action: 'account.replaced', targetType: 'account', targetId: replaced._id.toHexString(), memberId: memberId.toHexString(), detail: '换了新设备，旧设备已解绑' }, session)
  }
  await accounts.updateOne({ _id: account._id }, { $set: { memberId, boundAt: now } }, { session })
  await parts.accountChanged?.({ memberId: memberId.toHexString(), accountId: account._id.toHexString(), kind: account.kind, change: 'bound' }, session)
}

/** Who is bound by invitation waits for nobody: an open request counts as approved, and the scan at hand is kept with it until it is recorded. */
async function settlePending(parts: AuthParts, account: AccountRecord, member: { _id: NonNullable<AccountRecord['memberId']>; name: string | null }, scan: KeptScan | null, now: Date, session: ClientSession): Promise<BindingRecord | null> {
  const { bindings } = parts.models
  const decided = { state: 'approved' as const, memberId: member._id, decidedBy: account._id, decidedAt: now, toRecord: now, phoneLast4Sealed: null }
  const pending = await bindings.findOne({ accountId: account._id, state: 'pending' }).session(session).lean()
  if (!pending && !scan) return null
  if (pending) {
    const added = scan && !pending.scans.some((known) => known.jti === scan.jti) ? [scan] : []
    await bindings.updateOne({ _id: pending._id }, { $set: { ...decided, scans: [...pending.scans, ...added] } }, { session })
    return { ...pending, ...decided, scans: [...pending.scans, ...added] }
  }
  const request: BindingRecord = {
    ...decided, _id: newId(), accountId: account._id, name: member.name ?? '', rowDigest: '-', branchIds: [], reason: null,
    scans: scan ? [scan] : [], createdAt: now, forgetAt: new Date(now.getTime() + REQUEST_MEMORY),
  }
  await bindings.create([request], { session })
  return request
}

/** The unique index saw another device of this kind on the row first. */
export const takenOr = (error: unknown): unknown => (isDuplicateKey(error) ? new ProblemError('member-taken') : error)
