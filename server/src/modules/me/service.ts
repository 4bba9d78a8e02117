import type { AccessLog, MyData, MyExport } from '@pioneer/shared-types/me/schemas'
import type { Caller } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import { hexOrNull } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import type { AuditService } from '../audit/types'
import type { AuthModule } from '../auth/service'
import type { MembersService } from '../members/types'
import type { OrgsService } from '../orgs/types'
import { NEVER_KEPT, keptFields } from './rules'
import type { PersonalRecords } from './types'

/** Looks shown; older ones stay in the record. */
const LOOKS = 200

export interface MeDeps {
  auth: Pick<AuthModule, 'keptAbout' | 'accountNames' | 'me'>
  orgs: OrgsService
  members: MembersService
  audit: AuditService
  records: { attendance: PersonalRecords; points: PersonalRecords; requests: PersonalRecords; study: PersonalRecords; reminders: PersonalRecords }
}

/** What is kept about me, who looked at it, and all of it to take along (个人信息保护法 art. 44, 45). */
export interface MeService {
  data(caller: Caller): Promise<MyData>
  accessLog(caller: Caller): Promise<AccessLog>
  export(caller: Caller): Promise<MyExport>
}

export function createMeService(context: Context, deps: MeDeps): MeService {
  const { auth, orgs, members, audit, records } = deps
  const own = (caller: Caller): string => {
    if (caller.memberId === null) throw new ProblemError('not-bound')
    return caller.memberId
  }

  const data = async (caller: Caller): Promise<MyData> => {
    const memberId = own(caller)
    const row = await members.get(memberId)
    const account = found(await auth.keptAbout(caller.accountId))
    const groupId = hexOrNull(row.groupId)
    const { consent } = await auth.me(caller)
    return {
      fields: keptFields({
        ...row, phone: members.phone(row), branchName: (await orgs.get(row.branchId.toHexString())).name,
        groupName: groupId && ((await orgs.find(groupId))?.name ?? null),
      }, account),
      neverKept: [...NEVER_KEPT],
      counts: { attendance: await records.attendance.count(memberId), points: await records.points.count(memberId), requests: await records.requests.count(memberId) },
      consent,
    }
  }

  return {
    data,
    accessLog: async (caller) => {
      const memberId = own(caller)
      const places = [caller.branchId, caller.groupId].filter((id) => id !== null)
      const looks = await audit.viewsOf(memberId, places, LOOKS)
      const rows = await members.many([...new Set(looks.flatMap((look) => look.actorMemberId ?? []))])
      const names = new Map(rows.map((row) => [row._id.toHexString(), row.name]))
      const accounts = await auth.accountNames([...new Set(looks.filter((look) => look.actorMemberId === null && look.actorAccountId !== 'system').map((look) => look.actorAccountId))])
      return {
        items: looks.map((look) => ({
          at: look.at.toISOString(), role: look.role, what: look.what,
          who: (look.actorMemberId === null ? accounts.get(look.actorAccountId) : names.get(look.actorMemberId)) ?? '已不在名册的同志',
        })),
      }
    },
    export: async (caller) => {
      const memberId = own(caller)
      return {
        exportedAt: context.clock.now().toISOString(), data: await data(caller),
        attendance: await records.attendance.all(memberId), points: await records.points.all(memberId), requests: await records.requests.all(memberId), study: await records.study.all(memberId),
        reminders: await records.reminders.all(memberId),
      }
    },
  }
}
