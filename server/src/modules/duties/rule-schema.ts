import { Type, type Static } from '@sinclair/typebox'
import { Day, Nullable, Strict } from '@pioneer/shared-types/common/schemas'
import { ACTIVITY_KINDS } from '@pioneer/shared-types/constants'
import { checkData, Word } from '../../kernel/rule-data'

/** What the regulations ask of a branch, how often, and where that stands. */
export const DutyRule = Strict({
  kind: Word(ACTIVITY_KINDS),
  name: Type.String({ minLength: 1 }),
  every: Word(['month', 'quarter', 'year'] as const),
  /** How often within each period. */
  times: Type.Integer({ minimum: 1, maximum: 10 }),
  note: Type.String({ minLength: 1 }),
  /** Null: a usual practice, in no regulation of the whole Party. */
  article: Nullable(Type.String({ minLength: 1 })),
  /** Only of branches that have groups, of each of them; or a committee. Null: of every branch. */
  applies: Nullable(Word(['groups', 'committee'] as const)),
  /** Days before the end of a period from which nothing planned is a warning. */
  soonDays: Type.Integer({ minimum: 1, maximum: 366 }),
})
export type DutyRule = Static<typeof DutyRule>

/** A version of the duties. A version in force never changes: new rules are a new version. */
export const DutyRules = Strict({
  version: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1 }),
  /** Shanghai day from which it is in force. */
  effectiveFrom: Day,
  /** A branch of so many full members has a committee (支部工作条例). */
  committeeFrom: Type.Integer({ minimum: 1 }),
  rules: Type.Array(DutyRule, { minItems: 1 }),
})
export type DutyRules = Static<typeof DutyRules>

/** Checks shape and sense; throws an Error that names what is wrong. */
export function parseDutyRules(data: unknown): DutyRules {
  const rules = checkData(DutyRules, data, 'duty rules')
  const kinds = rules.rules.map((rule) => rule.kind)
  if (new Set(kinds).size !== kinds.length) throw new Error(`duty rules v${rules.version}: a kind stands twice`)
  return rules
}
