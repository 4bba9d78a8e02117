import type { ClientSession, Connection } from 'mongoose'
import type { TemplateKey } from '@pioneer/shared-types/constants'
import type { Clock } from '../../kernel/clock'
import { newId, toId, type ObjectId } from '../../kernel/ids'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import { reminderModels, type CreditRecord } from './model'

/** Whose acceptances. */
export interface Purse { accountId: ObjectId; template: TemplateKey }

type Entry = Pick<CreditRecord, 'delta' | 'reason' | 'key'>

const RETRIES = 5

/**
 * The ledger of acceptances (订阅次数): WeChat tells nobody how many are left, so the service counts. It only grows; the balance is the sum of its
 * entries and stands in the last of them. Entries of a purse are numbered without gaps: two processes that take the last acceptance at once
 * meet at the number, and one of them begins anew.
 */
export interface Credits {
  /** The last entry of a purse; null when there is none. */
  last(purse: Purse, session?: ClientSession): Promise<CreditRecord | null>
  /** What was left just after an entry. */
  balanceAt(purse: Purse, n: number, session: ClientSession): Promise<number>
  /** Appends in the caller's transaction; answers the new number. A duplicate key means somebody was faster: run the transaction again. */
  append(purse: Purse, entry: Entry, session: ClientSession): Promise<number>
  /** The member has accepted one more message; the same key again changes nothing. */
  accept(accountId: string, template: TemplateKey, key: string): Promise<void>
  /** What is left, by account; those with nothing are not named. */
  balances(accountIds: readonly string[], template: TemplateKey): Promise<Map<string, number>>
  allOf(accountIds: readonly string[]): Promise<CreditRecord[]>
}

/** Repeats work that lost a race for a number of the ledger. */
export async function withoutRace<T>(connection: Connection, work: (session: ClientSession) => Promise<T>): Promise<T> {
  for (let left = RETRIES; ; left -= 1) {
    try {
      return await inTransaction(connection, work)
    } catch (error) {
      if (!isDuplicateKey(error, 'accountId,template,n') || left === 0) throw error
    }
  }
}

export function createCredits({ connection, clock }: { connection: Connection; clock: Clock }): Credits {
  const { credits } = reminderModels(connection)

  const last: Credits['last'] = ({ accountId, template }, session) =>
    credits.findOne({ accountId, template }).sort({ n: -1 }).session(session ?? null).lean()

  const append: Credits['append'] = async (purse, entry, session) => {
    const before = await last(purse, session)
    const n = (before?.n ?? 0) + 1
    await credits.create([{ ...purse, ...entry, _id: newId(), n, balance: (before?.balance ?? 0) + entry.delta, at: clock.now() }], { session })
    return n
  }

  return {
    last, append,
    balanceAt: async (purse, n, session) => (await credits.findOne({ ...purse, n }).session(session).lean())?.balance ?? 0,
    accept: async (accountId, template, key) => {
      try {
        await withoutRace(connection, (session) => append({ accountId: toId(accountId), template }, { delta: 1, reason: 'accepted', key }, session))
      } catch (error) {
        if (!isDuplicateKey(error, 'key')) throw error
      }
    },
    balances: async (accountIds, template) => {
      if (accountIds.length === 0) return new Map()
      const sums = await credits.aggregate<{ _id: ObjectId; left: number }>([
        { $match: { accountId: { $in: accountIds.map(toId) }, template } }, { $group: { _id: '$accountId', left: { $sum: '$delta' } } },
      ])
      return new Map(sums.filter(({ left }) => left > 0).map(({ _id, left }) => [_id.toHexString(), left]))
    },
    allOf: async (accountIds) => credits.find({ accountId: { $in: accountIds.map(toId) } }).sort({ at: 1, _id: 1 }).lean(),
  }
}
