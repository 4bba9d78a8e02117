import type { CheckInResult, SetAttendance, SetAttendanceResult } from '@pioneer/shared-types/attendance/schemas'
import type { Caller } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import type { Job } from '../../kernel/jobs'
import { toId } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import type { ActivitiesService, ActivityRecord } from '../activities/types'
import type { AuditService } from '../audit/types'
import type { OrgsService } from '../orgs/types'
import type { EntryRecord, PointsService } from '../points/types'
import { absenceJob } from './absence'
import { awaitedAt } from './awaited'
import { attendanceModels } from './model'
import { presenceAt } from './presence'
import { attendanceOf, meetingOf, requestOf } from './present'
import { createReads, type ReadPart } from './read'
import { createRequests, type RequestsPart } from './requests'
import { createRoll } from './roll'
import { decideSet, mayArrive, presentAt } from './rules'
import type { AttendanceRecord, AttendanceService, Recorded, RequestDecided } from './types'
import { createWriter } from './write'

export { ensureIndexes } from './model'

export interface AttendanceDeps {
  activities: ActivitiesService
  points: PointsService
  orgs: Pick<OrgsService, 'find'>
  audit: Pick<AuditService, 'viewed'>
  /** Told after the commit that the counts of an activity have changed: the screens listen. */
  changed: (activityId: string) => void
  /** Told after the commit that somebody decided who was at a meeting: absence, a correction, a request. Never on the way of a sign-in. */
  decided: (activity: ActivityRecord) => void
  /** Told of each decided request in its transaction, when somebody listens. */
  requestDecided?: RequestDecided
}

/** The door, and what the module's routes and jobs need. */
export interface AttendanceModule extends AttendanceService, ReadPart, Pick<RequestsPart, 'ask' | 'decide' | 'requestsOf' | 'showRequests'> {
  /** The secretary's tap, undo and corrections. Throws conflict with the present version. */
  set(caller: Caller, activityId: string, memberId: string, input: SetAttendance): Promise<SetAttendanceResult>
  /** 我会参加. */
  reply(caller: Caller, activityId: string): Promise<void>
  jobs: readonly Job[]
}

export function createAttendanceService(context: Context, deps: AttendanceDeps): AttendanceModule {
  const { attendance } = attendanceModels(context.connection)
  const writer = createWriter(context, deps)
  const roll = createRoll(context, { ...deps, writer })
  const { pendingCount, ...requests } = createRequests(context, { ...deps, writer })
  const reads = createReads(context, { ...deps, roll, pendingCount })

  const entriesOf = (record: AttendanceRecord): Promise<EntryRecord[]> =>
    deps.points.ofSource(record.memberId.toHexString(), { type: 'activity', id: record.activityId.toHexString() })
  const repeated = async (record: AttendanceRecord): Promise<Recorded> => ({ outcome: 'already', attendance: record, entries: await entriesOf(record) })

  const arrive: AttendanceService['arrive'] = async (activity, { memberId, at, door, flags, jti, deviceDigest, actorAccountId }) => {
    const standing = presentAt(at, { startAt: activity.startAt, lateAt: deps.activities.window(activity).lateAt }, door, flags)
    const { changed, attendance: record, entries } = await writer.change(activity, {
      memberId, actorAccountId, jti, deviceDigest, fresh: standing, decide: (current) => (mayArrive(current.state) ? standing : null),
    })
    return changed ? { outcome: 'recorded', attendance: record, entries } : repeated(record)
  }

  const set: AttendanceModule['set'] = async (caller, activityId, memberId, input) => {
    const activity = await deps.activities.get(activityId)
    if (activity.status === 'cancelled') throw new ProblemError('activity-cancelled')
    const meeting = { startAt: activity.startAt, ...deps.activities.window(activity) }
    const reason = input.reason?.trim() || null
    const { changed, attendance: record, entries } = await writer.change(activity, {
      memberId, actorAccountId: caller.accountId,
      decide: (current) => {
        if (current.version !== input.expectedVersion) {
          if (isRetry(current, input, caller)) return null
          throw new ProblemError('conflict', { currentVersion: current.version })
        }
        if (current.state === input.state) return null
        const decision = decideSet({ from: current.state, to: input.state, reason, now: context.clock.now(), meeting, settled: activity.settledAt !== null })
        if (decision.kind === 'set') return decision.standing
        throw new ProblemError(decision.code, {
          title: decision.title,
          ...(decision.path ? { fields: [{ path: decision.path, message: decision.title }] } : {}),
          ...(decision.code === 'activity-not-open' ? { opensAt: meeting.opensAt.toISOString() } : {}),
        })
      },
    })
    if (changed) deps.decided(activity)
    return { attendance: attendanceOf(record), points: await pointsOf(changed ? entries : await entriesOf(record)) }
  }

  const pointsOf = async (entries: readonly EntryRecord[]): Promise<CheckInResult['points']> => ({
    gained: entries.reduce((sum, entry) => sum + entry.delta, 0), entries: await deps.points.present(entries),
  })

  return {
    ...roll, ...requests, ...reads, arrive, set,
    presence: (activityIds, asOf) => presenceAt(context.connection, activityIds, asOf),
    jobs: [absenceJob(context, { ...deps, writer })],
    awaited: (activityId) => awaitedAt(context.connection, activityId),
    async alreadyPresent(activityId, memberId) {
      const record = await attendance.findOne({ activityId: toId(activityId), memberId: toId(memberId) }).lean()
      return record && (record.state === 'present' || record.state === 'made-up') ? repeated(record) : null
    },
    async reply(caller, activityId) {
      if (!caller.memberId) throw new ProblemError('not-bound')
      const activity = await deps.activities.get(activityId)
      if (activity.status === 'cancelled') throw new ProblemError('activity-cancelled')
      if (context.clock.now() > activity.endAt) throw new ProblemError('activity-state', { title: '会已经结束，不用再回复' })
      const done = await attendance.findOneAndUpdate({ activityId: activity._id, memberId: toId(caller.memberId) }, { $set: { reply: 'attend' } }, { returnDocument: 'after' }).lean()
      if (!done) throw new ProblemError('not-expected')
    },
    resultOf: async (activity, recorded, message) => ({
      outcome: recorded.outcome, activity: meetingOf(activity), attendance: attendanceOf(recorded.attendance), points: await pointsOf(recorded.entries), request: null, message,
    }),
    requestResult: (activity, request, message) => ({
      outcome: 'requested', activity: meetingOf(activity), attendance: null, points: { gained: 0, entries: [] }, request: requestOf(request, activity), message,
    }),
  }
}

/** The same tap again after its answer was lost: the last change is the caller's own, from the version they named. */
function isRetry(current: AttendanceRecord, input: SetAttendance, caller: Caller): boolean {
  const last = current.changes.at(-1)
  return current.state === input.state && current.version === input.expectedVersion + 1 && last?.actorAccountId === caller.accountId
}
