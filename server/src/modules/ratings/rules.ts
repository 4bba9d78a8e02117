import type { Indicator, Limit, Measure, Scheme } from './scheme-schema'
import type { IndicatorInput, IndicatorResult, Measured, RatingInputs, RatingResult } from './types'

/**
 * The law of the star rating (domain-rules.md, Branch stars). Pure. Points are whole hundredths; what a share of them is worth is rounded once,
 * half up, to the hundredth, and nothing is rounded again: dimensions and the total are sums.
 */

/** A share of the points, p / q in whole numbers with 0 ≤ p ≤ q, q > 0. */
export interface Share { p: number; q: number }
const NOTHING: Share = { p: 0, q: 1 }
const ALL: Share = { p: 1, q: 1 }

const clamp = (p: number, q: number): Share => (p <= 0 ? NOTHING : p >= q ? ALL : { p, q })
/** What a share of so many hundredths is worth: rounded half up to the hundredth. */
const worth = (weight: number, { p, q }: Share): number => Math.floor((2 * weight * p + q) / (2 * q))
/** Linear between floor and target percent: num/den of all. */
const between = (num: number, den: number, floor: number, target: number): Share => clamp(100 * num - floor * den, (target - floor) * den)
/** A percentage in whole hundredths of a percent. */
export const hundredths = (percent: number): number => Math.round(percent * 100)

/** How many of a count are asked for by a month. */
export const dueBy = (schedule: readonly { from: number; due: number }[], month: number): number => schedule.findLast((step) => step.from <= month)?.due ?? 0

export interface Standing { state: IndicatorResult['state']; share: Share }
const standing = (state: Standing['state'], share: Share = NOTHING): Standing => ({ state, share })
const absent = (dueFrom: number | null, month: number): Standing => standing(dueFrom !== null && month >= dueFrom ? 'missing' : 'not-due')

function countStanding(count: number | null, schedule: readonly { from: number; due: number }[], month: number): Standing {
  const asked = dueBy(schedule, month)
  if (count === null) return standing(asked > 0 ? 'missing' : 'not-due')
  const target = schedule.at(-1)?.due ?? 0
  const done = Math.min(count, target)
  // Ahead of the schedule nothing more is asked than what is there.
  const due = Math.max(asked, done)
  return due === 0 ? standing('not-due') : standing('scored', clamp(done, due))
}

function rateStanding(measure: Extract<Measure, { how: 'rate' }>, num: number, den: number, month: number): Standing {
  if (month < measure.notBefore) return standing('not-due')
  if (den === 0) return standing(measure.dueFrom !== null && month >= measure.dueFrom ? 'scored' : 'not-due')
  return standing('scored', between(num, den, measure.floor, measure.target))
}

/** How an indicator stands by its measure, as if it applied. */
export function standingBy(measure: Measure, max: number, measured: Measured | null, month: number): Standing {
  switch (measure.how) {
    case 'done-due':
      if (measured === null || !('due' in measured)) return absent(measure.dueFrom, month)
      return measured.due === 0 ? standing('not-due') : standing('scored', clamp(measured.done, measured.due))
    case 'rate':
      return measured === null || !('num' in measured) ? rateStanding(measure, 0, 0, month) : rateStanding(measure, measured.num, measured.den, month)
    case 'percent':
      return measured === null || !('percent' in measured) ? absent(measure.dueFrom, month) : standing('scored', between(hundredths(measured.percent), 10_000, measure.floor, measure.target))
    case 'count':
      return countStanding(measured !== null && 'count' in measured ? measured.count : null, measure.schedule, month)
    case 'yes-no':
      return measured === null || !('yes' in measured) ? absent(measure.dueFrom, month) : standing('scored', measured.yes ? ALL : NOTHING)
    case 'deduct':
      return standing('scored', clamp(max - (measured !== null && 'count' in measured ? measured.count : 0) * measure.each, max))
  }
}

const appliesTo = (indicator: Indicator, inputs: RatingInputs): boolean =>
  indicator.applies === 'groups' ? inputs.groups > 0 : indicator.applies === 'committee' ? inputs.committee : true

function standingOf(indicator: Indicator, inputs: RatingInputs): Standing {
  if (!appliesTo(indicator, inputs)) return standing('not-applicable')
  return standingBy(indicator.measure, indicator.max, inputs.indicators[indicator.code]?.measured ?? null, inputs.month)
}

/** Hundredths shared out in proportion, the sum kept exactly: what is left over goes to the largest remainders, the first of equals first. */
export function spread(total: number, parts: readonly number[]): number[] {
  const sum = parts.reduce((all, part) => all + part, 0)
  if (sum === 0) return parts.map(() => 0)
  const shares = parts.map((part, index) => ({ index, whole: Math.floor((total * part) / sum), rest: (total * part) % sum }))
  const over = total - shares.reduce((all, share) => all + share.whole, 0)
  const lucky = new Set([...shares].sort((a, b) => b.rest - a.rest || a.index - b.index).slice(0, over).map((share) => share.index))
  return shares.map((share) => share.whole + (lucky.has(share.index) ? 1 : 0))
}

