import { HEADINGS, HEADING_NAMES, type ActivityKind, type Heading } from '@pioneer/shared-types/constants'
import type { PointsRule, RuleSet } from './rule-schema'

/** The headings that make up the 100 points of a year; awards (附加分) are shown apart. */
export const YEAR_HEADINGS = HEADINGS.filter((heading) => heading !== 'award')

/** What the ledger holds for one source, member and rule so far. */
export interface Settled { id: string; n: number; target: number }

/** The entry that brings a source to its new worth. */
export interface Difference { n: number; delta: number; previousId: string | null }

/**
 * The one operation of the ledger (domain-rules, Points): the source is now worth `target`; what is appended is the difference to what was
 * settled before, as the next link of the chain. Null when nothing changes. Points are whole numbers.
 */
export function planSettlement(previous: Settled | null, target: number): Difference | null {
  const delta = target - (previous?.target ?? 0)
  if (delta === 0) return null
  return { n: (previous?.n ?? 0) + 1, delta, previousId: previous?.id ?? null }
}

/** The part of an entry that totals depend on. */
export interface FoldEntry { id: string; rule: string; heading: Heading; source: string; n: number; delta: number; target: number; occurredAt: Date }

export interface YearFold {
  /** Points by heading, without awards. */
  headings: Record<Exclude<Heading, 'award'>, number>
  award: number
  /** Σ of the four headings; awards stand on top of it. */
  total: number
  /** Lines with which the yearly cap of their rule was reached, or that came after: 已达上限. */
  cappedEntryIds: Set<string>
  /** Lines that a later entry of their chain took back. */
  reversedEntryIds: Set<string>
}

/** Entries of one source under one rule, by n. */
type Chain = readonly FoldEntry[]

function chainsOf(entries: readonly FoldEntry[]): Chain[] {
  const chains = new Map<string, FoldEntry[]>()
  for (const entry of entries) {
    const key = `${entry.rule} ${entry.source}`
    const chain = chains.get(key)
    if (chain) chain.push(entry)
    else chains.set(key, [entry])
  }
  // The order of a year is that of what happened, never that of arrival.
  const start = (chain: Chain): number => Math.min(...chain.map((entry) => entry.occurredAt.getTime()))
  return [...chains.values()]
    .map((chain) => chain.sort((a, b) => a.n - b.n))
    .map((chain) => ({ chain, at: start(chain), source: chain[0]?.source ?? '' }))
    .sort((a, b) => a.at - b.at || (a.source < b.source ? -1 : a.source > b.source ? 1 : 0))
    .map(({ chain }) => chain)
}

/** A line is taken back when a later link of its chain stands on the other side of where this one led. */
function reversedIn(chain: Chain): string[] {
  return chain
    .filter((entry, index) => chain.slice(index + 1).some((later) => (entry.delta > 0 ? later.target < entry.target : later.target > entry.target)))
    .map((entry) => entry.id)
}

/** Σ of a rule's entries in a year, under the heading they were written with. */
export interface RuleSum { rule: string; heading: Heading; sum: number }

export type YearTotals = Pick<YearFold, 'headings' | 'award' | 'total'>

/**
 * Totals of a year (domain-rules, Points): Σ by rule, cut at the rule's cap, summed by heading. The discipline heading starts from its base
 * and no heading falls below 0. A rule the set no longer has keeps its points under the heading it was written with.
 */
export function totalsOf(ruleSet: RuleSet, byRule: readonly RuleSum[]): YearTotals {
  const rules = new Map(ruleSet.rules.map((rule) => [rule.code, rule]))
  const sums: Record<Heading, number> = { duty: 0, study: 0, service: 0, discipline: 0, award: 0 }
  for (const rule of ruleSet.rules) if (rule.gives.how === 'base') sums[rule.heading] += rule.gives.points
  for (const { rule: code, heading, sum } of byRule) {
    const rule = rules.get(code)
    sums[rule?.heading ?? heading] += Math.min(sum, rule?.cap ?? Infinity)
  }
  const headings = { duty: Math.max(0, sums.duty), study: Math.max(0, sums.study), service: Math.max(0, sums.service), discipline: Math.max(0, sums.discipline) }
  return { headings, award: Math.max(0, sums.award), total: headings.duty + headings.study + headings.service + headings.discipline }
}

/**
 * A member's year from the ledger: the totals, and what each line means in them. Whatever order the entries arrived in,
 * the result is the same.
 */
