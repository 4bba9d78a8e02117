import { Type, type Static } from '@sinclair/typebox'
import { Day, Nullable, Strict } from '@pioneer/shared-types/common/schemas'
import { ACTIVITY_KINDS } from '@pioneer/shared-types/constants'
import { FACT_FORMS } from '@pioneer/shared-types/ratings/schemas'
import { checkData, Word } from '../../kernel/rule-data'

const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{1,40}$' })
const Text = Type.String({ minLength: 1, maxLength: 80 })
const Month = Type.Integer({ minimum: 1, maximum: 12 })
/** Month from which nothing entered counts as missing, and nothing to count from as nothing done; null: never. */
const dueFrom = Nullable(Month)
const Percent = Type.Integer({ minimum: 0, maximum: 100 })

/** How what is known becomes a share of the points. */
const Measure = Type.Union([
  /** Done of due. */
  Strict({ how: Type.Literal('done-due'), dueFrom }),
  /** Nothing up to the floor, all from the target on, linear between; percent. Before `notBefore` it is not counted at all. */
  Strict({ how: Type.Literal('rate'), floor: Percent, target: Percent, notBefore: Month, dueFrom }),
  /** The same of a percentage that somebody enters. */
  Strict({ how: Type.Literal('percent'), floor: Percent, target: Percent, dueFrom }),
  /** How many there must be from which month on; the last is the year's target. More than asked for so far counts as all. */
  Strict({ how: Type.Literal('count'), schedule: Type.Array(Strict({ from: Month, due: Type.Integer({ minimum: 1 }) }), { minItems: 1 }) }),
  Strict({ how: Type.Literal('yes-no'), dueFrom }),
  /** So many points off for each; nothing entered is nothing off. */
  Strict({ how: Type.Literal('deduct'), each: Type.Integer({ minimum: 1 }) }),
])
export type Measure = Static<typeof Measure>

/** What a computed indicator counts. */
const Source = Type.Union([
  Strict({ from: Type.Literal('duty'), kinds: Type.Array(Word(ACTIVITY_KINDS), { minItems: 1 }) }),
  Strict({ from: Type.Literal('attendance'), kind: Word(ACTIVITY_KINDS) }),
  Strict({ from: Type.Literal('quiz'), what: Word(['participation', 'score', 'discipline'] as const) }),
  Strict({ from: Type.Literal('training') }),
  Strict({ from: Type.Literal('service') }),
  Strict({ from: Type.Literal('plan') }),
])

const common = {
  code: Code, name: Text, max: Type.Integer({ minimum: 1 }),
  /** Only of branches that have groups, or a committee; elsewhere its points are spread over the dimension. */
  applies: Nullable(Word(['groups', 'committee'] as const)),
  measure: Measure,
  /** How it stands, in words; names in braces are filled in. */
  words: Text,
  /** 怎样再进一步; null where nothing can be done about it. */
  raise: Nullable(Strict({ title: Text, note: Text })),
}
const Indicator = Type.Union([
  Strict({ ...common, entry: Type.Literal('computed'), source: Source }),
  Strict({
    ...common, entry: Type.Literal('entered'),
    form: Strict({ kind: Word(FACT_FORMS), ask: Text, unit: Type.String({ maxLength: 4 }) }),
    /** Of several facts of a year: the latest by the day it happened counts, or all add up. */
    combine: Word(['latest', 'sum'] as const),
  }),
])
export type Indicator = Static<typeof Indicator>

const Limit = Strict({
  code: Code, name: Text, atMost: Type.Integer({ minimum: 1, maximum: 5 }), reason: Text,
  when: Type.Union([
    Strict({ how: Type.Literal('percent-below'), indicator: Code, below: Percent }),
    /** Entered by the committee. */
    Strict({ how: Type.Literal('fact') }),
    /** A quarter that is over without any of these. */
    Strict({ how: Type.Literal('empty-quarter'), kinds: Type.Array(Word(ACTIVITY_KINDS), { minItems: 1 }) }),
  ]),
})
export type Limit = Static<typeof Limit>

