import type { BranchFact, EnterFact, FactValue, WithdrawFact } from '@pioneer/shared-types/ratings/schemas'
import type { Caller } from '../../kernel/access'
import { dayOf, startOfDay, yearOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { newId, toId } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import type { AuditService } from '../audit/types'
import type { AuthModule } from '../auth/service'
import type { MembersService } from '../members/types'
import { ratingModels, type FactRecord, type WithdrawalRecord } from './model'
import type { Scheme } from './scheme-schema'
import { factWords } from './words'

export interface BookDeps {
  audit: Pick<AuditService, 'record'>
  members: Pick<MembersService, 'find'>
  auth: Pick<AuthModule, 'accountNames'>
}

/** How an item of the scheme is entered: an indicator by those who may enter facts, a limit by the committee. */
export interface Entry { name: string; committee: boolean; form: { kind: 'done-due' | 'count' | 'percent' | 'yes-no'; ask: string; unit: string } }

/** The entry of a code; null when nobody enters it. */
export function entryOf(scheme: Scheme, code: string): Entry | null {
  const indicator = scheme.dimensions.flatMap((dimension) => dimension.indicators).find((one) => one.code === code)
  if (indicator) return indicator.entry === 'entered' ? { name: indicator.name, committee: false, form: indicator.form } : null
  const limit = scheme.limits.find((one) => one.code === code && one.when.how === 'fact')
  return limit ? { name: limit.name, committee: true, form: { kind: 'yes-no', ask: `查实有${limit.name}`, unit: '' } } : null
}

const fault = (path: string, message: string): ProblemError => new ProblemError('validation', { fields: [{ path, message }] })

/** The value as it is kept. Throws `validation` when it does not fit the form. */
function checked(value: FactValue, form: Entry['form']): FactValue {
  if (form.kind === 'done-due' && 'due' in value) {
    if (value.done > value.due) throw fault('value.done', '办完的不能多于应办的')
    return value
  }
  if (form.kind === 'count' && 'count' in value) return value
  if (form.kind === 'percent' && 'percent' in value) return { percent: Math.round(value.percent * 100) / 100 }
  if (form.kind === 'yes-no' && 'yes' in value) return value
  throw fault('value', '这一项不是这样填的，刷新后再填')
}

/** The book of what people enter about a branch: append-only, a withdrawal is one more entry. */
export function createFactBook(context: Context, deps: BookDeps) {
  const { Fact, Withdrawal } = ratingModels(context.connection)

  const nameOf = async (caller: Caller): Promise<string> => {
    if (caller.memberId !== null) return (await deps.members.find(caller.memberId))?.name ?? ''
    return (await deps.auth.accountNames([caller.accountId])).get(caller.accountId) ?? ''
  }

  /** Enters a fact with its audit record; the same requestKey answers the first. Throws `validation`. */
  async function enter(caller: Caller, orgId: string, entry: Entry, body: EnterFact): Promise<FactRecord> {
    const now = context.clock.now()
    const value = checked(body.value, entry.form)
    const note = body.note.trim()
    if (note.length < 2) throw fault('note', '写一句说明')
    const day = startOfDay(body.occurredOn)
    if (Number.isNaN(day.getTime()) || dayOf(day) !== body.occurredOn) throw fault('occurredOn', '没有这一天，请重新选')
    if (day > now) throw fault('occurredOn', '还没到这一天')
    if (yearOf(day) !== yearOf(now)) throw fault('occurredOn', '只能登记今年的事')
    const fact: FactRecord = {
      _id: newId(), orgId: toId(orgId), year: yearOf(day), code: body.indicator, value, occurredOn: body.occurredOn, note, evidence: body.evidence?.trim() || null,
      requestKey: body.requestKey, enteredBy: caller.accountId, enteredByName: await nameOf(caller), enteredAt: now,
    }
    try {
      await inTransaction(context.connection, async (session) => {
        await Fact.insertMany([fact], { session, lean: true })
        await deps.audit.record(caller, { action: 'fact.entered', targetType: 'org', targetId: orgId, orgId, detail: `登记“${entry.name}”：${factWords(value, entry.form.unit)}` }, session)
      })
      return fact
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      const first = found(await Fact.findOne({ enteredBy: caller.accountId, requestKey: body.requestKey }).lean())
      // The key was used for something else: no answer of that may stand for this.
      if (first.code !== body.indicator || first.orgId.toHexString() !== orgId) throw new ProblemError('conflict')
      return first
    }
  }

  /** Takes a fact back with a reason; taken back already, it stays as it is. */
  async function withdraw(caller: Caller, fact: FactRecord, name: string, body: WithdrawFact): Promise<void> {
    const reason = body.reason.trim()
    if (reason.length < 2) throw fault('reason', '写一句撤回的原因')
    const orgId = fact.orgId.toHexString()
    try {
      await inTransaction(context.connection, async (session) => {
        await Withdrawal.insertMany([{ _id: fact._id, orgId: fact.orgId, year: fact.year, reason, by: caller.accountId, at: context.clock.now() }], { session, lean: true })
        await deps.audit.record(caller, { action: 'fact.withdrawn', targetType: 'org', targetId: orgId, orgId, detail: `撤回“${name}”的一条记录：${reason}` }, session)
      })
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
    }
  }

  const present = (fact: FactRecord, unit: string, withdrawal: WithdrawalRecord | undefined): BranchFact => ({
    id: fact._id.toHexString(), indicator: fact.code, value: fact.value, words: factWords(fact.value, unit), occurredOn: fact.occurredOn, note: fact.note, evidence: fact.evidence,
    enteredBy: fact.enteredByName, enteredAt: fact.enteredAt.toISOString(), withdrawn: withdrawal ? { reason: withdrawal.reason, at: withdrawal.at.toISOString() } : null,
  })

  return {
    enter, withdraw,
    /** A fact of this branch. Throws not-found. */
    get: async (orgId: string, factId: string): Promise<FactRecord> => found(await Fact.findOne({ _id: toId(factId), orgId: toId(orgId) }).lean()),
    /** What was entered under a code in a year, newest first, with what was taken back. */
    list: async (orgId: string, year: number, code: string, unit: string): Promise<BranchFact[]> => {
      const facts = await Fact.find({ orgId: toId(orgId), year, code }).sort({ enteredAt: -1, _id: -1 }).lean()
      const withdrawals = new Map((await Withdrawal.find({ _id: { $in: facts.map((fact) => fact._id) } }).sort({ _id: 1 }).lean()).map((row) => [row._id.toHexString(), row]))
      return facts.map((fact) => present(fact, unit, withdrawals.get(fact._id.toHexString())))
    },
    present: async (fact: FactRecord, unit: string): Promise<BranchFact> => present(fact, unit, await Withdrawal.findById(fact._id).lean() ?? undefined),
  }
}
