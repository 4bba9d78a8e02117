import type { CreateInvitation, Invitation } from '@pioneer/shared-types/auth/schemas'
import { ROLE_NAMES } from '@pioneer/shared-types/constants'
import type { Caller } from '../../kernel/access'
import { hexOrNull, newId, randomCode, toId } from '../../kernel/ids'
import { keyedDigest } from '../../kernel/keys'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction } from '../../kernel/transaction'
import type { OrgRecord } from '../orgs/types'
import type { InvitationRecord } from './model'
import type { AuthParts } from './parts'
import { mayDo } from './reach'
import { INVITATION_LIFE, invitingAction, mayBeHeldAt, mayHoldOffice, plainCode, shownCode } from './rules'

const CODE_LENGTH = 10

const invalid = (path: string, message: string): ProblemError => new ProblemError('validation', { fields: [{ path, message }] })

/** What is kept of a code; typed with or without dash, in either case. */
export const codeDigest = ({ context }: Pick<AuthParts, 'context'>, typed: string): string => keyedDigest(context.keys.index, `invitation:${plainCode(typed)}`)

/**
 * Makes a one-time invitation to a role at an organization (permissions.md: invite). It names a row of the roster or, for people
 * who stand in none, a name. Throws forbidden, not-found or validation.
 */
export async function createInvitation(parts: AuthParts, caller: Caller, input: CreateInvitation): Promise<Invitation> {
  const facts = found(await parts.orgs.facts(input.orgId))
  if (!(await mayDo(caller, invitingAction(input.role), facts))) throw new ProblemError('forbidden')
  return issueInvitation(parts, caller, input)
}

/** The same without asking who may: for the command line of the installation. */
export async function issueInvitation(parts: AuthParts, caller: Caller | null, input: CreateInvitation): Promise<Invitation> {
  const org = await parts.orgs.get(input.orgId)
  if (!org.active || !mayBeHeldAt(input.role, org.type)) throw invalid('orgId', `${ROLE_NAMES[input.role]}不能设在“${org.name}”`)
  const memberName = input.memberId === undefined ? null : await checkMember(parts, input, input.memberId, org)
  const name = memberName ?? input.name?.trim() ?? null
  if (name === null || name.length < 2) throw invalid(input.role === 'member' ? 'memberId' : 'name', input.role === 'member' ? '选一位名册里的同志' : '选一位名册里的同志，或写上姓名')
  if (input.role === 'member' && input.memberId === undefined) throw invalid('memberId', '选一位名册里的同志')

  const code = randomCode(CODE_LENGTH)
  const createdAt = parts.context.clock.now()
  const record: InvitationRecord = {
    _id: newId(), codeDigest: codeDigest(parts, code), role: input.role, orgId: org._id, memberId: input.memberId === undefined ? null : toId(input.memberId), name,
    createdBy: caller && toId(caller.accountId), createdAt, expiresAt: new Date(createdAt.getTime() + INVITATION_LIFE), usedAt: null, usedBy: null,
  }
  await inTransaction(parts.context.connection, async (session) => {
    await parts.models.invitations.create([record], { session })
    await parts.audit.record(caller, {
      action: 'invitation.created', targetType: 'invitation', targetId: record._id.toHexString(), orgId: input.orgId,
      ...(input.memberId === undefined ? {} : { memberId: input.memberId }), detail: `邀请为${ROLE_NAMES[input.role]}（${org.name}）`,
    }, session)
  })
  const shown = shownCode(code)
  return {
    id: record._id.toHexString(), code: shown, role: record.role, orgId: input.orgId, orgName: org.name, memberId: hexOrNull(record.memberId),
    name: record.name, expiresAt: record.expiresAt.toISOString(), url: `${parts.context.publicUrl()}/#/packages/member/bind/index?invitation=${shown}`,
  }
}

/** The row must be active and stand where the role is held; answers its name. */
async function checkMember(parts: AuthParts, input: CreateInvitation, memberId: string, org: OrgRecord): Promise<string> {
  const member = await parts.members.find(memberId)
  const facts = member?.active ? await parts.members.facts(memberId) : null
  const branchId = parts.orgs.branchOf(org)
  // A branch's offices are held by its own members; those above by anybody below them.
  const inside = facts && (branchId === null ? facts.scopeIds.includes(input.orgId) : facts.branchId === branchId)
  if (!member || !inside) throw invalid('memberId', `名册里“${org.name}”没有这位同志`)
  if (input.role !== 'member' && !mayHoldOffice(member.status)) throw invalid('memberId', '这位同志还不是党员，不能担任职务')
  return member.name
}
