import type { ClientSession } from 'mongoose'
import type { MyPoints, PointsEntry } from '@pioneer/shared-types/points/schemas'
import { HEADING_NAMES, type Heading } from '@pioneer/shared-types/constants'
import { yearOf, yearRange } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { newId, toId, hexOrNull } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import { isDuplicateKey } from '../../kernel/transaction'
import { createVersionStore } from '../../kernel/version-store'
import { pointsModels } from './model'
import type { RuleSet } from './rule-schema'
import { POINT_RULES } from './rule-store'
import { foldYear, headingTotals, planSettlement, pointsInWords, rulesForKinds, totalsOf, worthByResult, worthOnce, type FoldEntry } from './rules'
import type { EntryRecord, OpportunityCounter, PointsCorrected, PointsService, Settlement } from './types'

export { ensureIndexes } from './model'

const sourceKey = (source: { type: string; id: string }): string => `${source.type}:${source.id}`
const chainKey = (rule: string, source: string, memberId: string): string => `${rule} ${source} ${memberId}`

const forFold = (entry: EntryRecord): FoldEntry => ({
  id: entry._id.toHexString(), rule: entry.rule, heading: entry.heading, source: entry.source, n: entry.n, delta: entry.delta, target: entry.target, occurredAt: entry.occurredAt,
})

function ruleOf(ruleSet: RuleSet, code: string): RuleSet['rules'][number] {
  const rule = ruleSet.rules.find((candidate) => candidate.code === code)
  if (!rule) throw new Error(`points rules v${ruleSet.version} know no rule ${code}`)
  return rule
}

