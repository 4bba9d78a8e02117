import { Type, type Static } from '@sinclair/typebox'
import { HEADINGS } from '../constants'
import { Id, Instant, Nullable, OneOf, Strict } from '../common/schemas'

/** One line of the append-only ledger. */
export const PointsEntry = Strict({
  id: Id, rule: Type.String(), ruleName: Type.String(), ruleVersion: Type.Integer(), heading: OneOf(HEADINGS),
  /** Signed whole points. */
  delta: Type.Integer(),
  source: Strict({ type: Type.String(), id: Type.String(), title: Nullable(Type.String()) }),
  n: Type.Integer(), occurredAt: Instant, recordedAt: Instant, reason: Type.String(), evidence: Nullable(Type.String()),
  /** The entry this one corrects. */
  previousId: Nullable(Id),
  /** A later entry took this one back. */
  reversed: Type.Boolean(),
  /** The rule's yearly cap was reached before or with this line: 已达上限. */
  capped: Type.Boolean(),
})
export type PointsEntry = Static<typeof PointsEntry>

export const HeadingTotal = Strict({
  heading: OneOf(HEADINGS), name: Type.String(), points: Type.Integer(),
  /** 本年可得: what this member could have earned so far. */
  attainable: Type.Integer(),
  /** The most a whole year can give. */
  max: Type.Integer(),
})
export type HeadingTotal = Static<typeof HeadingTotal>

export const MyPointsQuery = Strict({ year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2200 })) })
export type MyPointsQuery = Static<typeof MyPointsQuery>
export const MyPoints = Strict({
  year: Type.Integer(), total: Type.Integer(), max: Type.Integer(), award: Type.Integer(),
  headings: Type.Array(HeadingTotal),
  entries: Type.Array(PointsEntry),
  rules: Type.Array(Strict({ rule: Type.String(), name: Type.String(), heading: OneOf(HEADINGS), points: Type.String(), cap: Nullable(Type.Integer()) })),
  ruleVersion: Type.Integer(),
})
export type MyPoints = Static<typeof MyPoints>
export const MemberPoints = Strict({ memberId: Id, name: Type.String(), ...MyPoints.properties })
export type MemberPoints = Static<typeof MemberPoints>
