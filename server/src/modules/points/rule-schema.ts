import { Type, type Static } from '@sinclair/typebox'
import { Day, Nullable, Strict } from '@pioneer/shared-types/common/schemas'
import { ACTIVITY_KINDS, HEADINGS } from '@pioneer/shared-types/constants'
import { checkData, Word } from '../../kernel/rule-data'

const Whole = Type.Integer({ minimum: -100, maximum: 100 })

/** What one source gives under a rule, whole points. */
const Gives = Type.Union([
  /** So many each time; negative for a deduction. */
  Strict({ how: Type.Literal('each'), points: Whole }),
  /** By a result, the highest step reached counts. */
  Strict({ how: Type.Literal('steps'), steps: Type.Array(Strict({ atLeast: Type.Integer(), points: Whole }), { minItems: 1 }) }),
  /** There at the start of the year, without an entry. */
  Strict({ how: Type.Literal('base'), points: Whole }),
  /** Decided by a person within bounds. */
  Strict({ how: Type.Literal('range'), least: Whole, most: Whole }),
])

export const PointsRule = Strict({
  code: Type.String({ pattern: '^[a-z]+(-[a-z]+)*$' }),
  name: Type.String({ minLength: 1 }),
  heading: Word(HEADINGS),
  gives: Gives,
  /** The most a member gets by this rule in a year; null: no limit. */
  cap: Nullable(Type.Integer({ minimum: 1 })),
  /** Kinds of activity whose attendance earns the rule. */
  kinds: Type.Array(Word(ACTIVITY_KINDS)),
})
export type PointsRule = Static<typeof PointsRule>

/** A version of the scoring rules (积分规则). A version in force never changes: new rules are a new version. */
export const RuleSet = Strict({
  version: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1 }),
  /** Shanghai day from which it is in force. */
  effectiveFrom: Day,
  /** The most a year can give without awards. */
  total: Type.Integer({ minimum: 1 }),
  rules: Type.Array(PointsRule, { minItems: 1 }),
})
export type RuleSet = Static<typeof RuleSet>

/** Checks shape and sense of a rule set; throws an Error that names what is wrong. */
export function parseRuleSet(data: unknown): RuleSet {
  const ruleSet = checkData(RuleSet, data, 'points rules')
  const codes = ruleSet.rules.map((rule) => rule.code)
  if (new Set(codes).size !== codes.length) throw new Error(`points rules v${ruleSet.version}: a code stands twice`)
  const sum = ruleSet.rules.filter((rule) => rule.heading !== 'award').reduce((all, rule) => all + (rule.cap ?? 0), 0)
  if (sum !== ruleSet.total) throw new Error(`points rules v${ruleSet.version}: the caps add up to ${sum}, not to ${ruleSet.total}`)
  for (const rule of ruleSet.rules) {
    const deducts = rule.gives.how === 'each' && rule.gives.points < 0
    if (!deducts && rule.cap === null) throw new Error(`points rules v${ruleSet.version}: ${rule.code} needs a cap`)
    if (rule.kinds.length > 0 && rule.gives.how !== 'each') throw new Error(`points rules v${ruleSet.version}: ${rule.code} is earned by attendance and must give a fixed number`)
  }
  return ruleSet
}
