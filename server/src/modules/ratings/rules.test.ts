import fc from 'fast-check'
import { digestOf } from './digest'
import { gainsOf, nextStar, scoreOf, spread, starsBySteps } from './rules'
import { parseScheme, type Indicator, type Scheme } from './scheme-schema'
import { shippedSchemes } from './scheme-store'
import type { Measured, RatingInputs } from './types'
import { howOf, raiseOf, wordsOf } from './words'

const [scheme] = shippedSchemes() as [Scheme]
const INDICATORS = scheme.dimensions.flatMap((dimension) => dimension.indicators)

/** What may be known of an indicator, worse and better: `more` is at least as good as `less`. */
function pairs(indicator: Indicator): fc.Arbitrary<{ less: Measured; more: Measured }> {
  const count = fc.nat(60)
  switch (indicator.measure.how) {
    case 'done-due': return fc.tuple(count, count, count, fc.nat(12)).map(([due, a, b, left]) => {
      const [low, high] = [Math.min(a, b, due), Math.min(Math.max(a, b), due)]
      return { less: { due, done: low, left }, more: { due, done: high, left } }
    })
    case 'rate': return fc.tuple(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000), fc.nat(500)).map(([den, a, b, coming]) => {
      const [low, high] = [Math.min(a, b, den), Math.min(Math.max(a, b), den)]
      return { less: { num: low, den, bestNum: low + coming, bestDen: den + coming }, more: { num: high, den, bestNum: high + coming, bestDen: den + coming } }
    })
    case 'percent': return fc.tuple(fc.nat(10_000), fc.nat(10_000)).map(([a, b]) => ({ less: { percent: Math.min(a, b) / 100 }, more: { percent: Math.max(a, b) / 100 } }))
    case 'count': return fc.tuple(fc.nat(9), fc.nat(9)).map(([a, b]) => ({ less: { count: Math.min(a, b) }, more: { count: Math.max(a, b) } }))
    case 'deduct': return fc.tuple(fc.nat(9), fc.nat(9)).map(([a, b]) => ({ less: { count: Math.max(a, b) }, more: { count: Math.min(a, b) } }))
    case 'yes-no': return fc.tuple(fc.boolean(), fc.boolean()).map(([a, b]) => ({ less: { yes: a && b }, more: { yes: a || b } }))
  }
}
const known = (indicator: Indicator): fc.Arbitrary<Measured | null> => indicator.entry === 'entered' ? fc.option(pairs(indicator).map(({ less }) => less)) : pairs(indicator).map(({ less }) => less)

const anyInputs: fc.Arbitrary<RatingInputs> = fc.tuple(
  fc.integer({ min: 1, max: 12 }), fc.nat(4), fc.boolean(), fc.tuple(...INDICATORS.map(known)), fc.subarray(scheme.limits.filter(({ when }) => when.how === 'fact').map(({ code }) => code)), fc.subarray([1, 2, 3, 4]),
).map(([month, groups, committee, measured, vetoes, empty]) => ({
  year: 2026, month, members: 46, groups, committee, dutyVersion: 1, vetoes, emptyQuarters: { 'veto-empty-quarter': empty },
  indicators: Object.fromEntries(INDICATORS.map((indicator, index) => [indicator.code, { measured: measured[index] ?? null, evidence: [] }])),
}))
const set = (inputs: RatingInputs, code: string, measured: Measured | null): RatingInputs => ({ ...inputs, indicators: { ...inputs.indicators, [code]: { measured, evidence: [] } } })

describe('the shipped scheme', () => {
  it('holds thirty indicators that add up to a hundred', () => {
    expect(INDICATORS).toHaveLength(30)
    expect(INDICATORS.reduce((all, { max }) => all + max, 0)).toBe(100)
    expect(scheme.dimensions.map(({ max }) => max)).toEqual([20, 20, 20, 15, 15, 10])
  })

  const spoilt = (change: (copy: Scheme) => void): (() => Scheme) => () => {
    const copy = structuredClone(scheme)
    change(copy)
    return parseScheme(copy)
  }
  const first = (copy: Scheme) => copy.dimensions[0]!.indicators[0]!
  it.each<[string, (copy: Scheme) => void, RegExp]>([
    ['points that do not add up', (copy) => { first(copy).max = 5 }, /add up/],
    ['a code twice', (copy) => { first(copy).code = 'theme-day' }, /twice/],
    ['29 indicators', (copy) => { copy.dimensions[0]!.indicators.pop() }, /29/],
    ['a name nobody fills in', (copy) => { first(copy).words = '{nobody}' }, /nobody/],
    ['stars that do not fall', (copy) => { copy.stars[1]!.atLeast = 95 }, /fall/],
    ['a floor above its target', (copy) => { const { measure } = copy.dimensions[0]!.indicators[2]!; if (measure.how === 'rate') measure.floor = 95 }, /floor/],
    ['a component that is not built', (copy) => { (copy.components as { monthly: number }).monthly = 20 }, /monthly/],
    ['a measure that does not fit its source', (copy) => { first(copy).measure = { how: 'rate', floor: 60, target: 90, notBefore: 1, dueFrom: null } }, /first-agenda/],
  ])('is refused with %s', (_name, change, message) => {
    expect(spoilt(change)).toThrow(message)
  })
  it('is taken unspoilt', () => { expect(spoilt(() => undefined)()).toEqual(scheme) })
})

