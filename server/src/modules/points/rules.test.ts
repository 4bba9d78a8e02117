import fc from 'fast-check'
import type { Heading } from '@pioneer/shared-types/constants'
import { parseRuleSet } from './rule-schema'
import { shippedRuleSets } from './rule-store'
import { attainable, foldYear, headingMax, headingTotals, planSettlement, pointsInWords, rulesForKinds, worthByResult, worthOnce, YEAR_HEADINGS, type FoldEntry } from './rules'

const [v1] = shippedRuleSets()
if (!v1) throw new Error('no rule set is shipped')
const ruleSet = v1
const EARNING = ruleSet.rules.filter((rule) => rule.gives.how !== 'base')

/** A ledger as `settle` would write it: targets settled one after the other for a few sources. */
const ledger = fc.array(fc.record({
  rule: fc.constantFrom(...EARNING.map((rule) => rule.code)), source: fc.integer({ min: 0, max: 30 }), target: fc.integer({ min: 0, max: 5 }), day: fc.integer({ min: 0, max: 364 }),
}), { maxLength: 120 }).map((steps) => {
  const last = new Map<string, FoldEntry>()
  const entries: FoldEntry[] = []
  for (const step of steps) {
    const rule = ruleSet.rules.find((candidate) => candidate.code === step.rule)
    if (!rule) continue
    const key = `${step.rule} ${step.source}`
    const previous = last.get(key)
    const target = rule.gives.how === 'each' && rule.gives.points < 0 ? -step.target : step.target
    const difference = planSettlement(previous ? { id: previous.id, n: previous.n, target: previous.target } : null, target)
    if (!difference) continue
    const entry: FoldEntry = {
      id: `${entries.length}`, rule: step.rule, heading: rule.heading, source: `activity:${step.source}`, n: difference.n, delta: difference.delta, target,
      occurredAt: previous?.occurredAt ?? new Date(Date.UTC(2026, 0, 1 + step.day)),
    }
    last.set(key, entry)
    entries.push(entry)
  }
  return { entries, last: [...last.values()] }
})

const entry = (id: string, over: Partial<FoldEntry> = {}): FoldEntry => ({
  id, rule: 'theme-day-attended', heading: 'duty', source: `activity:${id}`, n: 1, delta: 1, target: 1, occurredAt: new Date(Date.UTC(2026, 0, Number(id) + 1)), ...over,
})

describe('planSettlement', () => {
  it('appends the difference to what was settled before', () => {
    expect(planSettlement(null, 1)).toEqual({ n: 1, delta: 1, previousId: null })
    expect(planSettlement({ id: 'a', n: 1, target: 1 }, 3)).toEqual({ n: 2, delta: 2, previousId: 'a' })
    expect(planSettlement({ id: 'b', n: 2, target: 3 }, 0)).toEqual({ n: 3, delta: -3, previousId: 'b' })
  })

  it('appends nothing for the same target, and nothing for nothing', () => {
    fc.assert(fc.property(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 9 }), (target, n) => {
      expect(planSettlement({ id: 'x', n, target }, target)).toBeNull()
    }))
    expect(planSettlement(null, 0)).toBeNull()
  })

  it('keeps the chain whole: links without a gap, Σ of the differences = the last target', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 }), (targets) => {
      let last: { id: string; n: number; target: number } | null = null
      let sum = 0
      for (const target of targets) {
        const difference = planSettlement(last, target)
        expect(difference === null).toBe(target === (last?.target ?? 0))
        if (!difference) continue
        expect(difference).toMatchObject({ n: (last?.n ?? 0) + 1, previousId: last?.id ?? null })
        sum += difference.delta
        last = { id: `${difference.n}`, n: difference.n, target }
        expect(sum).toBe(target)
      }
    }))
  })
})

describe('foldYear', () => {
  it('starts a year at 0, with the discipline base', () => {
    expect(foldYear(ruleSet, [])).toMatchObject({ headings: { duty: 0, study: 0, service: 0, discipline: 15 }, award: 0, total: 15 })
  })

  it('does not depend on the order of arrival', () => {
    fc.assert(fc.property(ledger.chain(({ entries }) => fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }))), ([entries, shuffled]) => {
      expect(foldYear(ruleSet, shuffled)).toEqual(foldYear(ruleSet, entries))
    }))
  })

  it('equals Σ by rule of the last targets, cut at the cap, and never leaves its bounds', () => {
    fc.assert(fc.property(ledger, ({ entries, last }) => {
      const fold = foldYear(ruleSet, entries)
      const expected: Record<Heading, number> = { duty: 0, study: 0, service: 0, discipline: 15, award: 0 }
      for (const rule of EARNING) {
        const sum = last.filter((item) => item.rule === rule.code).reduce((all, item) => all + item.target, 0)
        expected[rule.heading] += Math.min(sum, rule.cap ?? Infinity)
      }
      for (const heading of YEAR_HEADINGS) {
        expect(fold.headings[heading]).toBe(Math.max(0, expected[heading]))
        expect(fold.headings[heading]).toBeLessThanOrEqual(headingMax(ruleSet, heading))
      }
      expect(fold.award).toBe(expected.award)
      expect(fold.award).toBeLessThanOrEqual(10)
      expect(fold.total).toBe(YEAR_HEADINGS.reduce((sum, heading) => sum + fold.headings[heading], 0))
      expect(fold.total).toBeLessThanOrEqual(100)
    }))
  })

  it('says with which line the cap was reached, by the day of the meeting', () => {
    const days = Array.from({ length: 14 }, (_, index) => entry(`${index}`))
    const fold = foldYear(ruleSet, [...days].reverse())
    expect(fold.headings.duty).toBe(12)
    expect([...fold.cappedEntryIds].sort()).toEqual(['11', '12', '13'])
  })

  it('lets a line count again when an earlier one is taken back', () => {
    const days = Array.from({ length: 13 }, (_, index) => entry(`${index}`))
    const back = entry('x', { source: 'activity:0', n: 2, delta: -1, target: 0, occurredAt: new Date(Date.UTC(2026, 11, 1)) })
    const fold = foldYear(ruleSet, [...days, back])
    expect(fold.headings.duty).toBe(12)
    expect([...fold.reversedEntryIds]).toEqual(['0'])
    expect([...fold.cappedEntryIds]).toEqual(['12'])
  })

  it('takes deductions from the base, not below 0', () => {
    const absent = (count: number): FoldEntry[] => Array.from({ length: count }, (_, index) =>
      entry(`${index}`, { rule: 'absent-without-leave', heading: 'discipline', delta: -2, target: -2 }))
    expect(foldYear(ruleSet, absent(2)).headings.discipline).toBe(11)
    expect(foldYear(ruleSet, absent(9)).headings.discipline).toBe(0)
    expect(foldYear(ruleSet, absent(9)).total).toBe(0)
  })

  it('keeps the points of a rule that a later version dropped', () => {
    expect(foldYear(ruleSet, [entry('1', { rule: 'old-rule', heading: 'study', delta: 2, target: 2 })]).headings.study).toBe(2)
  })
})

