import { Type, type Static } from '@sinclair/typebox'
import { ACTIVITY_KINDS, DUTY_STATES } from '../constants'
import { Id, Instant, Nullable, OneOf, Strict } from '../common/schemas'

/** One period of a duty: a month, a quarter or the year, as columns of the board. */
export const DutyCell = Strict({
  /** Months it spans, 1–12. */
  from: Type.Integer(), to: Type.Integer(), state: OneOf(DUTY_STATES),
  /** 没排，剩 41 天 · 已排 11月25日 · 2 / 3 个组. Null where the lamp says it all. */
  label: Nullable(Type.String()),
  done: Type.Integer(), due: Type.Integer(),
  /** Meetings behind it. */
  activityIds: Type.Array(Id),
})
export type DutyCell = Static<typeof DutyCell>
export const DutyRow = Strict({ kind: OneOf(ACTIVITY_KINDS), name: Type.String(), every: OneOf(['month', 'quarter', 'year'] as const), note: Type.String(), article: Nullable(Type.String()), cells: Type.Array(DutyCell) })
export type DutyRow = Static<typeof DutyRow>
/** 应办事项 of a quarter: what the regulations ask of this branch and how far it is. */
export const DutyBoard = Strict({
  orgId: Id, orgName: Type.String(), members: Type.Integer(), groups: Type.Integer(), year: Type.Integer(), quarter: Type.Integer(), months: Type.Array(Type.Integer()),
  rows: Type.Array(DutyRow), ruleVersion: Type.Integer(), serverTime: Instant,
})
export type DutyBoard = Static<typeof DutyBoard>
export const DutyQuery = Strict({ year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2200 })), quarter: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })) })
export type DutyQuery = Static<typeof DutyQuery>