/** The ledger (积分台账). `opportunities` counts what a member could have earned, `corrected` is told of corrections when somebody listens. */
export function createPointsService(context: Context, deps: { opportunities: OpportunityCounter; corrected?: PointsCorrected }): PointsService {
  const { Entry } = pointsModels(context.connection)
  const rules = createVersionStore(context, POINT_RULES)

  /** The last entry of each chain, in one read: the index that keeps chains unique also finds them. */
  async function lastOf(settlements: readonly Settlement[], session: ClientSession): Promise<Map<string, EntryRecord>> {
    const last = new Map<string, EntryRecord>()
    if (settlements.length === 0) return last
    const distinct = (values: string[]): string[] => [...new Set(values)]
    const rows = await Entry.find({
      rule: { $in: distinct(settlements.map((item) => item.rule)) },
      source: { $in: distinct(settlements.map((item) => sourceKey(item.source))) },
      memberId: { $in: distinct(settlements.map((item) => item.memberId)).map(toId) },
    }).sort({ rule: 1, source: 1, memberId: 1, n: 1 }).session(session).lean()
    for (const row of rows) last.set(chainKey(row.rule, row.source, row.memberId.toHexString()), row)
    return last
  }

  async function settle(settlements: readonly Settlement[], session: ClientSession): Promise<EntryRecord[]> {
    const last = await lastOf(settlements.filter((item) => item.first !== true), session)
    const recordedAt = context.clock.now()
    const entries: EntryRecord[] = []
    for (const item of settlements) {
      if (!Number.isInteger(item.target)) throw new Error(`points are whole numbers, not ${item.target}`)
      const source = sourceKey(item.source)
      const key = chainKey(item.rule, source, item.memberId)
      const previous = last.get(key)
      const difference = planSettlement(previous ? { id: previous._id.toHexString(), n: previous.n, target: previous.target } : null, item.target)
      if (!difference) continue
      const ruleSet = await rules.at(item.occurredAt)
      const entry: EntryRecord = {
        _id: newId(), memberId: toId(item.memberId),
        // A chain lies in one year, so that what is taken back leaves the year it was given in.
        year: previous?.year ?? yearOf(item.occurredAt),
        rule: item.rule, ruleVersion: ruleSet.version, heading: ruleOf(ruleSet, item.rule).heading,
        source, sourceTitle: item.source.title, n: difference.n, delta: difference.delta, target: item.target,
        occurredAt: item.occurredAt, recordedAt, actorAccountId: item.actorAccountId, reason: item.reason, evidence: item.evidence ?? null,
        previousId: previous?._id ?? null,
      }
      last.set(key, entry)
      entries.push(entry)
    }
    if (entries.length > 0) await append(entries, session)
    const corrections = entries.filter((entry) => entry.n > 1)
    if (corrections.length > 0) await deps.corrected?.(corrections, session)
    return entries
  }

  async function append(entries: EntryRecord[], session: ClientSession): Promise<void> {
    try {
      // Built here from checked parts: hydrating every entry of a rush would buy nothing.
      await Entry.insertMany(entries, { session, lean: true, ordered: true })
    } catch (error) {
      // Somebody else settled the same source in between. The transaction is lost; whoever repeats the request meets the new chain.
      if (isDuplicateKey(error)) throw new ProblemError('conflict')
      throw error
    }
  }

  function toWire(entry: EntryRecord, ruleSets: readonly RuleSet[], reversed: ReadonlySet<string>, capped: ReadonlySet<string>): PointsEntry {
    const id = entry._id.toHexString()
    const [type = '', sourceId = ''] = entry.source.split(':')
    const rule = ruleSets.find((set) => set.version === entry.ruleVersion)?.rules.find((candidate) => candidate.code === entry.rule)
    return {
      id, rule: entry.rule, ruleName: rule?.name ?? HEADING_NAMES[entry.heading], ruleVersion: entry.ruleVersion, heading: entry.heading, delta: entry.delta,
      source: { type, id: sourceId, title: entry.sourceTitle }, n: entry.n,
      occurredAt: entry.occurredAt.toISOString(), recordedAt: entry.recordedAt.toISOString(), reason: entry.reason, evidence: entry.evidence,
      previousId: hexOrNull(entry.previousId), reversed: reversed.has(id), capped: capped.has(id),
    }
  }

  /** A past year keeps the rules of its last day; the present one has today's. */
  const rulesOf = (wanted: number, now: Date): Promise<RuleSet> => {
    const { to } = yearRange(wanted)
    return rules.at(now < to ? now : new Date(to.getTime() - 1))
  }

  async function year(memberId: string, wanted: number, now: Date): Promise<MyPoints> {
    const { from, to } = yearRange(wanted)
    const until = now < to ? now : to
    const ruleSet = await rulesOf(wanted, now)
    const entries = await Entry.find({ memberId: toId(memberId), year: wanted }).sort({ occurredAt: -1, _id: -1 }).lean()
    const fold = foldYear(ruleSet, entries.map(forFold))
    const opportunities = until > from ? await deps.opportunities(memberId, from, until) : {}
    const ruleSets = await rules.all()
    return {
      year: wanted, total: fold.total, max: ruleSet.total, award: fold.award,
      headings: headingTotals(ruleSet, fold, opportunities),
      entries: entries.map((entry) => toWire(entry, ruleSets, fold.reversedEntryIds, fold.cappedEntryIds)),
      rules: ruleSet.rules.map((rule) => ({ rule: rule.code, name: rule.name, heading: rule.heading, points: pointsInWords(rule), cap: rule.cap })),
      ruleVersion: ruleSet.version,
    }
  }

  /** Caps cut the sum of a rule, so the sums are all that totals need: the store adds them up. */
  async function totals(memberId: string, wanted: number, now: Date, opportunities: Readonly<Record<string, number>>): Promise<Pick<MyPoints, 'total' | 'headings'>> {
    const ruleSet = await rulesOf(wanted, now)
    const groups = await Entry.aggregate<{ _id: { rule: string; heading: Heading }; sum: number }>([
      { $match: { memberId: toId(memberId), year: wanted } },
      { $group: { _id: { rule: '$rule', heading: '$heading' }, sum: { $sum: '$delta' } } },
    ])
    const fold = totalsOf(ruleSet, groups.map(({ _id, sum }) => ({ ..._id, sum })))
    return { total: fold.total, headings: headingTotals(ruleSet, fold, opportunities) }
  }

  return {
    settle,
    year,
    totals,
    allOf: async (memberId) => Entry.find({ memberId: toId(memberId) }).sort({ recordedAt: 1, _id: 1 }).lean(),
    async worth(code, at) {
      const worth = worthOnce(ruleOf(await rules.at(at), code))
      if (worth === null) throw new Error(`rule ${code} gives no fixed number`)
      return worth
    },
    async worthOf(code, at, result) {
      const worth = worthByResult(ruleOf(await rules.at(at), code), result)
      if (worth === null) throw new Error(`rule ${code} gives nothing by a result`)
      return worth
    },
    async rulesFor(kinds, at) {
      return rulesForKinds(await rules.at(at), kinds)
    },
    async ofSource(memberId, source) {
      // The index begins with the rule: naming them all keeps this a look-up.
      const codes = new Set((await rules.all()).flatMap((set) => set.rules.map((rule) => rule.code)))
      return Entry.find({ rule: { $in: [...codes] }, source: sourceKey(source), memberId: toId(memberId) }).sort({ rule: 1, n: 1 }).lean()
    },
    async present(entries) {
      const ruleSets = await rules.all()
      const ruleSet = ruleSets.at(-1)
      // Of some lines only what they say about each other is known; that a cap was reached is told with the whole year.
      const reversed = ruleSet ? foldYear(ruleSet, entries.map(forFold)).reversedEntryIds : new Set<string>()
      return entries.map((entry) => toWire(entry, ruleSets, reversed, new Set()))
    },
  }
}