export function foldYear(ruleSet: RuleSet, entries: readonly FoldEntry[]): YearFold {
  const caps = new Map(ruleSet.rules.map((rule) => [rule.code, rule.cap]))
  const byRule = new Map<string, RuleSum>()
  const cappedEntryIds = new Set<string>()
  const reversedEntryIds = new Set<string>()
  for (const chain of chainsOf(entries)) {
    const first = chain[0]
    if (!first) continue
    const worth = chain.reduce((sum, entry) => sum + entry.delta, 0)
    const running = (byRule.get(first.rule)?.sum ?? 0) + worth
    byRule.set(first.rule, { rule: first.rule, heading: first.heading, sum: running })
    for (const id of reversedIn(chain)) reversedEntryIds.add(id)
    const cap = caps.get(first.rule) ?? Infinity
    if (worth > 0 && running >= cap) for (const entry of chain) if (entry.delta > 0) cappedEntryIds.add(entry.id)
  }
  return { ...totalsOf(ruleSet, [...byRule.values()]), cappedEntryIds, reversedEntryIds }
}

/** What a rule gives once at best, whole points; null when a person decides within bounds, or nothing happens once. */
export function worthOnce(rule: PointsRule): number | null {
  if (rule.gives.how === 'each') return rule.gives.points
  if (rule.gives.how === 'steps') return Math.max(...rule.gives.steps.map((step) => step.points))
  return null
}

/** What a rule gives for a result: the points of the highest step reached, 0 below the first. Null for rules that do not give by a result. */
export function worthByResult(rule: PointsRule, result: number): number | null {
  if (rule.gives.how !== 'steps') return null
  const reached = rule.gives.steps.filter((step) => result >= step.atLeast).sort((a, b) => b.atLeast - a.atLeast)
  return reached[0]?.points ?? 0
}

/**
 * 本年可得 by heading: what a member could have earned so far. `opportunities` says how often each rule could have been earned;
 * rules that nobody counts yet count 0, the discipline base counts fully, deductions never count.
 */
export function attainable(ruleSet: RuleSet, opportunities: Readonly<Record<string, number>>): YearFold['headings'] {
  const sums: Record<Heading, number> = { duty: 0, study: 0, service: 0, discipline: 0, award: 0 }
  for (const rule of ruleSet.rules) {
    if (rule.gives.how === 'base') sums[rule.heading] += rule.gives.points
    const once = worthOnce(rule)
    if (once !== null && once > 0) sums[rule.heading] += Math.min(once * (opportunities[rule.code] ?? 0), rule.cap ?? Infinity)
  }
  return { duty: sums.duty, study: sums.study, service: sums.service, discipline: sums.discipline }
}

/** The most a whole year can give under a heading: Σ of its rules' caps. */
export function headingMax(ruleSet: RuleSet, heading: Heading): number {
  return ruleSet.rules.filter((rule) => rule.heading === heading).reduce((sum, rule) => sum + (rule.cap ?? 0), 0)
}

/** What attending an activity of these kinds earns: each rule once, however many of the kinds it names [D]. */
export function rulesForKinds(ruleSet: RuleSet, kinds: readonly ActivityKind[]): { rule: string; points: number }[] {
  return ruleSet.rules
    .filter((rule) => rule.kinds.some((kind) => kinds.includes(kind)))
    .map((rule) => ({ rule: rule.code, points: worthOnce(rule) ?? 0 }))
}

/** What a rule gives, in words for the list of rules. */
export function pointsInWords(rule: PointsRule): string {
  const { gives } = rule
  if (gives.how === 'each') return gives.points < 0 ? `每次 −${-gives.points} 分，扣到 0 为止` : `每次 ${gives.points} 分`
  if (gives.how === 'steps') return gives.steps.map((step) => `${step.atLeast} 分以上得 ${step.points} 分`).join('，')
  if (gives.how === 'base') return `年初 ${gives.points} 分`
  return `每次 ${gives.least}–${gives.most} 分`
}

/** Headings with their points, 本年可得 and the most of a year. Whoever earned more than was planned for (as a guest elsewhere) could have earned that. */
export function headingTotals(ruleSet: RuleSet, fold: YearTotals, opportunities: Readonly<Record<string, number>>) {
  const possible = attainable(ruleSet, opportunities)
  return YEAR_HEADINGS.map((heading) => ({
    heading, name: HEADING_NAMES[heading], points: fold.headings[heading],
    attainable: Math.max(possible[heading], fold.headings[heading]), max: headingMax(ruleSet, heading),
  }))
}
