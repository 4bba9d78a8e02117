import type { ClientSession, Connection } from 'mongoose'
import type { TemplateKey } from '@pioneer/shared-types/constants'
import type { Clock } from '../../kernel/clock'
import { toId } from '../../kernel/ids'
import type { AuthService } from '../auth/types'
import { withoutRace, type Credits, type Purse } from './credits'
import { reminderModels, type ReminderRecord, type WechatState } from './model'
import { mayAskAgain, type Step } from './rules'

/** A WeChat identity that has an acceptance left. */
export interface Way { accountId: string; openid: string }

/** Somebody else has the reminder by now: its lease was over. */
class Lost extends Error {}

export interface ClaimDeps { connection: Connection; clock: Clock; credits: Credits; auth: Pick<AuthService, 'wechatAccountsOf'>; holder: string }

/** The durable steps of a delivery (decision table in ARCHITECTURE.md). Each is refused when the lease has gone to somebody else. */
export interface Claims {
  /** Takes the next one that is due and holds it for the lease; null when there is none. */
  next(now: Date, lease: number): Promise<ReminderRecord | null>
  /** The member's WeChat account, when a message can be tried. */
  wayOf(memberId: string, template: TemplateKey): Promise<Way | null>
  /** The account that was being asked; null when it is gone. */
  askedWay(record: ReminderRecord): Promise<Way | null>
  /** Puts it down: into the inbox if it is not there yet, its message as given; `nextAt` when something is left to do. */
  put(record: ReminderRecord, state: WechatState, nextAt?: Date): Promise<boolean>
  /** Not needed any more. */
  drop(record: ReminderRecord): Promise<boolean>
  /** Before WeChat is asked: takes one acceptance and says so, in one transaction. Null when the last one went elsewhere or the lease is lost. */
  begin(record: ReminderRecord, way: Way): Promise<ReminderRecord | null>
  /** Before WeChat is asked once more about the same acceptance. Null when that could reach the member twice, or the lease is lost. */
  beginAgain(record: ReminderRecord): Promise<ReminderRecord | null>
  /** After WeChat was asked. */
  settle(record: ReminderRecord, step: Step, errcode: number | null): Promise<boolean>
}

/** States in which nobody knows whether WeChat has spent an acceptance. */
const OPEN: readonly WechatState[] = ['sending', 'unsure']

