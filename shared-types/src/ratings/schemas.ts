import { Type, type Static } from '@sinclair/typebox'
import { INDICATOR_STATES } from '../constants'
import { Day, Id, Instant, Nullable, OneOf, Strict } from '../common/schemas'

export const IndicatorCode = Type.String({ pattern: '^[a-z][a-z0-9-]{1,40}$' })

/** What the secretary enters: one of these, as the indicator asks. */
export const FactValue = Type.Union([
  Strict({ done: Type.Integer({ minimum: 0, maximum: 10_000 }), due: Type.Integer({ minimum: 1, maximum: 10_000 }) }),
  Strict({ count: Type.Integer({ minimum: 0, maximum: 1000 }) }),
  Strict({ percent: Type.Number({ minimum: 0, maximum: 100 }) }),
  Strict({ yes: Type.Boolean() }),
])
export type FactValue = Static<typeof FactValue>
export const FACT_FORMS = ['done-due', 'count', 'percent', 'yes-no'] as const

export const IndicatorScore = Strict({
  code: IndicatorCode, name: Type.String(), max: Type.Number(),
  /** Points that count here after those of indicators that do not apply were spread over the dimension, one hundredth exact. */
  weight: Type.Number(), score: Type.Number(),
  entry: OneOf(['computed', 'entered'] as const), state: OneOf(INDICATOR_STATES),
  /** 到期 3 次，开了 3 次 · 42 / 46 人，91%. */
  words: Type.String(),
})
export type IndicatorScore = Static<typeof IndicatorScore>
export const DimensionScore = Strict({ code: IndicatorCode, name: Type.String(), max: Type.Number(), score: Type.Number(), indicators: Type.Array(IndicatorScore) })
export type DimensionScore = Static<typeof DimensionScore>

/** Against what a score is held. */
export const Movement = Strict({ against: OneOf(['last-year', 'last-month'] as const), label: Type.String(), delta: Type.Number(), stars: Type.Integer(), starsBefore: Type.Integer() })
export type Movement = Static<typeof Movement>

export const RatingQuery = Strict({ year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2200 })) })
export type RatingQuery = Static<typeof RatingQuery>

/** 支部星级: the provisional score (动态) as of an instant. */
export const BranchRating = Strict({
  orgId: Id, orgName: Type.String(), year: Type.Integer(),
  /** Names the stored inputs this was computed from. */
  ratingId: Id, asOf: Instant, schemeVersion: Type.Integer(), schemeName: Type.String(),
  score: Type.Number(), stars: Type.Integer({ minimum: 1, maximum: 5 }),
  /** Where each number of stars begins, for the scale. */
  steps: Type.Array(Strict({ stars: Type.Integer(), atLeast: Type.Number() })),
  /** The next star and how many points are missing; null at five. */
  next: Nullable(Strict({ stars: Type.Integer(), missing: Type.Number() })),
  movement: Nullable(Movement),
  /** 一票否决 and caps, in words; empty when none applies. */
  limits: Type.Array(Strict({ code: Type.String(), reason: Type.String(), atMost: Type.Integer() })),
  /** What the committee may enter as 一票否决, and whether it stands; empty for others than the committee. The code is an indicator's for entering and looking. */
  vetoes: Type.Array(Strict({ code: IndicatorCode, name: Type.String(), entered: Type.Boolean() })),
  dimensions: Type.Array(DimensionScore),
  /** 怎样再进一步, the greatest gain first. */
  raises: Type.Array(Strict({ code: IndicatorCode, gain: Type.Number(), title: Type.String(), note: Type.String() })),
  /** The caller may enter facts. */
  canEnter: Type.Boolean(),
})
export type BranchRating = Static<typeof BranchRating>

export const IndicatorParams = Strict({ id: Id, code: IndicatorCode })
export type IndicatorParams = Static<typeof IndicatorParams>
export const BranchFact = Strict({
  id: Id, indicator: IndicatorCode, value: FactValue, words: Type.String(), occurredOn: Day, note: Type.String(), evidence: Nullable(Type.String()),
  enteredBy: Type.String(), enteredAt: Instant, withdrawn: Nullable(Strict({ reason: Type.String(), at: Instant })),
})
export type BranchFact = Static<typeof BranchFact>
/** Everything behind one indicator. */
export const IndicatorDetail = Strict({
  ...IndicatorScore.properties, dimension: Type.String(),
  /** How it is reckoned, in words, with the figures of the scheme. */
  how: Type.String(),
  evidence: Type.Array(Strict({
    /** True: counts as done. */
    counts: Type.Boolean(), title: Type.String(), note: Type.String(), at: Nullable(Instant),
    /** Null where there is nothing to open, or the caller may not: a meeting of others is told by its kind. */
    link: Nullable(Strict({ page: OneOf(['activity', 'paper'] as const), id: Id })),
  })),
  /** How a fact is entered; null for computed ones. */
  form: Nullable(Strict({ kind: OneOf(FACT_FORMS), ask: Type.String(), unit: Type.String() })),
  facts: Type.Array(BranchFact), canEnter: Type.Boolean(), asOf: Instant,
})
export type IndicatorDetail = Static<typeof IndicatorDetail>
export const EnterFact = Strict({
  indicator: IndicatorCode, value: FactValue, occurredOn: Day,
  note: Type.String({ minLength: 2, maxLength: 100 }),
  /** Where the proof lies: number of the document, folder, minutes. */
  evidence: Type.Optional(Type.String({ minLength: 2, maxLength: 200 })),
  requestKey: Type.String({ minLength: 8, maxLength: 64 }),
})
export type EnterFact = Static<typeof EnterFact>
export const FactEntered = Strict({ fact: BranchFact, rating: BranchRating })
export type FactEntered = Static<typeof FactEntered>
export const FactParams = Strict({ id: Id, factId: Id })
export type FactParams = Static<typeof FactParams>
export const WithdrawFact = Strict({ reason: Type.String({ minLength: 2, maxLength: 100 }) })
export type WithdrawFact = Static<typeof WithdrawFact>
/** The branches of an organization with stars and movement, the order is the tree's: no ranking of names is needed to see who needs help. */
export const RatingOverview = Strict({
  orgId: Id, orgName: Type.String(), year: Type.Integer(), asOf: Instant, schemeName: Type.String(),
  dimensions: Type.Array(Strict({ code: IndicatorCode, name: Type.String(), max: Type.Number() })),
  branches: Type.Array(Strict({
    orgId: Id, name: Type.String(), members: Type.Integer(), score: Nullable(Type.Number()), stars: Nullable(Type.Integer()), movement: Nullable(Movement), limited: Type.Boolean(),
    dimensions: Type.Array(Type.Number()), missing: Type.Integer(),
  })),
  /** How many branches have 1, 2 … 5 stars. */
  spread: Type.Array(Type.Integer()),
})
export type RatingOverview = Static<typeof RatingOverview>
