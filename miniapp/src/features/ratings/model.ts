import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { BranchRating, DimensionScore, IndicatorScore, Movement, RatingOverview } from '@pioneer/shared-types/ratings/schemas'
import { partsOf } from '@/services/calendar'
import { WORDS } from './words'

/** View logic of 支部星级. Pure. Scores are exact hundredths: what is shown is never rounded over a step. */

const hundredths = (value: number) => Math.round(value * 100)

/** 2, 2.6, 2.65 */
export const pointsText = (value: number): string => String(hundredths(value) / 100)

/** 86.4, 86.44, 17.0: at least one decimal, so that scores stand under each other. */
export function scoreText(value: number): string {
  const text = pointsText(value)
  return text.includes('.') ? text : `${text}.0`
}

/** 四星 */
export const starName = (stars: number): string => WORDS.starNames[stars] ?? ''

export interface Move {
  kind: 'up' | 'down' | 'same'
  /** 比去年高 3.4，升一星 */
  words: string
  /** 3.4; empty when nothing moved. */
  by: string
}

const NUMERALS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** 六, 三十, 三十二: a count below a hundred as a heading writes it. */
export function numeral(count: number): string {
  const tens = Math.floor(count / 10)
  const ones = count % 10
  if (tens === 0) return NUMERALS[ones] ?? String(count)
  return `${tens === 1 ? '' : (NUMERALS[tens] ?? '')}十${ones === 0 ? '' : (NUMERALS[ones] ?? '')}`
}

/** 一, 两, 三: how many stars were won or lost. */
const stepText = (count: number): string => (count === 2 ? '两' : numeral(count))

/** Rise or fall in words, and whether a star was won or lost. */
export function moveOf({ label, delta, stars, starsBefore }: Movement): Move {
  const by = pointsText(Math.abs(delta))
  const change = stars - starsBefore
  const star = change === 0 ? '' : `，${change > 0 ? WORDS.rose(stepText(change)) : WORDS.fell(stepText(-change))}`
  if (hundredths(delta) === 0) return { kind: 'same', words: WORDS.same(label) + star, by: '' }
  const up = delta > 0
  return { kind: up ? 'up' : 'down', words: (up ? WORDS.higher : WORDS.lower)(label, by) + star, by }
}

/** 综合规划处党支部 · 11月动态; a year that is over stands by its number. */
export function headLine({ orgName, year, asOf }: Pick<BranchRating, 'orgName' | 'year' | 'asOf'>): string {
  const { year: now, month } = partsOf(asOf)
  return year === now ? WORDS.live(orgName, month) : WORDS.past(orgName, year)
}

export interface Scale {
  /** Filled part, percent. */
  fill: number
  marks: Array<{ stars: number; at: number; name: string }>
  label: string
}

const FULL = 100

/** The scale of stars: each star has a part of the same length, so that the first, from nothing to the second star, leaves the others room. */
export function scaleOf({ steps, score }: Pick<BranchRating, 'steps' | 'score'>): Scale {
  const rising = [...steps].sort((a, b) => a.atLeast - b.atLeast)
  const part = 100 / Math.max(1, rising.length)
  const fill = rising.reduce((sum, { atLeast }, index) => {
    const end = rising[index + 1]?.atLeast ?? FULL
    return sum + part * Math.min(1, Math.max(0, (score - atLeast) / (end - atLeast)))
  }, 0)
  const above = rising.slice(1)
  return {
    fill,
    marks: above.map(({ stars }, index) => ({ stars, at: part * (index + 1), name: starName(stars) })),
    label: WORDS.scaleLabel(scoreText(score), above.map(({ stars, atLeast }) => WORDS.stepFrom(starName(stars), pointsText(atLeast))).join('，')),
  }
}

export type Tone = 'warn' | undefined

/** Under this share a bar says by its colour that something is left to do (looks.md: warn under 70 %). */
const ENOUGH = 0.7

/** How a bar is filled: not at all where nothing counts. */
export function barOf({ score, weight, state }: Pick<IndicatorScore, 'score' | 'weight' | 'state'>): { share: number; tone: Tone; counts: boolean } {
  const counts = weight > 0 && state !== 'not-applicable' && state !== 'not-due'
  const share = counts ? Math.min(1, Math.max(0, score / weight)) : 0
  return { share, tone: counts && share < ENOUGH ? 'warn' : undefined, counts }
}

/** A veto brings no points: it only holds the stars down. */
export const isVeto = ({ max }: Pick<IndicatorScore, 'max'>): boolean => max === 0

/** 六个方面，三十项 */
export function dimensionsTitle(dimensions: readonly DimensionScore[]): string {
  const count = dimensions.reduce((sum, { indicators }) => sum + indicators.length, 0)
  return WORDS.dimensions(numeral(dimensions.length), numeral(count))
}

/** How many raises are shown before the others are asked for. */
export const RAISES_SHOWN = 4

/** The branch whose stars somebody sees without choosing: where they belong, else where they serve. */
export function ownBranch(me: Pick<Me, 'member' | 'grants'> | null): string {
  return me?.member?.branchId ?? me?.grants.find(({ orgType, role }) => orgType === 'branch' && role !== 'operator')?.orgId ?? ''
}

/** Organizations whose branches somebody oversees. */
export const overseenBy = (me: Pick<Me, 'grants'> | null): Array<{ id: string; name: string }> =>
  (me?.grants ?? []).filter(({ role }) => role === 'committee-staff').map(({ orgId, orgName }) => ({ id: orgId, name: orgName }))

export type BranchLine = RatingOverview['branches'][number]
export type BranchOrder = 'tree' | 'score'

/** The tree's order, or the highest score first; without a score last. Equal ones keep the tree's order. */
export function ordered(branches: readonly BranchLine[], order: BranchOrder): BranchLine[] {
  return order === 'tree' ? [...branches] : [...branches].sort((a, b) => (b.score ?? -1) - (a.score ?? -1))
}

/** How many branches have five stars, four …; the highest first. `share` of the largest, for the bars. */
export function spreadOf(spread: readonly number[]): Array<{ stars: number; count: number; share: number }> {
  const most = Math.max(1, ...spread)
  return spread.map((count, index) => ({ stars: index + 1, count, share: count / most })).reverse()
}

/** What a score gained or lost by entering: +1.5; null when it did not move or was not known before. */
export function differenceOf(before: number | null, after: number): string | null {
  if (before === null) return null
  const delta = hundredths(after) - hundredths(before)
  return delta === 0 ? null : `${delta > 0 ? '+' : '−'}${pointsText(Math.abs(delta) / 100)}`
}

export interface DimensionPart {
  code: string
  /** Null while nothing is computed. */
  score: number | null
  share: number
  tone: Tone
  label: string
}

/** How full each dimension of a branch is, in the order of the scheme. */
export function dimensionParts({ score, dimensions: points }: Pick<BranchLine, 'score' | 'dimensions'>, dimensions: RatingOverview['dimensions']): DimensionPart[] {
  return dimensions.map(({ code, name, max }, index) => {
    const known = score === null ? undefined : points[index]
    if (known === undefined) return { code, score: null, share: 0, tone: undefined, label: `${name} –` }
    const share = max > 0 ? Math.min(1, Math.max(0, known / max)) : 0
    return { code, score: known, share, tone: share < ENOUGH ? 'warn' : undefined, label: `${name} ${scoreText(known)} / ${pointsText(max)}` }
  })
}
