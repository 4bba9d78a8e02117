import type { AskRequest, AttendanceRequest, DecideRequests } from '@pioneer/shared-types/attendance/schemas'
import type { RequestKind } from '@pioneer/shared-types/constants'
import type { Caller } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import { newId, toId, type ObjectId } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import type { ActivitiesService, ActivityRecord } from '../activities/types'
import type { AuditService } from '../audit/types'
import type { EntryRecord } from '../points/types'
import { attendanceModels } from './model'
import { requestOf } from './present'
import { approved, refuseAsk } from './request-rules'
import type { AttendanceService, AttendanceWriter, RequestDecided, RequestRecord } from './types'

interface RequestDeps {
  activities: Pick<ActivitiesService, 'get' | 'window'>
  audit: Pick<AuditService, 'viewed'>
  writer: AttendanceWriter
  changed: (activityId: string) => void
  decided: (activity: ActivityRecord) => void
  requestDecided?: RequestDecided
}

export interface RequestsPart extends Pick<AttendanceService, 'requestSignIn' | 'pendingRequests' | 'unanswered'> {
  /** The member asks for leave, or to be counted after all. Asking the same again answers the first request. */
  ask(caller: Caller, activityId: string, input: AskRequest): Promise<AttendanceRequest>
  /** Those that wait, oldest first, then the decided ones. */
  requestsOf(activityId: string): Promise<AttendanceRequest[]>
  /** The same for somebody who looks at them: leaves a trace. */
  showRequests(caller: Caller, activityId: string): Promise<AttendanceRequest[]>
  /** Decides several; those decided before are answered as they are. Throws not-found, not-expected. */
  decide(caller: Caller, activityId: string, input: DecideRequests): Promise<AttendanceRequest[]>
  pendingCount(activityId: string): Promise<number>
}

type NewRequest = Pick<RequestRecord, 'activityId' | 'memberId' | 'name' | 'kind' | 'reason'> & Partial<Pick<RequestRecord, 'ticketAt' | 'flags' | 'deviceDigest'>>

/** Requests of one activity that are listed. */
const MOST = 2_000

