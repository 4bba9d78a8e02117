import { Type, type Static } from '@sinclair/typebox'
import { ACTIVITY_KINDS, ACTIVITY_STATUSES, ATTENDANCE_STATES, DOORS, ORG_TYPES, REQUEST_KINDS, REQUEST_STATES } from '../constants'
import { Id, Instant, Nullable, OneOf, PageQuery, Strict } from '../common/schemas'

export const AgendaItem = Strict({ title: Type.String({ minLength: 1, maxLength: 60 }), note: Type.Optional(Type.String({ maxLength: 120 })) })
export type AgendaItem = Static<typeof AgendaItem>

/** Counts of an activity. `expected` excludes guests; `missing` = expected and still pending or absent. */
export const Counts = Strict({
  expected: Type.Integer(), present: Type.Integer(), late: Type.Integer(), leave: Type.Integer(), missing: Type.Integer(), madeUp: Type.Integer(),
  guestsPresent: Type.Integer(), votingExpected: Type.Integer(), votingPresent: Type.Integer(),
}, { description: 'Counted by index, never stored' })
export type Counts = Static<typeof Counts>

/** Quorum (法定人数) of the kind that asks for one. */
export const Quorum = Strict({
  kind: OneOf(ACTIVITY_KINDS), base: Type.Integer(), required: Type.Integer(), present: Type.Integer(), met: Type.Boolean(),
  /** 半数以上 and the article it stands in. */
  rule: Type.String(), article: Type.String(),
})
export type Quorum = Static<typeof Quorum>

/** What the activity means to the caller. */
export const MyPart = Strict({
  role: OneOf(['expected', 'guest'] as const), state: OneOf(ATTENDANCE_STATES), late: Type.Boolean(), at: Nullable(Instant), door: Nullable(OneOf(DOORS)),
  reply: Nullable(OneOf(['attend'] as const)),
  request: Nullable(Strict({ kind: OneOf(REQUEST_KINDS), state: OneOf(REQUEST_STATES), reason: Type.String() })),
})
export type MyPart = Static<typeof MyPart>

/** Where the sign-in window stands at `serverTime`. */
export const CHECK_IN_PHASES = ['before', 'open', 'late', 'closed'] as const

export const ActivitySummary = Strict({
  id: Id, title: Type.String(), kinds: Type.Array(OneOf(ACTIVITY_KINDS)), status: OneOf(ACTIVITY_STATUSES),
  ownerOrgId: Id, ownerName: Type.String(), ownerType: OneOf(ORG_TYPES),
  startAt: Instant, endAt: Instant, place: Type.String(),
  phase: OneOf(CHECK_IN_PHASES), opensAt: Instant, lateAt: Instant,
  mine: Nullable(MyPart),
  /** The caller may tap in, pair a screen, edit. */
  canManage: Type.Boolean(),
})
export type ActivitySummary = Static<typeof ActivitySummary>

export const ActivityDetail = Strict({
  ...ActivitySummary.properties,
  agenda: Type.Array(AgendaItem), note: Nullable(Type.String()),
  audienceOrgs: Type.Array(Strict({ id: Id, name: Type.String() })),
  /** Whom the plan names one by one, for those who may edit it; null for everybody else. Both empty: everyone of the owner. */
  invited: Nullable(Strict({ memberIds: Type.Array(Id), guestIds: Type.Array(Id) })),
  counts: Nullable(Counts), quorum: Nullable(Quorum),
  version: Type.Integer(), cancelledReason: Nullable(Type.String()), publishedAt: Nullable(Instant), finishedAt: Nullable(Instant),
})
export type ActivityDetail = Static<typeof ActivityDetail>

export const ActivityListQuery = Strict({
  ...PageQuery.properties,
  /** `upcoming`: running or to come, what is on today first; `past`: newest first; `manage`: those the caller may manage, drafts included. */
  scope: Type.Optional(OneOf(['upcoming', 'past', 'manage'] as const)),
})
export type ActivityListQuery = Static<typeof ActivityListQuery>
export const ActivityPage = Strict({ items: Type.Array(ActivitySummary), next: Nullable(Type.String()), serverTime: Instant })
export type ActivityPage = Static<typeof ActivityPage>

const Plan = {
  kinds: Type.Array(OneOf(ACTIVITY_KINDS), { minItems: 1, maxItems: 5, uniqueItems: true }),
  title: Type.String({ minLength: 2, maxLength: 60 }),
  startAt: Instant, endAt: Instant,
  place: Type.String({ minLength: 1, maxLength: 60 }),
  agenda: Type.Optional(Type.Array(AgendaItem, { maxItems: 20 })),
  note: Type.Optional(Type.String({ maxLength: 500 })),
  /** Whom it is for; left out = everyone of the owner. */
  audience: Type.Optional(Strict({ orgIds: Type.Array(Id, { maxItems: 50 }), memberIds: Type.Array(Id, { maxItems: 500 }) })),
  /** 列席: members from elsewhere; not counted among those who should attend. */
  guestIds: Type.Optional(Type.Array(Id, { maxItems: 500 })),
}
export const CreateActivity = Strict({
  ownerOrgId: Id, ...Plan,
  /** Made by the client before sending; a retry with the same key answers the first result. */
  requestKey: Type.Optional(Type.String({ minLength: 8, maxLength: 64 })),
})
export type CreateActivity = Static<typeof CreateActivity>
export const UpdateActivity = Strict({ expectedVersion: Type.Integer({ minimum: 0 }), ...Plan })
export type UpdateActivity = Static<typeof UpdateActivity>
export const CancelActivity = Strict({ reason: Type.String({ minLength: 2, maxLength: 100 }) })
export type CancelActivity = Static<typeof CancelActivity>
export const PlanPreview = Strict({
  expected: Type.Integer(), voting: Type.Integer(), quorum: Nullable(Strict({ kind: OneOf(ACTIVITY_KINDS), required: Type.Integer(), rule: Type.String(), article: Type.String() })),
})
export type PlanPreview = Static<typeof PlanPreview>
/** What publishing would freeze, before saving anything. */
export const PlanPreviewBody = Strict({ ownerOrgId: Id, kinds: Plan.kinds, audience: Plan.audience })
export type PlanPreviewBody = Static<typeof PlanPreviewBody>

/** A recorded amendment to the frozen expected list. */
export const AmendExpected = Strict({
  memberId: Id, role: OneOf(['expected', 'guest'] as const), reason: Type.String({ minLength: 2, maxLength: 100 }),
})
export type AmendExpected = Static<typeof AmendExpected>
