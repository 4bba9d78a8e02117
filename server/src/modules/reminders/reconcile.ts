import type { Connection } from 'mongoose'
import { reminderModels, type CreditRecord, type WechatState } from './model'

/** Something in the store that cannot be right. */
export interface CreditFault { kind: 'gap' | 'balance' | 'debit'; what: string }

/** What is wrong with an entry, given the one before it in its purse. */
export function creditFaults(previous: Pick<CreditRecord, 'n' | 'balance'> | null, entry: Pick<CreditRecord, 'accountId' | 'template' | 'n' | 'delta' | 'balance'>): CreditFault[] {
  const name = `${entry.accountId.toHexString()} ${entry.template} #${entry.n}`
  const faults: CreditFault[] = []
  if (entry.n !== (previous?.n ?? 0) + 1) faults.push({ kind: 'gap', what: `${name} follows #${previous?.n ?? 0}` })
  const sum = (previous?.balance ?? 0) + entry.delta
  if (entry.balance !== sum) faults.push({ kind: 'balance', what: `${name} says ${entry.balance}, the entries add up to ${sum}` })
  if (entry.balance < 0) faults.push({ kind: 'balance', what: `${name} stands at ${entry.balance}` })
  return faults
}

/** States for which an acceptance was taken and not given back. */
const TAKEN: readonly WechatState[] = ['sending', 'sent', 'refused', 'unsure']

/**
 * Walks the ledger of acceptances purse by purse and every message for which one was taken, with bounded memory; nothing told means both are sound.
 * A service may go on working meanwhile: an entry is written before its message is asked for, in one transaction with it.
 */
export async function* reconcileCredits(connection: Connection): AsyncGenerator<CreditFault> {
  const { credits, reminders } = reminderModels(connection)
  let previous: CreditRecord | null = null
  for await (const entry of credits.find().sort({ accountId: 1, template: 1, n: 1 }).lean().cursor({ batchSize: 1000 })) {
    const same: boolean = previous !== null && previous.accountId.equals(entry.accountId) && previous.template === entry.template
    yield* creditFaults(same ? previous : null, entry)
    previous = entry
  }
  for await (const { _id, wechat } of reminders.find({ 'wechat.accountId': { $ne: null }, 'wechat.state': { $in: [...TAKEN] } }).sort({ _id: 1 }).lean().cursor({ batchSize: 1000 })) {
    const taken = wechat.accountId && wechat.template && wechat.debit !== null
      ? await credits.findOne({ accountId: wechat.accountId, template: wechat.template, n: wechat.debit, reason: 'claimed' }, { _id: 1 }).lean() : null
    if (!taken) yield { kind: 'debit', what: `${_id.toHexString()} is ${wechat.state} without an acceptance taken for it` }
  }
}
