import type { Connection } from 'mongoose'
import type { RemindPerson, RemindPlan, Reminded } from '@pioneer/shared-types/reminders/schemas'
import type { Reach, TemplateKey } from '@pioneer/shared-types/constants'
import type { Caller } from '../../kernel/access'
import type { Clock } from '../../kernel/clock'
import { toId } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import type { AuditService } from '../audit/types'
import type { AuthService } from '../auth/types'
import type { MembersService } from '../members/types'
import type { OrgsService } from '../orgs/types'
import type { Credits } from './credits'
import type { Listed, Lists, RemindList } from './lists'
import { makeOnce, plannedRecord, shownRecord } from './make'
import { reminderModels, type ReminderRecord, type RoundRecord, type WechatState } from './model'
import { ABOUT, ruleOf, type ReminderRule, type ReminderRules } from './rule-schema'
import type { RulesNow } from './rule-store'
import { fill, quietUntil, reachOf } from './rules'

export interface ByHandDeps {
  lists: Lists
  auth: Pick<AuthService, 'allowed' | 'boundMembers' | 'wechatAccountsOf'>
  members: Pick<MembersService, 'many' | 'maskedPhone'>
  orgs: Pick<OrgsService, 'find' | 'facts'>
  audit: Pick<AuditService, 'record' | 'viewed'>
  credits: Credits
  rulesNow: RulesNow
  /** Templates that can be sent; empty where no mini-program is configured. */
  templateIds: Readonly<Partial<Record<TemplateKey, string>>>
  /** Told after the commit that something is due. */
  nudge: () => void
}

/** 一键提醒: who would be reminded, and doing it. */
export interface ByHandPart {
  /** Leaves a trace. */
  planActivity(caller: Caller, id: string, about: 'sign-in' | 'reply'): Promise<RemindPlan>
  planPaper(caller: Caller, id: string): Promise<RemindPlan>
  /** Once in the interval of the rules: a second tap answers the first. Throws nobody-to-remind, and what the list throws. */
  sendActivity(caller: Caller, id: string, about: 'sign-in' | 'reply'): Promise<Reminded>
  sendPaper(caller: Caller, id: string): Promise<Reminded>
}

const MINUTE = 60_000
const ENDS: Readonly<Record<WechatState, NonNullable<RemindPerson['last']>['delivery']>> = {
  none: 'inbox', dropped: 'inbox', planned: 'waiting', waiting: 'waiting', sending: 'waiting', sent: 'sent', refused: 'refused', failed: 'failed', unsure: 'unsure',
}
const collator = new Intl.Collator('zh-Hans-CN')