/** A version of the star rating (评星办法). A version in force never changes: a new scheme is a new version. */
export const Scheme = Strict({
  version: Type.Integer({ minimum: 1 }), name: Type.String({ minLength: 1 }),
  /** Shanghai day from which it is in force. */
  effectiveFrom: Day,
  total: Type.Integer({ minimum: 1 }),
  /** Percent of the final score; what is not the indicators is off in this version of the program. */
  components: Strict({ indicators: Type.Literal(100), monthly: Type.Literal(0), inspection: Type.Literal(0), report: Type.Literal(0) }),
  /** At most so many percent of the branches with so many stars; off in this version of the program. */
  proportionCaps: Strict({ on: Type.Literal(false), caps: Type.Array(Strict({ stars: Type.Integer({ minimum: 1, maximum: 5 }), percent: Percent })) }),
  /** Where each number of stars begins, the most first. */
  stars: Type.Array(Strict({ stars: Type.Integer({ minimum: 1, maximum: 5 }), atLeast: Type.Integer({ minimum: 0 }) }), { minItems: 5, maxItems: 5 }),
  /** A plan is filed on time when it is published so many days before the start. */
  planLeadDays: Type.Integer({ minimum: 0 }),
  /** Hours a member has to have by the end of the year, and what counts; the same as in the study rules. */
  training: Strict({ hours: Type.Integer({ minimum: 1 }), kinds: Type.Array(Word(ACTIVITY_KINDS)), mostMinutesEach: Type.Integer({ minimum: 1 }) }),
  limits: Type.Array(Limit),
  dimensions: Type.Array(Strict({ code: Code, name: Text, max: Type.Integer({ minimum: 1 }), indicators: Type.Array(Indicator, { minItems: 1 }) }), { minItems: 1 }),
})
export type Scheme = Static<typeof Scheme>

/** How an indicator is entered for each way it is measured. */
const FORM_OF: Readonly<Partial<Record<Measure['how'], (typeof FACT_FORMS)[number]>>> = { 'done-due': 'done-due', percent: 'percent', count: 'count', 'yes-no': 'yes-no', deduct: 'count' }

/** Names that may stand in braces. */
const NAMES: Readonly<Record<Measure['how'], readonly string[]>> = {
  'done-due': ['due', 'done', 'left'], rate: ['num', 'den', 'percent', 'mean', 'target', 'need'], percent: ['percent', 'target'], count: ['count', 'due'], 'yes-no': ['yes'], deduct: ['count', 'clean'],
}

/** What does not make sense in an indicator; null when all does. */
function indicatorFault(indicator: Indicator): string | null {
  const { measure } = indicator
  if (indicator.entry === 'entered') {
    if (FORM_OF[measure.how] !== indicator.form.kind) return `is entered as ${indicator.form.kind} but measured as ${measure.how}`
    if ((indicator.combine === 'sum') !== (indicator.form.kind === 'count')) return 'counts add up, everything else is the latest'
  } else {
    const wanted = indicator.source.from === 'duty' || indicator.source.from === 'plan' ? 'done-due' : 'rate'
    if (measure.how !== wanted) return `counts ${indicator.source.from} but is measured as ${measure.how}`
  }
  if ('floor' in measure && measure.floor >= measure.target) return 'the floor lies above the target'
  if (measure.how === 'count' && measure.schedule.some((step, index) => index > 0 && (step.from <= (measure.schedule[index - 1]?.from ?? 0) || step.due <= (measure.schedule[index - 1]?.due ?? 0)))) return 'the schedule must rise'
  const names = [indicator.words, indicator.raise?.title ?? '', indicator.raise?.note ?? ''].flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))
  const unknown = names.find((name) => !NAMES[measure.how].includes(name))
  return unknown === undefined ? null : `knows no {${unknown}}`
}

/** Checks shape and sense of a scheme; throws an Error that names what is wrong. */
export function parseScheme(data: unknown): Scheme {
  const scheme = checkData(Scheme, data, 'rating scheme')
  const wrong = (what: string): never => { throw new Error(`rating scheme v${scheme.version}: ${what}`) }
  const indicators = scheme.dimensions.flatMap((dimension) => dimension.indicators)
  const codes = [...scheme.dimensions.map(({ code }) => code), ...indicators.map(({ code }) => code), ...scheme.limits.map(({ code }) => code)]
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
  if (indicators.length !== 30) wrong(`${indicators.length} indicators instead of 30`)
  if (new Set(codes).size !== codes.length) wrong('a code stands twice')
  for (const { code, max, indicators: own } of scheme.dimensions) if (sum(own.map((one) => one.max)) !== max) wrong(`the points of ${code} do not add up to ${max}`)
  if (sum(scheme.dimensions.map(({ max }) => max)) !== scheme.total) wrong(`the dimensions do not add up to ${scheme.total}`)
  for (const indicator of indicators) {
    const fault = indicatorFault(indicator)
    if (fault !== null) wrong(`${indicator.code} ${fault}`)
  }
  if (scheme.stars.some((step, index) => step.stars !== 5 - index || (index > 0 && step.atLeast >= (scheme.stars[index - 1]?.atLeast ?? 0))) || scheme.stars.at(-1)?.atLeast !== 0) wrong('the steps of the stars must fall from five to one at 0')
  for (const { code, when } of scheme.limits) {
    if (when.how === 'percent-below' && !indicators.some((one) => one.code === when.indicator && one.measure.how === 'percent')) wrong(`${code} names no percentage`)
  }
  return scheme
}
