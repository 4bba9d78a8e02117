import type { Bind } from '@pioneer/shared-types/auth/schemas'
import type { Caller } from '../../kernel/access'
import { dayOf, startOfDay } from '../../kernel/calendar'
import { newId, toId } from '../../kernel/ids'
import { keyedDigest, seal } from '../../kernel/keys'
import { ProblemError } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import { nameKeyOf } from '../members/rules'
import type { BindingRecord, KeptScan } from './model'
import type { AuthParts } from './parts'
import { CONSENT_VERSION, REQUESTS_PER_ACCOUNT, REQUESTS_PER_ROW, REQUEST_MEMORY, SCANS_KEPT, branchesThatSee } from './rules'

type ByRequest = Exclude<Bind, { invitation: string }>

/** Under what the last four digits of a request are sealed. */
export const digitsContext = (request: Pick<BindingRecord, '_id'>): string => `binding:${request._id.toHexString()}`

/**
 * Asks the secretary to bind this account. The answer is the same whether the roster has such a row or not.
 * The same request again is the first one, with the new scan added; another one takes its place and keeps its scans.
 * Throws already-bound, or request-limit after 3 requests of an account or 5 for one row in a day.
 */
export async function requestBinding(parts: AuthParts, caller: Caller, input: ByRequest, scan: KeptScan | null): Promise<BindingRecord> {
  if (caller.memberId !== null) throw new ProblemError('already-bound')
  for (;;) {
    try {
      return await attempt(parts, caller, input, scan)
    } catch (error) {
      // A second tap was faster; it is now the request that waits.
      if (!isDuplicateKey(error)) throw error
    }
  }
}

async function attempt(parts: AuthParts, caller: Caller, input: ByRequest, scan: KeptScan | null): Promise<BindingRecord> {
  const { bindings, accounts } = parts.models
  const name = input.name.trim()
  if (nameKeyOf(name).length < 2) throw new ProblemError('validation', { fields: [{ path: 'name', message: '写上名册里的姓名' }] })
  const rowDigest = keyedDigest(parts.context.keys.index, `binding-row:${nameKeyOf(name)}|${input.phoneLast4}`)
  const accountId = toId(caller.accountId)
  const pending = await bindings.findOne({ accountId, state: 'pending' }).lean()
  const scans = withScan(pending?.scans ?? [], scan)
  if (pending?.rowDigest === rowDigest) {
    if (scans.length === pending.scans.length) return pending
    const updated = await bindings.findOneAndUpdate({ _id: pending._id, state: 'pending' }, { $set: { scans } }, { returnDocument: 'after' }).lean()
    if (updated) return updated
    throw new ProblemError('conflict')
  }

  const now = parts.context.clock.now()
  const today = { $gte: startOfDay(dayOf(now)) }
  if ((await bindings.countDocuments({ accountId, createdAt: today })) >= REQUESTS_PER_ACCOUNT) throw new ProblemError('request-limit')
  if ((await bindings.countDocuments({ rowDigest, createdAt: today })) >= REQUESTS_PER_ROW) throw new ProblemError('request-limit')
  const candidates = await parts.members.matching(name, input.phoneLast4)
  const branchIds = branchesThatSee(candidates.map((row) => row.branchId.toHexString()), scans.map((kept) => kept.ownerBranchId))

  const _id = newId()
  const request: BindingRecord = {
    _id, accountId, name, phoneLast4Sealed: seal(parts.context.keys.data, input.phoneLast4, digitsContext({ _id })), rowDigest, branchIds: branchIds.map(toId),
    state: 'pending', reason: null, scans, memberId: null, decidedBy: null, decidedAt: null, createdAt: now, forgetAt: new Date(now.getTime() + REQUEST_MEMORY),
  }
  const consent = { version: CONSENT_VERSION, acceptedAt: now, withdrawnAt: null }
  await inTransaction(parts.context.connection, async (session) => {
    if (pending) await bindings.updateOne({ _id: pending._id, state: 'pending' }, { $set: { state: 'withdrawn', decidedAt: now, phoneLast4Sealed: null } }, { session })
    await bindings.create([request], { session })
    await accounts.updateOne({ _id: accountId }, { $set: { consent } }, { session })
    await parts.audit.record(caller, { action: 'binding.requested', targetType: 'binding', targetId: _id.toHexString(), ...(branchIds.length === 1 && branchIds[0] ? { orgId: branchIds[0] } : {}) }, session)
  })
  parts.callers.forget()
  return request
}

/** Each meeting's first scan counts; no more than a few are kept. */
function withScan(kept: readonly KeptScan[], scan: KeptScan | null): KeptScan[] {
  if (!scan || kept.length >= SCANS_KEPT || kept.some((known) => known.activityId === scan.activityId)) return [...kept]
  return [...kept, scan]
}