/** What does not apply or is not due yet gives its points to the others of its dimension; where nothing is due nothing was missed, and the points stand. */
function dimensionOf(dimension: Scheme['dimensions'][number], inputs: RatingInputs): RatingResult['dimensions'][number] {
  const standings = dimension.indicators.map((indicator) => standingOf(indicator, inputs))
  const counted = standings.map(({ state }) => state === 'scored' || state === 'missing')
  const idle = !counted.includes(true)
  const weights = spread(dimension.max * 100, dimension.indicators.map(({ max }, index) => (idle || counted[index] === true ? max : 0)))
  const indicators = dimension.indicators.map(({ code }, index): IndicatorResult => {
    const { state, share } = standings[index] ?? standing('not-due')
    const weight = weights[index] ?? 0
    return { code, weight, score: idle ? weight : worth(weight, share), state }
  })
  return { code: dimension.code, score: indicators.reduce((all, one) => all + one.score, 0), indicators }
}

const QUARTERS = ['一', '二', '三', '四'] as const

function limitOf(limit: Limit, inputs: RatingInputs): RatingResult['limits'] {
  const { code, when, atMost, reason } = limit
  const hit = (words = reason): RatingResult['limits'] => [{ code, atMost, reason: words }]
  if (when.how === 'fact') return inputs.vetoes.includes(code) ? hit() : []
  if (when.how === 'empty-quarter') {
    const quarters = inputs.emptyQuarters[code] ?? []
    return quarters.length === 0 ? [] : hit(reason.replace('{quarters}', `${quarters.map((quarter) => QUARTERS[quarter - 1] ?? '').join('、')}季度`))
  }
  const measured = inputs.indicators[when.indicator]?.measured
  return measured && 'percent' in measured && hundredths(measured.percent) < when.below * 100 ? hit() : []
}

/** Stars of a score (hundredths) by the steps alone. */
export const starsBySteps = (scheme: Pick<Scheme, 'stars'>, score: number): number => scheme.stars.find((step) => score >= step.atLeast * 100)?.stars ?? 1

/** The score of a branch: a pure function of scheme and inputs. */
export function scoreOf(scheme: Scheme, inputs: RatingInputs): RatingResult {
  const dimensions = scheme.dimensions.map((dimension) => dimensionOf(dimension, inputs))
  const score = dimensions.reduce((all, dimension) => all + dimension.score, 0)
  const limits = scheme.limits.flatMap((limit) => limitOf(limit, inputs))
  return { score, stars: Math.min(starsBySteps(scheme, score), ...limits.map(({ atMost }) => atMost)), dimensions, limits }
}

/** What an indicator can still become this year: everything that is left is done. */
function bestOf(indicator: Indicator, input: IndicatorInput | undefined): Measured | null {
  const measured = input?.measured ?? null
  switch (indicator.measure.how) {
    case 'done-due':
      if (measured === null || !('due' in measured)) return indicator.entry === 'entered' ? { due: 1, done: 1, left: 0 } : null
      return indicator.entry === 'entered' ? { ...measured, done: measured.due } : { due: measured.due + measured.left, done: measured.done + measured.left, left: 0 }
    case 'rate': return measured !== null && 'num' in measured ? { num: measured.bestNum, den: measured.bestDen, bestNum: measured.bestNum, bestDen: measured.bestDen } : null
    case 'percent': return { percent: 100 }
    case 'count': return { count: indicator.measure.schedule.at(-1)?.due ?? 0 }
    case 'yes-no': return { yes: true }
    case 'deduct': return measured
  }
}

/** How many hundredths each indicator that counts can still gain this year, with its present weight; the greatest first, the scheme's order among equals. */
export function gainsOf(scheme: Scheme, inputs: RatingInputs, result: RatingResult): { indicator: Indicator; state: IndicatorResult['state']; gain: number }[] {
  return scheme.dimensions.flatMap((dimension, index) => dimension.indicators.map((indicator, place) => {
    const now = result.dimensions[index]?.indicators[place]
    const state = now?.state ?? 'not-due'
    if (!now || indicator.raise === null || (state !== 'scored' && state !== 'missing')) return { indicator, state, gain: 0 }
    const best = standingBy(indicator.measure, indicator.max, bestOf(indicator, inputs.indicators[indicator.code]), inputs.month)
    return { indicator, state, gain: Math.max(0, worth(now.weight, best.share) - now.score) }
  })).filter(({ gain }) => gain > 0).sort((a, b) => b.gain - a.gain)
}

/** The next star and how many hundredths are missing; null at five, and while a limit holds the stars down. */
export function nextStar(scheme: Pick<Scheme, 'stars'>, result: RatingResult): { stars: number; missing: number } | null {
  const next = scheme.stars.find((step) => step.stars === result.stars + 1)
  return next && next.atLeast * 100 > result.score ? { stars: next.stars, missing: next.atLeast * 100 - result.score } : null
}
