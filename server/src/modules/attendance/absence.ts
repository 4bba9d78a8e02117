import type { Context } from '../../kernel/context'
import type { Job } from '../../kernel/jobs'
import { inTransaction } from '../../kernel/transaction'
import type { ActivitiesService, ActivityRecord } from '../activities/types'
import { attendanceModels } from './model'
import { ABSENCE_AFTER, PENDING } from './rules'
import type { Standing } from './types'
import type { InnerWriter } from './write'

/** People decided in one transaction, activities in one run. */
const CHUNK = 50
const ACTIVITIES = 100

const ABSENT: Standing = { ...PENDING, state: 'absent', door: 'job' }

interface AbsenceDeps { activities: Pick<ActivitiesService, 'endingBetween' | 'markSettled'>; writer: InnerWriter; changed: (activityId: string) => void; decided: (activity: ActivityRecord) => void }

/**
 * Decides absence (无故缺席) 24 h after the end of a meeting [D]: who was expected and still is `pending` becomes `absent`, which costs its points.
 * It works in small transactions and finds its work by what is still pending, so it may be killed anywhere and goes on where it was.
 * Guests are never absent.
 */
export function absenceJob(context: Context, deps: AbsenceDeps): Job {
  const { attendance } = attendanceModels(context.connection)

  /** Decides the next few; says whether there may be more. */
  const decideSome = (activity: ActivityRecord): Promise<boolean> => inTransaction(context.connection, async (session) => {
    const waiting = await attendance.find(
      { activityId: activity._id, state: 'pending', role: 'expected', cancelledAt: null }, { memberId: 1, version: 1, state: 1 }).sort({ memberId: 1 }).limit(CHUNK).session(session).lean()
    for (const row of waiting) await deps.writer.append(activity, row, ABSENT, { actorAccountId: null }, session)
    return waiting.length === CHUNK
  })

  return {
    name: 'attendance-absence',
    every: 60_000,
    lease: 300_000,
    async run(now) {
      const due = new Date(now.getTime() - ABSENCE_AFTER)
      for (const activity of await deps.activities.endingBetween(new Date(0), due, ACTIVITIES)) {
        while (await decideSome(activity));
        await inTransaction(context.connection, (session) => deps.activities.markSettled(activity._id.toHexString(), now, session))
        deps.changed(activity._id.toHexString())
        deps.decided(activity)
      }
    },
  }
}
