import type { ClientSession } from 'mongoose'
import type { Caller } from '../../kernel/access'
import { toId, type ObjectId } from '../../kernel/ids'
import { inTransaction } from '../../kernel/transaction'
import type { AuditRecordInput } from '../audit/types'
import type { AccountRecord } from './model'
import type { AuthParts } from './parts'
import { REFRESH_LIFE } from './rules'

/** The device lets go of its row; a browser nobody is bound to is forgotten in time. */
export async function release(parts: AuthParts, account: AccountRecord, session: ClientSession): Promise<void> {
  const expires = account.kind === 'web' ? { expiresAt: new Date(parts.context.clock.now().getTime() + REFRESH_LIFE) } : {}
  await parts.models.accounts.updateOne({ _id: account._id }, { $unset: { memberId: 1 }, $set: { boundAt: null, ...expires } }, { session })
  if (account.memberId) await parts.accountChanged?.({ memberId: account.memberId.toHexString(), accountId: account._id.toHexString(), kind: account.kind, change: 'unbound' }, session)
}

/** Roles held by a device alone end with it; those of a roster row stay with the row. */
async function dropOwnGrants(parts: AuthParts, accountId: ObjectId, session: ClientSession): Promise<void> {
  const { grants } = parts.models
  for (const grant of await grants.find({ holderId: accountId }).sort({ _id: 1 }).session(session).lean()) await grants.deleteOne({ _id: grant._id }, { session })
}

const about = (caller: Caller): Pick<AuditRecordInput, 'memberId' | 'orgId'> => ({
  ...(caller.memberId === null ? {} : { memberId: caller.memberId }), ...(caller.branchId === null ? {} : { orgId: caller.branchId }),
})

/** Frees the caller's own device: from the roster row, or from the role it holds alone. */
export async function unbindSelf(parts: AuthParts, caller: Caller): Promise<void> {
  await inTransaction(parts.context.connection, async (session) => {
    const account = await parts.models.accounts.findById(toId(caller.accountId)).session(session).lean()
    if (!account) return
    await release(parts, account, session)
    await dropOwnGrants(parts, account._id, session)
    await parts.audit.record(caller, { action: 'account.unbound', targetType: 'account', targetId: caller.accountId, ...about(caller), detail: '本人解除了绑定' }, session)
  })
  parts.callers.forget()
}

/**
 * Takes the consent back (个人信息保护法 art. 15): every device of this person is unbound. What was recorded before stays:
 * attendance and points are the branch's record.
 */
export async function withdrawConsent(parts: AuthParts, caller: Caller): Promise<void> {
  const { accounts } = parts.models
  await inTransaction(parts.context.connection, async (session) => {
    const own = { _id: toId(caller.accountId) }
    const mine = await accounts.find(caller.memberId === null ? own : { $or: [own, { memberId: toId(caller.memberId) }] }).sort({ _id: 1 }).session(session).lean()
    for (const account of mine) {
      await release(parts, account, session)
      await dropOwnGrants(parts, account._id, session)
      if (account.consent) await accounts.updateOne({ _id: account._id }, { $set: { consent: { ...account.consent, withdrawnAt: parts.context.clock.now() } } }, { session })
    }
    await parts.audit.record(caller, { action: 'consent.withdrawn', targetType: 'account', targetId: caller.accountId, ...about(caller), detail: '本人撤回了个人信息处理的同意' }, session)
  })
  parts.callers.forget()
}

/** Frees a roster row from all its devices, in the caller's transaction if there is one. */
export async function unbindMember(parts: AuthParts, memberId: string, caller: Caller, session?: ClientSession): Promise<void> {
  const work = async (inner: ClientSession): Promise<void> => {
    const bound = await parts.models.accounts.find({ memberId: toId(memberId) }).sort({ _id: 1 }).session(inner).lean()
    for (const account of bound) await release(parts, account, inner)
    await parts.audit.record(caller, { action: 'member.unbound', targetType: 'member', targetId: memberId, memberId, detail: `解除了 ${bound.length} 个设备的绑定` }, inner)
  }
  if (session) await work(session)
  else await inTransaction(parts.context.connection, work)
  parts.callers.forget(session)
}
