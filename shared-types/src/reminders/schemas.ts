import { Type, type Static } from '@sinclair/typebox'
import { REACHES, REMIND_ABOUT, TEMPLATE_KEYS } from '../constants'
import { Id, Instant, Nullable, OneOf, PageQuery, Strict } from '../common/schemas'

/** Where a reminder leads. */
export const InboxLink = Strict({ page: OneOf(['activity', 'paper', 'lesson', 'study', 'points', 'desk', 'roll', 'stars', 'bind'] as const), id: Nullable(Type.String()) })
export type InboxLink = Static<typeof InboxLink>

export const InboxItem = Strict({
  id: Id,
  /** What it is about: decides the icon. */
  kind: OneOf(['meeting', 'reply', 'sign-in', 'paper', 'lesson', 'decision', 'points', 'account', 'duty'] as const),
  title: Type.String(), text: Type.String(), at: Instant, readAt: Nullable(Instant), link: Nullable(InboxLink),
  /** Can be answered in place: 参加 or 请假 for this meeting. Null when there is nothing to answer any more. */
  reply: Nullable(Strict({ activityId: Id })),
})
export type InboxItem = Static<typeof InboxItem>

/** How often WeChat may still remind the caller, by template. `wechat` is false where no WeChat is configured or the caller is not on WeChat. */
export const Credits = Strict({
  wechat: Type.Boolean(),
  templates: Type.Array(Strict({ key: OneOf(TEMPLATE_KEYS), id: Type.String(), name: Type.String(), left: Type.Integer() })),
})
export type Credits = Static<typeof Credits>

export const InboxQuery = PageQuery
export const Inbox = Strict({ items: Type.Array(InboxItem), next: Nullable(Type.String()), unread: Type.Integer(), credits: Credits, serverTime: Instant })
export type Inbox = Static<typeof Inbox>
/** `ids` or, left out, all of them. */
export const ReadInbox = Strict({ ids: Type.Optional(Type.Array(Id, { maxItems: 100 })) })
export type ReadInbox = Static<typeof ReadInbox>
export const Unread = Strict({ unread: Type.Integer() })
export type Unread = Static<typeof Unread>

/** What wx.requestSubscribeMessage answered for each template. The same key again changes nothing. */
export const ReportSubscribe = Strict({
  results: Type.Array(Strict({ templateId: Type.String({ minLength: 1, maxLength: 64 }), result: OneOf(['accept', 'reject', 'ban', 'filter', 'acceptWithAudio', 'acceptWithAlert', 'acceptWithForcePush'] as const) }), { minItems: 1, maxItems: 5 }),
  requestKey: Type.String({ minLength: 8, maxLength: 64 }),
})
export type ReportSubscribe = Static<typeof ReportSubscribe>

/** How the last reminder went. `unsure`: the service was cut off while WeChat was being asked; it is not sent twice. */
export const DELIVERIES = ['waiting', 'sent', 'refused', 'failed', 'unsure', 'inbox'] as const

export const RemindPerson = Strict({
  memberId: Id, name: Type.String(), groupName: Nullable(Type.String()), reach: OneOf(REACHES),
  /** Masked, for those who may see it. */
  phone: Nullable(Type.String()),
  last: Nullable(Strict({ at: Instant, delivery: OneOf(DELIVERIES), read: Type.Boolean() })),
})
export type RemindPerson = Static<typeof RemindPerson>
/** Who would be reminded and how each can be reached; people to be called last. */
export const RemindPlan = Strict({
  about: OneOf(REMIND_ABOUT), title: Type.String(), text: Type.String(), people: Type.Array(RemindPerson),
  wechat: Type.Integer(), inbox: Type.Integer(), call: Type.Integer(),
  /** When this list was last reminded by hand, and from when it may be again. */
  sentAt: Nullable(Instant), againAt: Nullable(Instant),
  /** Within the quiet hours: WeChat messages go out at this instant, the inbox at once. */
  quietUntil: Nullable(Instant),
})
export type RemindPlan = Static<typeof RemindPlan>
export const RemindQuery = Strict({ about: OneOf(['sign-in', 'reply'] as const) })
export type RemindQuery = Static<typeof RemindQuery>
export const Remind = Strict({ about: OneOf(['sign-in', 'reply'] as const) })
export type Remind = Static<typeof Remind>
/** `already`: this list was reminded a moment ago; nothing was sent a second time. */
export const Reminded = Strict({ people: Type.Integer(), wechat: Type.Integer(), inbox: Type.Integer(), call: Type.Integer(), already: Type.Boolean(), at: Instant })
export type Reminded = Static<typeof Reminded>
