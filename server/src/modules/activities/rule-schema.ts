import { Type, type Static } from '@sinclair/typebox'
import { Day, Strict } from '@pioneer/shared-types/common/schemas'
import { ACTIVITY_KINDS } from '@pioneer/shared-types/constants'
import { checkData, shippedData, Word } from '../../kernel/rule-data'

/** How many of those with a vote must be there (法定人数), and where that stands. */
export const QuorumRule = Strict({
  kind: Word(ACTIVITY_KINDS),
  /** 半数以上 is at least half (支部工作条例), 超过半数 is more than half (发展党员工作细则): even numbers tell them apart. */
  comparison: Word(['at-least', 'more-than'] as const),
  numerator: Type.Integer({ minimum: 1 }), denominator: Type.Integer({ minimum: 1 }),
  rule: Type.String({ minLength: 1 }), article: Type.String({ minLength: 1 }),
  /** Who is expected without counting, in words. */
  notCounted: Type.String({ minLength: 1 }),
})
export type QuorumRule = Static<typeof QuorumRule>

/** A version of the rules of meetings. What an activity needs of it is frozen into the activity when it is published. */
export const ActivityRules = Strict({
  version: Type.Integer({ minimum: 1 }),
  name: Type.String({ minLength: 1 }),
  /** Shanghai day from which it is in force. */
  effectiveFrom: Day,
  checkIn: Strict({
    /** Minutes before the start at which signing in opens. */
    opensMinutes: Type.Integer({ minimum: 0, maximum: 24 * 60 }),
    /** Minutes after the start up to which one is on time. */
    lateMinutes: Type.Integer({ minimum: 0, maximum: 24 * 60 }),
  }),
  /** The longest an activity may last, hours. */
  longestHours: Type.Integer({ minimum: 1 }),
  quorums: Type.Array(QuorumRule),
})
export type ActivityRules = Static<typeof ActivityRules>

/** The rules that are shipped with the service, oldest first; throws when a file is damaged. */
export const shippedActivityRules = (): ActivityRules[] => shippedData('activity-rules').map((data) => checkData(ActivityRules, data, 'activity rules'))
