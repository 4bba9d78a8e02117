import type { BranchRating, DimensionScore, IndicatorScore, Movement } from '@pioneer/shared-types/ratings/schemas'
import type { RatingRecord } from './model'
import type { LockedScore } from './months'
import { gainsOf, nextStar } from './rules'
import type { Indicator, Scheme } from './scheme-schema'
import type { IndicatorResult, RatingInputs } from './types'
import { raiseOf, wordsOf } from './words'

/** How scores travel: whole hundredths inside, points with at most two decimals outside. */

const MOST_RAISES = 6
export const points = (hundredths: number): number => hundredths / 100

/** Against the last score of the year before; without one, against the month that was locked last. Null when nothing is locked. */
export function movementOf(now: { score: number; stars: number; year: number }, locked: readonly LockedScore[]): Movement | null {
  const before = locked.findLast((month) => month.year === now.year - 1)
  const last = before ?? locked.findLast((month) => month.year === now.year)
  return last ? {
    against: before ? 'last-year' : 'last-month', label: before ? '比去年' : `比${last.month}月`, delta: points(now.score - last.score), stars: now.stars, starsBefore: last.stars,
  } : null
}

export function indicatorScore(indicator: Indicator, result: IndicatorResult | undefined, inputs: RatingInputs): IndicatorScore {
  const state = result?.state ?? 'not-due'
  return {
    code: indicator.code, name: indicator.name, max: indicator.max, weight: points(result?.weight ?? 0), score: points(result?.score ?? 0), entry: indicator.entry, state,
    words: wordsOf(indicator, inputs.indicators[indicator.code], state, inputs.month),
  }
}

/** What a rating is shown from, be it provisional or a locked month. */
export type Shown = Pick<RatingRecord, '_id' | 'year' | 'inputs' | 'result' | 'schemeVersion'> & { shownAt: Date }

export function ratingOf(org: { id: string; name: string }, scheme: Scheme, shown: Shown, locked: readonly LockedScore[], may: { enter: boolean; veto: boolean }): BranchRating {
  const { inputs, result, year } = shown
  const next = nextStar(scheme, result)
  return {
    orgId: org.id, orgName: org.name, year, ratingId: shown._id.toHexString(), asOf: shown.shownAt.toISOString(), schemeVersion: shown.schemeVersion, schemeName: scheme.name,
    score: points(result.score), stars: result.stars, steps: scheme.stars.map(({ stars, atLeast }) => ({ stars, atLeast })).reverse(),
    next: next && { stars: next.stars, missing: points(next.missing) },
    movement: movementOf({ ...result, year }, locked),
    limits: result.limits.map(({ code, reason, atMost }) => ({ code, reason, atMost })),
    vetoes: may.veto ? scheme.limits.flatMap(({ code, name, when }) => (when.how === 'fact' ? [{ code, name, entered: inputs.vetoes.includes(code) }] : [])) : [],
    dimensions: scheme.dimensions.map(({ code, name, max, indicators }, index): DimensionScore => ({
      code, name, max, score: points(result.dimensions[index]?.score ?? 0), indicators: indicators.map((indicator, place) => indicatorScore(indicator, result.dimensions[index]?.indicators[place], inputs)),
    })),
    raises: gainsOf(scheme, inputs, result).slice(0, MOST_RAISES).map(({ indicator, state, gain }) => ({ code: indicator.code, gain: points(gain), ...raiseOf(indicator, inputs.indicators[indicator.code], state, inputs.month) })),
    canEnter: may.enter,
  }
}