/** Leave and late sign-ins: asked by members, judged by a person. */
export function createRequests(context: Context, deps: RequestDeps): RequestsPart {
  const { attendance, requests } = attendanceModels(context.connection)

  /** One of a kind waits at a time: whoever asks twice at once gets the one that was first. */
  async function open(input: NewRequest): Promise<RequestRecord> {
    const record: RequestRecord = {
      ticketAt: null, flags: [], deviceDigest: null, ...input,
      _id: newId(), state: 'pending', createdAt: context.clock.now(), decidedAt: null, decidedBy: null, decisionReason: null,
    }
    try {
      await requests.insertMany([record], { lean: true })
      return record
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      return found(await latest(input.activityId, input.memberId, input.kind))
    }
  }
  const latest = (activityId: ObjectId, memberId: ObjectId, kind: RequestKind): Promise<RequestRecord | null> =>
    requests.findOne({ memberId, activityId, kind }).sort({ createdAt: -1, _id: -1 }).lean()

  async function ask(caller: Caller, activityId: string, { kind, reason }: AskRequest): Promise<AttendanceRequest> {
    if (!caller.memberId) throw new ProblemError('not-bound')
    const activity = await deps.activities.get(activityId)
    if (activity.status === 'cancelled') throw new ProblemError('activity-cancelled')
    const row = await attendance.findOne({ activityId: activity._id, memberId: toId(caller.memberId) }, { changes: 0 }).lean()
    if (!row) throw new ProblemError('not-expected')
    const refusal = refuseAsk({ kind, state: row.state, now: context.clock.now(), meeting: { ...deps.activities.window(activity), endAt: activity.endAt } })
    if (refusal) throw new ProblemError(refusal.code, { title: refusal.title })
    const text = reason.trim()
    const before = await latest(activity._id, row.memberId, kind)
    const request = before?.state === 'pending' ? before : await open({ activityId: activity._id, memberId: row.memberId, name: row.name, kind, reason: text })
    if (request.reason !== text) throw new ProblemError('already-requested')
    return requestOf(request, activity)
  }

  const requestSignIn: RequestsPart['requestSignIn'] = async (activity, evidence) => {
    const memberId = toId(evidence.memberId)
    const before = await latest(activity._id, memberId, 'sign-in')
    // The same ticket sent again is the same evidence, also after it was judged.
    if (before && (before.state === 'pending' || before.ticketAt?.getTime() === evidence.ticketAt.getTime())) return before
    const { name, ticketAt, flags, deviceDigest, reason } = evidence
    return open({ activityId: activity._id, memberId, name, kind: 'sign-in', reason, ticketAt, flags, deviceDigest })
  }

  /** One decision in one transaction with what it changes. */
  async function decideOne(activity: ActivityRecord, id: string, caller: Caller, { decision, reason }: DecideRequests): Promise<RequestRecord> {
    const window = deps.activities.window(activity)
    return inTransaction(context.connection, async (session) => {
      const request = found(await requests.findOne({ _id: toId(id), activityId: activity._id }).session(session).lean())
      if (request.state !== 'pending') return request
      let state: RequestRecord['state'] = decision === 'approve' ? 'approved' : 'rejected'
      let decisionReason = reason?.trim() || null
      let entries: EntryRecord[] = []
      if (decision === 'approve') {
        const done = await deps.writer.changeIn(activity, {
          memberId: request.memberId.toHexString(), actorAccountId: caller.accountId, deviceDigest: request.deviceDigest ?? undefined,
          decide: (current) => approved(request, current.state, { startAt: activity.startAt, lateAt: window.lateAt }),
        }, session)
        entries = done.entries
        if (!done.changed && request.kind === 'leave') [state, decisionReason] = ['withdrawn', '已到会，不用请假']
      }
      const decided = found(await requests.findOneAndUpdate(
        { _id: request._id, state: 'pending' }, { $set: { state, decidedAt: context.clock.now(), decidedBy: caller.accountId, decisionReason } }, { returnDocument: 'after', session }).lean())
      await deps.requestDecided?.({ activity, request: decided, entries }, session)
      return decided
    })
  }

  async function decide(caller: Caller, activityId: string, input: DecideRequests): Promise<AttendanceRequest[]> {
    const activity = await deps.activities.get(activityId)
    if (activity.status === 'cancelled') throw new ProblemError('activity-cancelled')
    const decided: RequestRecord[] = []
    const unlisted: ObjectId[] = []
    for (const id of input.ids) {
      try {
        decided.push(await decideOne(activity, id, caller, input))
      } catch (error) {
        // The others are decided all the same; this one waits until its member stands on the list.
        if (!(error instanceof ProblemError && error.code === 'not-expected')) throw error
        unlisted.push(toId(id))
      }
    }
    deps.changed(activityId)
    deps.decided(activity)
    if (unlisted.length > 0) {
      const names = (await requests.find({ _id: { $in: unlisted } }, { name: 1 }).sort({ name: 1 }).lean()).map((request) => request.name)
      throw new ProblemError('not-expected', { title: `${names.join('、')}不在名单里，先加进名单再确认` })
    }
    return decided.map((request) => requestOf(request, activity))
  }

  async function listOf(activity: ActivityRecord): Promise<AttendanceRequest[]> {
    const rows = await requests.find({ activityId: activity._id }).sort({ createdAt: 1, _id: 1 }).limit(MOST).lean()
    const waiting = (request: RequestRecord): boolean => request.state === 'pending'
    return [...rows.filter(waiting), ...rows.filter((request) => !waiting(request)).reverse()].map((request) => requestOf(request, activity))
  }

  return {
    ask, requestSignIn, decide,
    requestsOf: async (activityId) => listOf(await deps.activities.get(activityId)),
    async showRequests(caller, activityId) {
      const activity = await deps.activities.get(activityId)
      await deps.audit.viewed(caller, { list: `requests:${activityId}`, what: '请假和补签', orgId: activity.ownerOrgId.toHexString() })
      return listOf(activity)
    },
    async pendingRequests(activityIds) {
      if (activityIds.length === 0) return []
      const groups = await requests.aggregate<{ _id: { activityId: ObjectId; kind: RequestKind }; count: number }>([
        { $match: { activityId: { $in: activityIds.map(toId) }, state: 'pending' } },
        { $group: { _id: { activityId: '$activityId', kind: '$kind' }, count: { $sum: 1 } } },
      ])
      return groups.map(({ _id, count }) => ({ activityId: _id.activityId.toHexString(), kind: _id.kind, count }))
    },
    async unanswered(activityIds) {
      if (activityIds.length === 0) return new Map()
      const ids = activityIds.map(toId)
      const asked = await requests.find({ activityId: { $in: ids }, kind: 'leave', state: 'pending' }, { _id: 0, activityId: 1, memberId: 1 }).sort({ activityId: 1, memberId: 1 }).limit(MOST).lean()
      const open = { activityId: { $in: ids }, state: 'pending', role: 'expected', reply: null }
      const groups = await attendance.aggregate<{ _id: ObjectId; count: number }>([
        { $match: asked.length === 0 ? open : { ...open, $nor: asked.map(({ activityId, memberId }) => ({ activityId, memberId })) } },
        { $group: { _id: '$activityId', count: { $sum: 1 } } },
      ])
      const counts = new Map(groups.map(({ _id, count }) => [_id.toHexString(), count]))
      return new Map(activityIds.map((id) => [id, counts.get(id) ?? 0]))
    },
    pendingCount: async (activityId) => (await requests.find({ activityId: toId(activityId), state: 'pending' }, { _id: 1 }).sort({ _id: 1 }).lean()).length,
  }
}