describe('本年可得', () => {
  it('is opportunities times points cut at the cap; the base counts fully, what nobody counts is 0', () => {
    expect(attainable(ruleSet, {})).toEqual({ duty: 0, study: 0, service: 0, discipline: 15 })
    expect(attainable(ruleSet, { 'theme-day-attended': 9, 'meeting-attended': 4, 'volunteer-service': 2, 'absent-without-leave': 9 }))
      .toEqual({ duty: 13, study: 0, service: 6, discipline: 15 })
    expect(attainable(ruleSet, { 'theme-day-attended': 30, 'meeting-attended': 30, 'volunteer-service': 30 })).toEqual({ duty: 30, study: 0, service: 15, discipline: 15 })
  })

  it('never lies below what was earned', () => {
    const totals = headingTotals(ruleSet, foldYear(ruleSet, [entry('1'), entry('2')]), { 'theme-day-attended': 1 })
    expect(totals[0]).toEqual({ heading: 'duty', name: '履职', points: 2, attainable: 2, max: 35 })
    expect(totals.map((total) => total.max)).toEqual([35, 35, 15, 15])
  })
})

describe('rules as data', () => {
  it('gives each rule once for the kinds of an activity', () => {
    expect(rulesForKinds(ruleSet, ['theme-day'])).toEqual([{ rule: 'theme-day-attended', points: 1 }])
    expect(rulesForKinds(ruleSet, ['party-lecture', 'theme-day', 'member-assembly'])).toEqual([{ rule: 'theme-day-attended', points: 1 }, { rule: 'meeting-attended', points: 1 }])
    expect(rulesForKinds(ruleSet, ['volunteer'])).toEqual([{ rule: 'volunteer-service', points: 3 }])
    expect(rulesForKinds(ruleSet, ['youth-study'])).toEqual([])
  })

  it('adds up to 100 and is said in words', () => {
    expect(YEAR_HEADINGS.reduce((sum, heading) => sum + headingMax(ruleSet, heading), 0)).toBe(100)
    expect(ruleSet.rules.map(pointsInWords)).toEqual([
      '每次 1 分', '每次 1 分', '每次 1 分', '每次 1 分', '60 分以上得 1 分，80 分以上得 2 分，90 分以上得 3 分', '每次 4 分', '每次 3 分',
      '年初 15 分', '每次 −2 分，扣到 0 为止', '每次 −1 分，扣到 0 为止', '每次 1–5 分',
    ])
    expect(ruleSet.rules.map(worthOnce)).toEqual([1, 1, 1, 1, 3, 4, 3, null, -2, -1, null])
  })

  it('refuses a rule set that makes no sense', () => {
    expect(() => parseRuleSet({ ...ruleSet, extra: 1 })).toThrow('extra')
    expect(() => parseRuleSet({ ...ruleSet, total: 99 })).toThrow('add up to 100')
    expect(() => parseRuleSet({ ...ruleSet, rules: [...ruleSet.rules, ruleSet.rules[0]] })).toThrow('twice')
    expect(() => parseRuleSet({ ...ruleSet, rules: ruleSet.rules.map((rule) => (rule.code === 'award' ? { ...rule, cap: null } : rule)) })).toThrow('needs a cap')
    expect(() => parseRuleSet({ ...ruleSet, rules: ruleSet.rules.map((rule) => (rule.code === 'study-test' ? { ...rule, kinds: ['theme-day'] } : rule)) })).toThrow('fixed number')
  })
})

describe('what a result is worth', () => {
  const [test, each] = [EARNING.find((rule) => rule.code === 'study-test'), EARNING.find((rule) => rule.code === 'lesson-passed')]
  if (!test || !each) throw new Error('the rules of study are missing')

  it('is the highest step reached', () => {
    expect([0, 59, 60, 79, 80, 89, 90, 100].map((score) => worthByResult(test, score))).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
    expect(worthByResult(each, 100)).toBeNull()
  })

  it('never falls with a better result, and its best is what the rule gives once', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (a, b) => {
      expect(worthByResult(test, Math.max(a, b))).toBeGreaterThanOrEqual(worthByResult(test, Math.min(a, b)) ?? NaN)
    }))
    expect(worthByResult(test, 100)).toBe(worthOnce(test))
  })
})
