import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { Caller } from '../../kernel/access'
import { hexOrNull, toId } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import type { AuthParts } from './parts'
import { CONSENT_VERSION } from './rules'
import { latestScan } from './scans'

/** Who is signed in, in the words of the contract. Throws unauthenticated when the account is gone. */
export async function presentMe({ models, orgs, members }: Pick<AuthParts, 'models' | 'orgs' | 'members'>, caller: Caller): Promise<Me> {
  const account = await models.accounts.findById(toId(caller.accountId)).lean()
  if (!account) throw new ProblemError('unauthenticated')
  const member = caller.memberId === null ? null : await members.find(caller.memberId)
  const nameOf = async (id: string | null): Promise<string | null> => (id === null ? null : (await orgs.find(id))?.name ?? null)

  const grants: Me['grants'] = []
  for (const { role, orgId } of caller.grants) {
    const org = await orgs.find(orgId)
    if (org) grants.push({ role, orgId, orgName: org.name, orgType: org.type })
  }
  const branchId = member?.branchId.toHexString() ?? null
  const groupId = hexOrNull(member?.groupId)
  const consent = account.consent?.withdrawnAt === null ? account.consent : null
  return {
    accountId: caller.accountId, kind: caller.kind, bound: caller.grants.length > 0,
    member: member && branchId ? {
      id: member._id.toHexString(), name: member.name, status: member.status, branchId, branchName: (await nameOf(branchId)) ?? '',
      groupId, groupName: await nameOf(groupId), joinedOn: member.joinedOn,
    } : null,
    grants,
    consent: { version: consent?.version ?? CONSENT_VERSION, acceptedAt: consent?.acceptedAt.toISOString() ?? null },
    pendingBinding: member ? null : await lastRequest(models, caller.accountId),
  }
}

/** The request that waits or was refused; what was approved or withdrawn is over. */
async function lastRequest(models: AuthParts['models'], accountId: string): Promise<Me['pendingBinding']> {
  const request = await models.bindings.findOne({ accountId: toId(accountId) }).sort({ createdAt: -1, _id: -1 }).lean()
  if (!request || (request.state !== 'pending' && request.state !== 'rejected')) return null
  return {
    id: request._id.toHexString(), state: request.state, reason: request.reason,
    frozenAt: latestScan(request.scans)?.frozenAt.toISOString() ?? null, createdAt: request.createdAt.toISOString(),
  }
}
