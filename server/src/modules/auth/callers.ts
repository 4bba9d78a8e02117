import type { ClientSession } from 'mongoose'
import type { Caller } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import { hexOrNull, toId } from '../../kernel/ids'
import type { MembersService } from '../members/types'
import type { AuthModels } from './model'

/** How old an answer may be (architecture.md, house rule 7), milliseconds. */
const LIFE = 10_000
/** Accounts kept in mind; the oldest is forgotten first. */
const SIZE = 10_000

/** Reads who is behind accounts: device, roster row, roles. Those that ask in the same turn share one reading. */
export class Callers {
  private readonly kept = new Map<string, { caller: Caller; at: number }>()
  private batch: { ids: Set<string>; answer: Promise<Map<string, Caller>> } | null = null
  /** Raised by every change: what was read before it is not kept. */
  private generation = 0

  constructor(private readonly context: Pick<Context, 'clock'>, private readonly models: Pick<AuthModels, 'accounts' | 'grants'>, private readonly members: Pick<MembersService, 'many'>) {}

  /** At most 10 s old; null when the account was removed or shut. */
  async get(accountId: string): Promise<Caller | null> {
    const now = this.context.clock.now().getTime()
    const known = this.kept.get(accountId)
    if (known && now >= known.at && now - known.at < LIFE) return known.caller
    this.batch ??= this.open()
    this.batch.ids.add(accountId)
    return (await this.batch.answer).get(accountId) ?? null
  }

  /** After a change: everything is read anew, also what a transaction under way has not yet committed. */
  forget(session?: ClientSession): void {
    const drop = (): void => {
      this.generation += 1
      this.batch = null
      this.kept.clear()
    }
    drop()
    session?.once('ended', drop)
  }

  private open(): NonNullable<Callers['batch']> {
    const ids = new Set<string>()
    const answer = new Promise((resolve) => setImmediate(resolve)).then(() => {
      if (this.batch?.ids === ids) this.batch = null
      return this.read([...ids])
    })
    return { ids, answer }
  }

  private async read(ids: readonly string[]): Promise<Map<string, Caller>> {
    const { generation } = this
    const at = this.context.clock.now().getTime()
    const accounts = await this.models.accounts.find({ _id: { $in: ids.map(toId) }, disabled: false }).sort({ _id: 1 }).lean()
    const memberIds = accounts.flatMap((account) => account.memberId?.toHexString() ?? [])
    const members = new Map((await this.members.many(memberIds)).filter((member) => member.active).map((member) => [member._id.toHexString(), member]))
    const holders = [...accounts.map((account) => account._id), ...memberIds.map(toId)]
    const grants = await this.models.grants.find({ holderId: { $in: holders } }).sort({ at: 1, _id: 1 }).lean()
    const rolesOf = new Map<string, Caller['grants'][number][]>()
    for (const { holderId, role, orgId } of grants) {
      const held = rolesOf.get(holderId.toHexString()) ?? []
      rolesOf.set(holderId.toHexString(), [...held, { role, orgId: orgId.toHexString() }])
    }

    const callers = new Map<string, Caller>()
    for (const account of accounts) {
      const accountId = account._id.toHexString()
      // Who has left the roster keeps the device, not the row.
      const member = members.get(account.memberId?.toHexString() ?? '')
      const memberId = member?._id.toHexString() ?? null
      const branchId = member?.branchId.toHexString() ?? null
      const held = [...(rolesOf.get(accountId) ?? []), ...(memberId === null ? [] : rolesOf.get(memberId) ?? [])]
      callers.set(accountId, {
        accountId, kind: account.kind, memberId, branchId, groupId: hexOrNull(member?.groupId),
        consented: account.consent !== null && account.consent.withdrawnAt === null,
        boundAt: memberId === null ? null : account.boundAt,
        grants: [...(branchId === null ? [] : [{ role: 'member' as const, orgId: branchId }]), ...held],
      })
    }
    if (generation === this.generation) this.keep(callers, at)
    return callers
  }

  private keep(callers: ReadonlyMap<string, Caller>, at: number): void {
    for (const [accountId, caller] of callers) {
      this.kept.delete(accountId)
      this.kept.set(accountId, { caller, at })
    }
    for (const accountId of this.kept.keys()) {
      if (this.kept.size <= SIZE) break
      this.kept.delete(accountId)
    }
  }
}
