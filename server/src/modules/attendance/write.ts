import type { ClientSession, mongo } from 'mongoose'
import type { Context } from '../../kernel/context'
import { toId } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import type { ActivityRecord } from '../activities/types'
import type { EntryRecord, PointsService, Settlement } from '../points/types'
import { attendanceModels } from './model'
import { ABSENCE_RULE, kindsMadeUp, pointsEvidence, pointsReason, targetsOf, type Terms } from './rules'
import type { AttendanceRecord, AttendanceWriter, Change, Changed, ChangeOrder, Standing } from './types'

export interface WriterDeps {
  points: Pick<PointsService, 'settle' | 'rulesFor' | 'worth'>
  /** Told after the commit: somebody may be watching this activity. */
  changed: (activityId: string) => void
}

/** What the writer shares with the list's own changes. */
export interface InnerWriter extends AttendanceWriter {
  /** Appends one change to a record in its present version and settles its points; null when somebody was faster. */
  append(activity: ActivityRecord, current: Pick<AttendanceRecord, 'memberId' | 'version' | 'state'>, next: Standing, order: AppendOrder, session: ClientSession): Promise<Changed | null>
}
interface AppendOrder { actorAccountId: string | null; set?: Partial<Pick<AttendanceRecord, 'role' | 'votes' | 'floating' | 'jti' | 'deviceDigest'>> }

export const sourceOf = (activity: ActivityRecord): Settlement['source'] => ({ type: 'activity', id: activity._id.toHexString(), title: activity.title })

/** What an activity is worth, by the rules in force at its start. */
export async function termsOf(points: Pick<PointsService, 'rulesFor' | 'worth'>, { kinds, startAt }: ActivityRecord): Promise<Terms> {
  return {
    earned: await points.rulesFor(kinds, startAt),
    madeUp: (await points.rulesFor(kindsMadeUp(kinds), startAt)).map(({ rule }) => rule),
    absence: await points.worth(ABSENCE_RULE, startAt),
  }
}

/**
 * The one way attendance is written: one change is appended to the record and the points are settled, in one transaction.
 * The record's version is the lock: whoever changes version 0 proves that nothing was settled before, so that the way most sign-ins go is
 * one update, one insert, one commit.
 */
export function createWriter(context: Context, deps: WriterDeps): InnerWriter {
  const { attendance } = attendanceModels(context.connection)
  // Straight to the driver: every part of a change is typed and built here, and mongoose's casting would be a third of what a sign-in costs.
  const records = attendance.collection as unknown as mongo.Collection<AttendanceRecord>

  async function settle(activity: ActivityRecord, record: AttendanceRecord, change: Change, session: ClientSession): Promise<EntryRecord[]> {
    const first = change.version === 1
    const targets = targetsOf(await termsOf(deps.points, activity), { state: record.state, role: record.role, cancelled: false })
    const settlements = targets.filter(({ target }) => !first || target !== 0).map(({ rule, target }) => ({
      memberId: record.memberId.toHexString(), rule, source: sourceOf(activity), target,
      // Corrections belong to the day of the meeting, whenever they are made.
      occurredAt: activity.startAt, actorAccountId: change.actorAccountId,
      reason: pointsReason(activity.kinds, change.from, change), evidence: pointsEvidence(change), first,
    }))
    return settlements.length > 0 ? deps.points.settle(settlements, session) : []
  }

  const append: InnerWriter['append'] = async (activity, current, next, order, session) => {
    const change: Change = { ...next, version: current.version + 1, from: current.state, recordedAt: context.clock.now(), actorAccountId: order.actorAccountId }
    try {
      const record = await records.findOneAndUpdate(
        { activityId: activity._id, memberId: current.memberId, version: current.version, cancelledAt: null },
        { $set: { ...next, ...order.set, version: change.version }, $push: { changes: change } },
        { returnDocument: 'after', session })
      return record && { changed: true, attendance: record, entries: await settle(activity, record, change, session) }
    } catch (error) {
      if (isDuplicateKey(error, 'jti')) throw new ProblemError('claim-used')
      throw error
    }
  }

  const changeIn: AttendanceWriter['changeIn'] = async (activity, order, session) => {
    const memberId = toId(order.memberId)
    const set = setOf(order)
    if (order.fresh) {
      const done = await append(activity, { memberId, version: 0, state: 'pending' }, order.fresh, { actorAccountId: order.actorAccountId, set }, session)
      if (done) return done
    }
    const current = await attendance.findOne({ activityId: activity._id, memberId }).session(session).lean()
    if (!current) throw new ProblemError('not-expected')
    if (current.cancelledAt) throw new ProblemError('activity-cancelled')
    const next = order.decide(current)
    if (!next) return { changed: false, attendance: current, entries: [] }
    const done = await append(activity, current, next, { actorAccountId: order.actorAccountId, set }, session)
    if (!done) throw new ProblemError('conflict')
    return done
  }

  return {
    append,
    changeIn,
    async change(activity, order) {
      const done = await inTransaction(context.connection, (session) => changeIn(activity, order, session))
      if (done.changed) deps.changed(activity._id.toHexString())
      return done
    },
  }
}

/** What is set beside the standing; a claim's name only when there is one, for its index holds no nulls. */
function setOf(order: ChangeOrder): AppendOrder['set'] {
  return { ...(order.jti ? { jti: order.jti } : {}), ...(order.deviceDigest === undefined ? {} : { deviceDigest: order.deviceDigest }) }
}
