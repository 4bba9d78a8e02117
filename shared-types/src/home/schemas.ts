import { Type, type Static } from '@sinclair/typebox'
import { ATTENDANCE_STATES } from '../constants'
import { ActivitySummary, Counts } from '../activities/schemas'
import { Me } from '../auth/schemas'
import { HeadingTotal } from '../points/schemas'
import { Id, Instant, Nullable, OneOf, Strict } from '../common/schemas'

/** Something that waits for the caller; by due date. */
export const TodoItem = Strict({
  kind: OneOf([
    'reply', 'sign-in-request', 'leave-request', 'binding-request', 'draft', 'lesson', 'review', 'paper', 'paper-missing', 'reply-missing', 'duty', 'question-import',
  ] as const),
  title: Type.String(), note: Type.String(), dueAt: Nullable(Instant), activityId: Nullable(Id), orgId: Nullable(Id), count: Type.Integer(),
  /** Code of the lesson, id of the paper, kind of the duty. */
  ref: Nullable(Type.String()),
})
export type TodoItem = Static<typeof TodoItem>

/** One square of 我的这一年: the theme days of a month. */
export const MonthStamp = Strict({ month: Type.Integer({ minimum: 1, maximum: 12 }), state: OneOf([...ATTENDANCE_STATES, 'none', 'future'] as const) })
export type MonthStamp = Static<typeof MonthStamp>

export const Home = Strict({
  serverTime: Instant,
  me: Me,
  /** Today's meeting, running first; null when there is none. */
  today: Nullable(ActivitySummary),
  /** The next meeting when there is none today. */
  upcoming: Nullable(ActivitySummary),
  /** At most twelve; the first screen shows three and opens to the rest. */
  todos: Type.Array(TodoItem), todoCount: Type.Integer(),
  year: Nullable(Strict({
    year: Type.Integer(), total: Type.Integer(), headings: Type.Array(HeadingTotal), stamps: Type.Array(MonthStamp),
    themeDays: Strict({ present: Type.Integer(), leave: Type.Integer(), absent: Type.Integer() }),
  })),
  /** Reminders nobody has read yet; null for those without a roster row. */
  inbox: Nullable(Strict({ unread: Type.Integer() })),
  /** For those who run meetings. */
  desk: Nullable(Strict({
    live: Nullable(Strict({ activity: ActivitySummary, counts: Counts })), pendingRequests: Type.Integer(), pendingBindings: Type.Integer(),
    /** Meetings at which somebody waits for a decision, by due date, at most 20. */
    requests: Type.Array(TodoItem),
    /** Duties of the branch that are near or overdue, papers and replies that are missing, by due date, at most 10. */
    due: Type.Array(TodoItem),
    /** Score and stars of the branch the caller runs as they stand now; null for those who run none or while none is computed. */
    rating: Nullable(Strict({ orgId: Id, score: Type.Number(), stars: Type.Integer() })),
  })),
})
export type Home = Static<typeof Home>