export function createClaims({ connection, clock, credits, auth, holder }: ClaimDeps): Claims {
  const { reminders } = reminderModels(connection)
  const mine = (record: ReminderRecord): Pick<ReminderRecord, '_id'> & { holder: string; nextAt: Date | undefined } => ({ _id: record._id, holder, nextAt: record.nextAt })
  const shown = (record: ReminderRecord): object => (record.shownAt ? {} : { shownAt: clock.now(), unread: true })
  const rest = (nextAt: Date | undefined): object => (nextAt ? { $set: { nextAt, holder: null } } : { $set: { holder: null }, $unset: { nextAt: 1 } })
  const purseOf = ({ wechat }: ReminderRecord): Purse | null => (wechat.accountId && wechat.template ? { accountId: wechat.accountId, template: wechat.template } : null)

  /** One update of a reminder this worker still holds. */
  async function write(record: ReminderRecord, set: object, nextAt?: Date): Promise<boolean> {
    const { $set, ...others } = rest(nextAt) as { $set: object }
    const { matchedCount } = await reminders.updateOne(mine(record), { ...others, $set: { ...$set, ...set } })
    return matchedCount === 1
  }

  const putDown = (record: ReminderRecord, state: WechatState, nextAt?: Date): Promise<boolean> =>
    write(record, { ...shown(record), 'wechat.state': state, ...(nextAt ? {} : { 'wechat.endedAt': clock.now() }) }, nextAt)

  const begin: Claims['begin'] = async (record, { accountId }) => {
    const template = record.wechat.template
    if (!template) return null
    const purse = { accountId: toId(accountId), template }
    return withoutRace(connection, async (session) => {
      const left = (await credits.last(purse, session))?.balance ?? 0
      if (left < 1) return null
      // Another message of unknown outcome may have left its acceptance at WeChat: then one more call could arrive beside this one.
      const open = await reminders.findOne({ 'wechat.accountId': purse.accountId, 'wechat.state': { $in: OPEN }, 'wechat.template': template }, { _id: 1 }).session(session).lean()
      const tries = record.wechat.tries + 1
      const debit = await credits.append(purse, { delta: -1, reason: 'claimed', key: `claim:${record._id.toHexString()}:${tries}` }, session)
      const wechat = { ...record.wechat, state: 'sending' as const, tries, accountId: purse.accountId, debit, sole: left === 1 && !open, again: false }
      const taken = await reminders.findOneAndUpdate(mine(record), { $set: { ...shown(record), wechat } }, { session, returnDocument: 'after' }).lean()
      if (!taken) throw new Lost()
      return taken
    }).catch((error: unknown) => {
      if (error instanceof Lost) return null
      throw error
    })
  }

  const beginAgain: Claims['beginAgain'] = async (record) => {
    const purse = purseOf(record)
    if (!purse) return null
    const moved = (await credits.last(purse))?.n !== record.wechat.debit
    if (!mayAskAgain({ sole: record.wechat.sole, moved })) return null
    return reminders.findOneAndUpdate(mine(record), { $set: { 'wechat.again': true }, $inc: { 'wechat.tries': 1 } }, { returnDocument: 'after' }).lean()
  }

  /** Ends or postpones a message and corrects the ledger in one transaction. */
  async function settleWith(record: ReminderRecord, state: WechatState, errcode: number | null, reason: 'returned' | 'refused', nextAt?: Date): Promise<boolean> {
    const purse = purseOf(record)
    const key = `${reason}:${record._id.toHexString()}:${record.wechat.tries}`
    return withoutRace(connection, async (session) => {
      if (!(await settled(record, state, errcode, nextAt, session))) return false
      if (!purse) return true
      const delta = reason === 'returned' ? 1 : -(await believed(purse, record.wechat.debit ?? 0, session))
      if (delta !== 0) await credits.append(purse, { delta, reason, key }, session)
      return true
    })
  }
  /** What the ledger still believed in beside the acceptance that was refused; those that came after the claim stand. */
  async function believed(purse: Purse, debit: number, session: ClientSession): Promise<number> {
    const left = (await credits.last(purse, session))?.balance ?? 0
    return Math.max(0, Math.min(left, await credits.balanceAt(purse, debit, session)))
  }

  async function settled(record: ReminderRecord, state: WechatState, errcode: number | null, nextAt: Date | undefined, session: ClientSession): Promise<boolean> {
    const { $set, ...others } = rest(nextAt) as { $set: object }
    const set = { ...$set, 'wechat.state': state, 'wechat.errcode': errcode, ...(nextAt ? {} : { 'wechat.endedAt': clock.now() }) }
    return (await reminders.updateOne(mine(record), { ...others, $set: set }, { session })).matchedCount === 1
  }

  const settle: Claims['settle'] = (record, step, errcode) => {
    const later = (seconds: number): Date => new Date(clock.now().getTime() + seconds * 1000)
    const end = (state: WechatState): Promise<boolean> => write(record, { 'wechat.state': state, 'wechat.errcode': errcode, 'wechat.endedAt': clock.now() })
    switch (step.do) {
      case 'sent':
      case 'unsure': return end(step.do)
      case 'ask-again': return write(record, { 'wechat.errcode': errcode }, later(step.seconds))
      case 'no-credit': return settleWith(record, 'refused', errcode, 'refused')
      case 'failed': return settleWith(record, 'failed', errcode, 'returned')
      case 'retry': return settleWith(record, 'waiting', errcode, 'returned', later(step.seconds))
    }
  }

  return {
    begin, beginAgain, settle,
    put: putDown,
    drop: (record) => write(record, record.shownAt ? { 'wechat.state': 'dropped', 'wechat.endedAt': clock.now() } : { droppedAt: clock.now(), 'wechat.state': 'dropped', 'wechat.endedAt': clock.now() }),
    next: (now, lease) => reminders.findOneAndUpdate(
      { nextAt: { $lte: now } }, { $set: { nextAt: new Date(now.getTime() + lease), holder } }, { sort: { nextAt: 1 }, returnDocument: 'after' }).lean(),
    wayOf: async (memberId, template) => {
      for (const { accountId, openid } of await auth.wechatAccountsOf([memberId])) {
        if (((await credits.last({ accountId: toId(accountId), template }))?.balance ?? 0) > 0) return { accountId, openid }
      }
      return null
    },
    askedWay: async (record) => {
      const asked = record.wechat.accountId?.toHexString()
      return (await auth.wechatAccountsOf([record.memberId.toHexString()])).find((account) => account.accountId === asked) ?? null
    },
  }
}
