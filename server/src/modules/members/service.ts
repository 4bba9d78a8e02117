import type { ClientSession } from 'mongoose'
import type { MemberDetail, MemberName } from '@pioneer/shared-types/members/schemas'
import type { Caller } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import { hexOrNull, toId } from '../../kernel/ids'
import { found } from '../../kernel/problems'
import type { AuditService } from '../audit/types'
import type { AuthService } from '../auth/types'
import type { OrgsService } from '../orgs/types'
import { memberModels } from './model'
import { byPlaceAndName, hasVote, maskPhone, nameKeyOf } from './rules'
import type { MemberRecord, MembersService } from './types'
import { last4Index, openPhone, writeMembers } from './write'

export { ensureIndexes } from './model'

interface MembersDeps {
  orgs: OrgsService
  audit: Pick<AuditService, 'viewed'>
  /** Auth stands on the roster; app.ts hands these back down as functions. */
  auth: Pick<AuthService, 'unbindMember' | 'boundMembers'>
}

/** The door of the module and what its routes need. */
export interface MembersModule extends MembersService {
  /** Names of an organization's members; leaves a trace. */
  names(caller: Caller, orgId: string): Promise<MemberName[]>
  /** One row in detail; leaves a trace. */
  detail(caller: Caller, id: string): Promise<MemberDetail>
  /** Frees a row from a lost phone. */
  unbind(caller: Caller, id: string): Promise<void>
}

export function createMembersService(context: Context, deps: MembersDeps): MembersModule {
  const { members } = memberModels(context.connection)

  const find = async (id: string): Promise<MemberRecord | null> => members.findById(toId(id)).lean()
  const get = async (id: string): Promise<MemberRecord> => found(await find(id))
  const maskedPhone = (member: MemberRecord): string | null => {
    const clear = openPhone(context, member)
    return clear === null ? null : maskPhone(clear)
  }

  const ofOrgs: MembersService['ofOrgs'] = async (orgIds, session?: ClientSession) => {
    const places = (await Promise.all(orgIds.map((id) => deps.orgs.subtree(id)))).flat()
    const branches = new Set(places.filter((org) => org.type === 'branch').map((org) => org._id.toHexString()))
    // A group whose branch is already taken whole adds nobody.
    const groups = new Set(places.filter((org) => org.type === 'group' && !branches.has(org.parentId?.toHexString() ?? '')).map((org) => org._id.toHexString()))
    const rows: MemberRecord[] = []
    if (branches.size > 0) rows.push(...await members.find({ branchId: { $in: [...branches].map(toId) }, active: true }).sort({ nameKey: 1, _id: 1 }).session(session ?? null).lean())
    if (groups.size > 0) rows.push(...await members.find({ groupId: { $in: [...groups].map(toId) }, active: true }).sort({ nameKey: 1, _id: 1 }).session(session ?? null).lean())
    const ranks = new Map((await deps.orgs.all()).map((org, rank) => [org._id.toHexString(), rank]))
    return rows.sort(byPlaceAndName((orgId) => ranks.get(orgId) ?? ranks.size))
  }

  const groupNames = async (rows: readonly MemberRecord[]): Promise<Map<string, string>> => {
    const names = new Map<string, string>()
    for (const id of new Set(rows.flatMap((row) => hexOrNull(row.groupId) ?? []))) names.set(id, (await deps.orgs.find(id))?.name ?? '')
    return names
  }

  return {
    collectionName: members.collection.collectionName,
    find, get, ofOrgs, maskedPhone,
    many: async (ids, session) => ids.length === 0 ? [] : members.find({ _id: { $in: ids.map(toId) } }).sort({ _id: 1 }).session(session ?? null).lean(),
    matching: async (name, phoneLast4) => members.find({ nameKey: nameKeyOf(name), phoneLast4Index: last4Index(context, phoneLast4), active: true }).sort({ _id: 1 }).lean(),
    write: (rows, session) => writeMembers(context, members, rows, session),
    votes: hasVote,
    phone: (member) => openPhone(context, member),
    facts: async (id) => {
      const member = await find(id)
      const branch = member && await deps.orgs.facts(member.branchId.toHexString())
      return branch && { ...branch, memberId: id }
    },
    names: async (caller, orgId) => {
      const org = await deps.orgs.get(orgId)
      const rows = await ofOrgs([orgId])
      const groups = await groupNames(rows)
      await deps.audit.viewed(caller, { list: `roster:${orgId}`, what: `${org.name}的名册姓名`, orgId })
      return rows.map((row) => {
        const groupId = hexOrNull(row.groupId)
        return { id: row._id.toHexString(), name: row.name, groupId, groupName: groupId && (groups.get(groupId) ?? null), status: row.status }
      })
    },
    detail: async (caller, id) => {
      const row = await get(id)
      const branchId = row.branchId.toHexString()
      const groupId = hexOrNull(row.groupId)
      if (caller.memberId !== id) await deps.audit.viewed(caller, { list: `member:${id}`, what: '名册详情', memberId: id, orgId: branchId })
      return {
        id, name: row.name, status: row.status, branchId, branchName: (await deps.orgs.get(branchId)).name,
        groupId, groupName: groupId && ((await deps.orgs.find(groupId))?.name ?? null),
        gender: row.gender, birthMonth: row.birthMonth, phoneMasked: maskedPhone(row), joinedOn: row.joinedOn, confirmedOn: row.confirmedOn,
        duties: row.duties, note: row.note, floating: row.floating, votes: hasVote(row),
        bound: (await deps.auth.boundMembers([id])).has(id), active: row.active, version: row.version,
      }
    },
    unbind: async (caller, id) => {
      await get(id)
      await deps.auth.unbindMember(id, caller)
    },
  }
}