describe('scoreOf', () => {
  it('is bounded, adds up, and keeps the points of every dimension', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const result = scoreOf(scheme, inputs)
      for (const [index, dimension] of result.dimensions.entries()) {
        const max = (scheme.dimensions[index]?.max ?? 0) * 100
        expect(dimension.indicators.reduce((all, one) => all + one.weight, 0)).toBe(max)
        expect(dimension.indicators.reduce((all, one) => all + one.score, 0)).toBe(dimension.score)
        for (const one of dimension.indicators) {
          expect(Number.isInteger(one.score) && one.score >= 0 && one.score <= one.weight).toBe(true)
          if (one.state === 'missing') expect(one.score).toBe(0)
        }
      }
      expect(result.score).toBe(result.dimensions.reduce((all, dimension) => all + dimension.score, 0))
      expect(result.score).toBeLessThanOrEqual(10_000)
    }))
  })

  it('rises with every fact that is better, in points and stars', () => {
    fc.assert(fc.property(anyInputs, fc.constantFrom(...INDICATORS).chain((indicator) => fc.tuple(fc.constant(indicator), pairs(indicator))), (inputs, [indicator, { less, more }]) => {
      const [low, high] = [scoreOf(scheme, set(inputs, indicator.code, less)), scoreOf(scheme, set(inputs, indicator.code, more))]
      expect(high.score).toBeGreaterThanOrEqual(low.score)
      expect(high.stars).toBeGreaterThanOrEqual(low.stars)
    }), { numRuns: 400 })
  })

  it('loses nothing when a meeting is held before its time', () => {
    fc.assert(fc.property(anyInputs, fc.constantFrom(...INDICATORS.filter((one) => one.measure.how === 'done-due' && one.entry === 'computed')), fc.nat(12), fc.nat(12), (inputs, { code }, due, done) => {
      const before = scoreOf(scheme, set(inputs, code, { due: due + done, done, left: 3 }))
      const after = scoreOf(scheme, set(inputs, code, { due: due + done + 1, done: done + 1, left: 2 }))
      if (due + done > 0) expect(after.score).toBeGreaterThanOrEqual(before.score)
    }))
  })

  it('gives the same for the same, whatever the order of its names', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const turned: RatingInputs = { ...inputs, indicators: Object.fromEntries(Object.entries(inputs.indicators).reverse()) }
      expect(scoreOf(scheme, turned)).toEqual(scoreOf(scheme, inputs))
      expect(digestOf(1, turned)).toBe(digestOf(1, inputs))
      expect(digestOf(2, inputs)).not.toBe(digestOf(1, inputs))
    }))
  })

  it('holds the stars down by a veto or a low satisfaction, never up', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const clean = scoreOf(scheme, set({ ...inputs, vetoes: [], emptyQuarters: {} }, 'satisfaction', { percent: 60 }))
      expect(clean.stars).toBe(starsBySteps(scheme, clean.score))
      const vetoed = scoreOf(scheme, { ...inputs, vetoes: ['veto-forged-records'] })
      expect(vetoed.stars).toBe(1)
      expect(vetoed.score).toBe(scoreOf(scheme, { ...inputs, vetoes: [] }).score)
      expect(scoreOf(scheme, set(inputs, 'satisfaction', { percent: 59.99 })).stars).toBeLessThanOrEqual(2)
      const empty = scoreOf(scheme, { ...inputs, vetoes: [], emptyQuarters: { 'veto-empty-quarter': [1, 3] } })
      expect(empty.limits).toContainEqual(expect.objectContaining({ code: 'veto-empty-quarter', reason: expect.stringContaining('一、三季度') as string }))
    }))
  })
})

