import type { ClientSession } from 'mongoose'
import type { Caller } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import { hexOrNull, toId } from '../../kernel/ids'
import type { MemberRecord, MembersService } from '../members/types'
import type { AccountRecord, AuthModels, GrantRecord } from './model'

/** How old an answer may be (architecture.md, house rule 7), milliseconds. */
const LIFE = 10_000
/** Accounts kept in mind; the oldest is forgotten first. */
const SIZE = 10_000

/** An account with what is joined to it. */
interface Joined extends AccountRecord { rows: MemberRecord[]; ownGrants: GrantRecord[]; memberGrants: GrantRecord[] }

/** Reads who is behind accounts: device, roster row, roles. Those that ask in the same turn share one reading. */
export class Callers {
  private readonly kept = new Map<string, { caller: Caller; at: number }>()
  private batch: { ids: Set<string>; answer: Promise<Map<string, Caller>> } | null = null
  /** Raised by every change: what was read before it is not kept. */
  private generation = 0

  constructor(private readonly context: Pick<Context, 'clock'>, private readonly models: Pick<AuthModels, 'accounts' | 'grants'>, private readonly members: Pick<MembersService, 'collectionName'>) {}

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

  /** Device, roster row and roles in one command: a sign-in by somebody not seen lately must stay within its budget of commands. */
  private async read(ids: readonly string[]): Promise<Map<string, Caller>> {
    const { generation } = this
    const at = this.context.clock.now().getTime()
    const grants = this.models.grants.collection.collectionName
    const accounts = await this.models.accounts.aggregate<Joined>([
      { $match: { _id: { $in: ids.map(toId) }, disabled: false } },
      { $sort: { _id: 1 } },
      { $lookup: { from: this.members.collectionName, localField: 'memberId', foreignField: '_id', as: 'rows' } },
      { $lookup: { from: grants, localField: '_id', foreignField: 'holderId', as: 'ownGrants' } },
      { $lookup: { from: grants, localField: 'memberId', foreignField: 'holderId', as: 'memberGrants' } },
    ])
    const inOrder = (held: readonly GrantRecord[]): Caller['grants'][number][] => [...held]
      .sort((a, b) => a.at.getTime() - b.at.getTime() || a._id.toHexString().localeCompare(b._id.toHexString()))
      .map(({ role, orgId }) => ({ role, orgId: orgId.toHexString() }))

    const callers = new Map<string, Caller>()
    for (const account of accounts) {
      const accountId = account._id.toHexString()
      // Who has left the roster keeps the device, not the row.
      const member = account.rows.find((row) => row.active)
      const memberId = member?._id.toHexString() ?? null
      const branchId = member?.branchId.toHexString() ?? null
      const held = inOrder([...account.ownGrants, ...(memberId === null ? [] : account.memberGrants)])
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
