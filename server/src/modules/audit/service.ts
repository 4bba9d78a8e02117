import { ROLE_NAMES } from '@pioneer/shared-types/constants'
import type { Caller } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import { hexOrNull, newId, toId } from '../../kernel/ids'
import { isDuplicateKey } from '../../kernel/transaction'
import { auditModels, type AuditRecord } from './model'
import { actingRole, viewKey } from './rules'
import type { AuditEntry, AuditService } from './types'

export { ensureIndexes } from './model'

/** Keys of traces this process has just written; forgetting them only costs a refused insert. */
const REMEMBERED = 5_000

const VIEWED = 'viewed'

/** The append-only record of what was done and what was looked at. */
export function createAuditService(context: Context): AuditService {
  const { audit } = auditModels(context.connection)
  const written = new Set<string>()

  const entry = (caller: Caller | null): Pick<AuditRecord, '_id' | 'at' | 'actorAccountId' | 'actorMemberId' | 'role'> => ({
    _id: newId(), at: context.clock.now(),
    actorAccountId: caller && toId(caller.accountId),
    actorMemberId: caller?.memberId ? toId(caller.memberId) : null,
    role: caller && actingRole(caller.grants),
  })
  const idOrNull = (id: string | undefined): AuditRecord['memberId'] => (id === undefined ? null : toId(id))

  const present = (record: AuditRecord): AuditEntry => ({
    at: record.at,
    actorMemberId: hexOrNull(record.actorMemberId),
    actorAccountId: record.actorAccountId?.toHexString() ?? 'system',
    role: record.role ? ROLE_NAMES[record.role] : '未认证账号',
    action: record.action,
    what: record.detail ?? record.action,
  })

  return {
    record: async (caller, input, session) => {
      await audit.create([{
        ...entry(caller), action: input.action, targetType: input.targetType, targetId: input.targetId,
        memberId: idOrNull(input.memberId), orgId: idOrNull(input.orgId), detail: input.detail ?? null,
      }], session ? { session } : {})
    },

    viewed: async (caller, { list, what, memberId, orgId }) => {
      const key = viewKey(caller.accountId, list, context.clock.now())
      if (written.has(key)) return
      try {
        await audit.create({ ...entry(caller), action: VIEWED, memberId: idOrNull(memberId), orgId: idOrNull(orgId), detail: what, viewKey: key })
      } catch (error) {
        if (!isDuplicateKey(error, 'viewKey')) throw error
      }
      if (written.size >= REMEMBERED) written.clear()
      written.add(key)
    },

    viewsOf: async (memberId, orgIds, limit) => {
      // One's own looking is no news, and the two questions each have their index.
      const mine = { action: VIEWED, actorMemberId: { $ne: toId(memberId) } }
      const atMember = await audit.find({ ...mine, memberId: toId(memberId) }).sort({ at: -1, _id: -1 }).limit(limit).lean()
      const atLists = await audit.find({ ...mine, memberId: null, orgId: { $in: orgIds.map(toId) } }).sort({ at: -1, _id: -1 }).limit(limit).lean()
      return [...atMember, ...atLists].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, limit).map(present)
    },
  }
}