export function createByHand({ connection, clock }: { connection: Connection; clock: Clock }, deps: ByHandDeps): ByHandPart {
  const { reminders, rounds } = reminderModels(connection)
  const keyOf = (list: RemindList): string => `${list.code} ${list.target}`
  const againAt = (rules: ReminderRules, round: Pick<RoundRecord, 'at'>): Date => new Date(round.at.getTime() + rules.byHandMinutes * MINUTE)

  async function reachesOf(people: readonly Listed[], rule: ReminderRule): Promise<Map<string, Reach>> {
    const ids = people.map((person) => person.memberId)
    if (ids.length === 0) return new Map()
    const template = rule.wechat?.template
    const usable = template !== undefined && deps.templateIds[template] !== undefined
    const bound = await deps.auth.boundMembers(ids)
    const accounts = usable ? await deps.auth.wechatAccountsOf(ids) : []
    const left = template ? await deps.credits.balances(accounts.map((account) => account.accountId), template) : new Map<string, number>()
    const credits = new Map<string, number>()
    for (const { memberId, accountId } of accounts) credits.set(memberId, (credits.get(memberId) ?? 0) + (left.get(accountId) ?? 0))
    return new Map(ids.map((id) => [id, reachOf({ bound: bound.has(id), template: usable, credits: credits.get(id) ?? 0 })]))
  }

  const counted = (reaches: ReadonlyMap<string, Reach>): Pick<RemindPlan, Reach> => {
    const values = [...reaches.values()]
    const count = (reach: Reach): number => values.filter((value) => value === reach).length
    return { wechat: count('wechat'), inbox: count('inbox'), call: count('call') }
  }

  /** The newest reminder of each person about this, by hand or by rule. */
  async function lastOf(list: RemindList): Promise<Map<string, ReminderRecord>> {
    const rows = await reminders.find(
      { rule: { $in: Object.keys(ABOUT) }, target: list.target, memberId: { $in: list.people.map((person) => toId(person.memberId)) }, shownAt: { $ne: null } }).sort({ shownAt: 1, _id: 1 }).lean()
    return new Map(rows.map((row) => [row.memberId.toHexString(), row]))
  }

  /** Masked numbers of those whose details the caller may see. */
  async function phonesFor(caller: Caller, people: readonly Listed[]): Promise<Map<string, string | null>> {
    const open = new Set<string>()
    for (const branchId of new Set(people.map((person) => person.branchId))) {
      const facts = await deps.orgs.facts(branchId)
      if (facts && await deps.auth.allowed(caller, 'roster:details', facts)) open.add(branchId)
    }
    const rows = await deps.members.many(people.filter((person) => open.has(person.branchId)).map((person) => person.memberId))
    return new Map(rows.map((row) => [row._id.toHexString(), deps.members.maskedPhone(row)]))
  }

  async function plan(caller: Caller, list: RemindList): Promise<RemindPlan> {
    const rules = await deps.rulesNow()
    const rule = ruleOf(rules, list.code)
    const now = clock.now()
    await deps.audit.viewed(caller, { list: `${list.code}:${list.targetId}`, what: '提醒名单', orgId: list.orgId })
    const reaches = await reachesOf(list.people, rule)
    const last = await lastOf(list)
    const phones = await phonesFor(caller, list.people)
    const groups = new Map<string, string>()
    for (const id of new Set(list.people.flatMap((person) => person.groupId ?? []))) groups.set(id, (await deps.orgs.find(id))?.name ?? '')
    const round = await rounds.findById(keyOf(list)).lean()
    const people = list.people.map(({ memberId, name, groupId }): RemindPerson => {
      const row = last.get(memberId)
      return {
        memberId, name, groupName: groupId && (groups.get(groupId) ?? null), reach: reaches.get(memberId) ?? 'call', phone: phones.get(memberId) ?? null,
        last: row?.shownAt ? { at: row.shownAt.toISOString(), delivery: ENDS[row.wechat.state], read: row.readAt !== null } : null,
      }
    })
    const called = (person: RemindPerson): number => (person.reach === 'call' ? 1 : 0)
    people.sort((a, b) => called(a) - called(b) || collator.compare(a.groupName ?? '', b.groupName ?? '') || collator.compare(a.name, b.name) || (a.memberId < b.memberId ? -1 : 1))
    return {
      about: list.about, title: fill(rule.title, list.words), text: fill(rule.text, list.words), people, ...counted(reaches),
      sentAt: round?.at.toISOString() ?? null, againAt: round && againAt(rules, round) > now ? againAt(rules, round).toISOString() : null,
      quietUntil: quietUntil(rules.quiet, now)?.toISOString() ?? null,
    }
  }

  const answer = ({ at, people, wechat, inbox, call }: RoundRecord, already: boolean): Reminded => ({ people, wechat, inbox, call, already, at: at.toISOString() })

  async function sendOnce(caller: Caller, list: RemindList): Promise<Reminded> {
    const rules = await deps.rulesNow()
    const rule = ruleOf(rules, list.code)
    const now = clock.now()
    const recent = (round: RoundRecord | null): round is RoundRecord => round !== null && againAt(rules, round) > now
    const before = await rounds.findById(keyOf(list)).lean()
    if (recent(before)) return answer(before, true)
    if (list.people.length === 0) throw new ProblemError('nobody-to-remind')
    const reaches = await reachesOf(list.people, rule)
    const round: RoundRecord = { _id: keyOf(list), at: now, by: caller.accountId, people: list.people.length, ...counted(reaches) }
    const records = list.people.flatMap(({ memberId }) => {
      const reach = reaches.get(memberId)
      if (reach === undefined || reach === 'call') return []
      return [shownRecord(plannedRecord(rules, rule, list.words, { memberId, target: list.target, slot: now.toISOString(), dueAt: now }), now, reach === 'wechat')]
    })
    const sent = await inTransaction(connection, async (session) => {
      // Two taps at once meet here: the second one sees what the first has written and answers that.
      const known = await rounds.findById(round._id).session(session).lean()
      if (recent(known)) return answer(known, true)
      if (known) await rounds.replaceOne({ _id: round._id }, round, { session })
      else await rounds.create([round], { session })
      await makeOnce(reminders, records, session)
      await deps.audit.record(caller, {
        action: 'reminders.sent', targetType: list.targetType, targetId: list.targetId, orgId: list.orgId, detail: `提醒了 ${round.people} 人：微信 ${round.wechat}，仅小程序 ${round.inbox}，要打电话 ${round.call}`,
      }, session)
      return answer(round, false)
    })
    deps.nudge()
    return sent
  }

  /** The first reminder of a list has no round to conflict on: whoever loses reads the winner's. */
  const send = (caller: Caller, list: RemindList): Promise<Reminded> => sendOnce(caller, list).catch((error: unknown) => {
    if (isDuplicateKey(error)) return sendOnce(caller, list)
    throw error
  })

  return {
    planActivity: async (caller, id, about) => plan(caller, await deps.lists.ofActivity(id, about)),
    planPaper: async (caller, id) => plan(caller, await deps.lists.ofPaper(id)),
    sendActivity: async (caller, id, about) => send(caller, await deps.lists.ofActivity(id, about)),
    sendPaper: async (caller, id) => send(caller, await deps.lists.ofPaper(id)),
  }
}