describe('by hand', () => {
  const blank: RatingInputs = { year: 2026, month: 11, members: 46, groups: 0, committee: true, dutyVersion: 1, vetoes: [], emptyQuarters: {}, indicators: {} }
  const one = (code: string, measured: Measured, month = 11) => {
    const inputs = set({ ...blank, month }, code, measured)
    return scoreOf(scheme, inputs).dimensions.flatMap((dimension) => dimension.indicators).find((result) => result.code === code)!
  }
  /** The share in hundredths of the weight. */
  const share = (code: string, measured: Measured, month?: number): number => { const { score, weight } = one(code, measured, month); return Math.round((100 * score) / weight) }

  it.each<[string, Measured, number]>([
    ['theme-day-attendance', { num: 60, den: 100, bestNum: 0, bestDen: 0 }, 0], ['theme-day-attendance', { num: 75, den: 100, bestNum: 0, bestDen: 0 }, 50],
    ['theme-day-attendance', { num: 90, den: 100, bestNum: 0, bestDen: 0 }, 100], ['quiz-score', { num: 865 * 4, den: 4000, bestNum: 0, bestDen: 0 }, 88],
    ['innovation', { count: 1 }, 50], ['grassroots', { count: 3 }, 100], ['grassroots', { count: 9 }, 100], ['no-violations', { count: 1 }, 50], ['no-violations', { count: 2 }, 0], ['no-violations', { count: 0 }, 100],
    ['party-lecture', { due: 3, done: 2, left: 1 }, 67], ['term-in-order', { yes: false }, 0], ['satisfaction', { percent: 82.5 }, 75],
  ])('%s of %j is worth %i %% of its points', (code, measured, percent) => {
    expect(share(code, measured)).toBe(percent)
  })

  it('does not ask before the time, and counts what comes early', () => {
    expect(one('innovation', { count: 0 }, 2).state).toBe('not-due')
    expect(share('innovation', { count: 1 }, 2)).toBe(100)
    expect(one('service-participation', { num: 0, den: 46, bestNum: 46, bestDen: 46 }, 6).state).toBe('not-due')
    expect(share('service-participation', { num: 0, den: 46, bestNum: 46, bestDen: 46 }, 7)).toBe(0)
  })

  it('spreads to the hundredth', () => {
    expect(spread(2000, [4, 4, 3, 0, 4, 3, 3])).toEqual([381, 381, 286, 0, 381, 286, 285])
    fc.assert(fc.property(fc.nat(5_000), fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }), (total, parts) => {
      fc.pre(parts.some((part) => part > 0))
      const shares = spread(total, parts)
      expect(shares.reduce((a, b) => a + b, 0)).toBe(total)
      parts.forEach((part, index) => { if (part === 0) expect(shares[index]).toBe(0) })
    }))
  })

  it('tells the next star, and none while a limit holds', () => {
    const result = scoreOf(scheme, blank)
    expect(nextStar(scheme, { ...result, score: 8_640, stars: 4 })).toEqual({ stars: 5, missing: 360 })
    expect(nextStar(scheme, { ...result, score: 9_000, stars: 5 })).toBeNull()
    expect(nextStar(scheme, { ...result, score: 8_640, stars: 1 })).toBeNull()
  })

  it('says what would raise a branch, the greatest gain first, in words', () => {
    const inputs = set(set(set(blank, 'innovation', { count: 1 }), 'talks', { due: 46, done: 38, left: 8 }), 'training-hours', { num: 34, den: 46, bestNum: 46, bestDen: 46 })
    const result = scoreOf(scheme, inputs)
    const gains = gainsOf(scheme, inputs, result)
    expect(gains.map(({ gain }) => gain)).toEqual([...gains.map(({ gain }) => gain)].sort((a, b) => b - a))
    const words = (code: string) => { const { indicator, state } = gains.find((one) => one.indicator.code === code)!; return raiseOf(indicator, inputs.indicators[code], state, 11) }
    expect(words('innovation')).toEqual({ title: '再报一个创新案例', note: '今年已有 1 个，报满 2 个得满分' })
    expect(words('talks')).toEqual({ title: '谈完剩下 8 位同志', note: '谈心谈话已谈 38 / 46 人' })
    expect(words('training-hours').title).toBe('帮 8 位同志补学时')
    expect(words('term-in-order').title).toBe('登记“任期和班子”')
  })

  it('leaves no brace unfilled, whatever is known', () => {
    fc.assert(fc.property(anyInputs, (inputs) => {
      const result = scoreOf(scheme, inputs)
      const states = new Map(result.dimensions.flatMap((dimension) => dimension.indicators).map((one) => [one.code, one]))
      for (const indicator of INDICATORS) {
        const { state = 'not-due', weight = 0 } = states.get(indicator.code) ?? {}
        const input = inputs.indicators[indicator.code]
        const raised = raiseOf(indicator, input, state, inputs.month)
        expect(`${wordsOf(indicator, input, state, inputs.month)} ${raised.title} ${raised.note} ${howOf(indicator, weight)}`).not.toMatch(/[{}]|undefined|NaN/)
      }
    }))
  })
})
