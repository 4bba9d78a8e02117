import { Type, type Static } from '@sinclair/typebox'
import { DEMO_ACCOUNTS, MEMBER_STATUSES, ORG_TYPES, REQUEST_STATES, ROLES } from '../constants'
import { Id, Instant, Nullable, OneOf, Strict } from '../common/schemas'

export const Grant = Strict({ role: OneOf(ROLES), orgId: Id, orgName: Type.String(), orgType: OneOf(ORG_TYPES) })
export type Grant = Static<typeof Grant>

/** Who is signed in: a device, perhaps bound to a row of the roster. */
export const Me = Strict({
  accountId: Id,
  kind: OneOf(['wechat', 'web', 'demo'] as const),
  bound: Type.Boolean(),
  member: Nullable(Strict({
    id: Id, name: Type.String(), status: OneOf(MEMBER_STATUSES), branchId: Id, branchName: Type.String(),
    groupId: Nullable(Id), groupName: Nullable(Type.String()), joinedOn: Nullable(Type.String()),
  })),
  grants: Type.Array(Grant),
  consent: Strict({ version: Type.String(), acceptedAt: Nullable(Instant) }),
  /** The request that waits, or the last one when it was refused: `reason` says why. */
  pendingBinding: Nullable(Strict({ id: Id, state: OneOf(REQUEST_STATES), reason: Nullable(Type.String()), frozenAt: Nullable(Instant), createdAt: Instant })),
}, { description: 'The signed-in account' })
export type Me = Static<typeof Me>

export const Session = Strict({
  accessToken: Type.String(),
  /** Seconds the access token lives. */
  expiresIn: Type.Integer(),
  me: Me,
})
export type Session = Static<typeof Session>

export const DemoLogin = Strict({ account: OneOf(DEMO_ACCOUNTS) })
export type DemoLogin = Static<typeof DemoLogin>
export const WechatLogin = Strict({ code: Type.String({ minLength: 1, maxLength: 128 }) })
export type WechatLogin = Static<typeof WechatLogin>

const FrozenScan = {
  claim: Type.Optional(Type.String({ minLength: 20, maxLength: 600 })),
  verifier: Type.Optional(Type.String({ minLength: 32, maxLength: 128 })),
  deviceId: Type.Optional(Type.String({ minLength: 8, maxLength: 64 })),
}
/** Binding by a one-time invitation, or a request (name and last four digits) that the secretary approves. Either may carry a frozen scan. */
export const Bind = Type.Union([
  Strict({ invitation: Type.String({ minLength: 6, maxLength: 32 }), consent: Type.Literal(true), ...FrozenScan }),
  Strict({
    name: Type.String({ minLength: 2, maxLength: 30 }), phoneLast4: Type.String({ pattern: '^\\d{4}$' }),
    consent: Type.Literal(true), ...FrozenScan,
  }),
])
export type Bind = Static<typeof Bind>
export const BindResult = Strict({
  outcome: OneOf(['bound', 'requested'] as const),
  me: Me,
  /** The frozen time that will count once the secretary approves. */
  frozenAt: Nullable(Instant),
  activityTitle: Nullable(Type.String()),
  /** When bound at once with a frozen scan: did the sign-in count, and if not why. */
  signIn: Nullable(Strict({ recorded: Type.Boolean(), message: Type.String() })),
})
export type BindResult = Static<typeof BindResult>

export const CreateInvitation = Strict({
  orgId: Id,
  role: OneOf(ROLES),
  memberId: Type.Optional(Id),
  /** For people who stand in no roster (committee staff, operators). */
  name: Type.Optional(Type.String({ minLength: 2, maxLength: 30 })),
})
export type CreateInvitation = Static<typeof CreateInvitation>
export const Invitation = Strict({
  id: Id, code: Type.String(), role: OneOf(ROLES), orgId: Id, orgName: Type.String(), memberId: Nullable(Id),
  name: Nullable(Type.String()), expiresAt: Instant, url: Type.String(),
})
export type Invitation = Static<typeof Invitation>

export const BindingRequest = Strict({
  id: Id, name: Type.String(), phoneLast4: Type.String(), state: OneOf(REQUEST_STATES), createdAt: Instant,
  frozenAt: Nullable(Instant), activityTitle: Nullable(Type.String()),
  /** Rows of the roster that fit; empty when none does. */
  candidates: Type.Array(Strict({ memberId: Id, name: Type.String(), groupName: Nullable(Type.String()), taken: Type.Boolean() })),
})
export type BindingRequest = Static<typeof BindingRequest>
export const BindingList = Strict({ items: Type.Array(BindingRequest) })
export type BindingList = Static<typeof BindingList>
export const BindingListQuery = Strict({ orgId: Id })
export type BindingListQuery = Static<typeof BindingListQuery>
export const ApproveBinding = Strict({ memberId: Id })
export type ApproveBinding = Static<typeof ApproveBinding>
export const RejectBinding = Strict({ reason: Type.String({ minLength: 2, maxLength: 100 }) })
export type RejectBinding = Static<typeof RejectBinding>
export const ApprovedBinding = Strict({
  request: BindingRequest,
  signIn: Nullable(Strict({ recorded: Type.Boolean(), message: Type.String() })),
})
export type ApprovedBinding = Static<typeof ApprovedBinding>
