import type { INDICATOR_STATES } from '@pioneer/shared-types/constants'

/** What is known of an indicator: plain numbers, whole but for `percent`. */
export type Measured =
  /** `left`: how many more can still be done this year. */
  | { due: number; done: number; left: number }
  /** `bestNum` of `bestDen`: what the rate can still become this year. */
  | { num: number; den: number; bestNum: number; bestDen: number }
  | { count: number }
  /** At most two decimals. */
  | { percent: number }
  | { yes: boolean }

/** What stands behind a number: meetings and papers by id, facts that were entered, periods in which nothing was. No persons. */
export type EvidenceRef =
  | { kind: 'activity'; id: string; counts: boolean }
  | { kind: 'paper'; id: string; title: string; dueAt: string; note: string; counts: boolean }
  | { kind: 'missed'; title: string }
  | { kind: 'fact'; id: string }

export interface IndicatorInput { measured: Measured | null; evidence: EvidenceRef[] }

/** Everything a score is made of: plain JSON, stored with it. The same inputs and scheme give the same score for ever. */
export interface RatingInputs {
  year: number
  /** Month of the year that was running, 1–12. */
  month: number
  members: number
  groups: number
  committee: boolean
  dutyVersion: number
  /** By code; every indicator of the scheme. */
  indicators: Record<string, IndicatorInput>
  /** Codes of limits that the committee has entered and not lifted. */
  vetoes: string[]
  /** Quarters that are over and had no meeting, by the limit that asks for them. */
  emptyQuarters: Record<string, number[]>
}

export interface IndicatorResult { code: string; weight: number; score: number; state: (typeof INDICATOR_STATES)[number] }
/** A score; all points in whole hundredths. */
export interface RatingResult {
  score: number
  stars: number
  dimensions: { code: string; score: number; indicators: IndicatorResult[] }[]
  limits: { code: string; atMost: number; reason: string }[]
}

/** The door of star ratings (评星定级). */
export interface RatingsService {
  /** The stored provisional score of a branch; null while none is computed. One indexed read. */
  current(orgId: string, year: number): Promise<{ score: number; stars: number } | null>
  /** Facts of this branch may have changed: its score is computed again soon, by whichever process takes it. Cheap, after the commit. */
  touch(branchIds: readonly string[]): void
}
