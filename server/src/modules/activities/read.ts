import type { Model, QueryFilter } from 'mongoose'
import type { ActivityDetail, ActivityListQuery, ActivityPage, ActivitySummary, MyPart } from '@pioneer/shared-types/activities/schemas'
import type { Caller, ResourceFacts } from '../../kernel/access'
import { dayOf, startOfDay, endOfDay } from '../../kernel/calendar'
import type { Clock } from '../../kernel/clock'
import { decodeCursor, encodeCursor } from '../../kernel/cursor'
import { toId } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import type { AuthService } from '../auth/types'
import type { OrgsService } from '../orgs/types'
import { byToday, phaseOf, windowOf } from './rules'
import type { ActivityOutline, ActivityRecord, AttendanceHooks } from './types'

const PAGE = 20
/** No activity lasts longer (activity-rules): what began earlier is over. */
const LONGEST = 7 * 86_400_000

/** Requests that nobody decided for so long no longer call for attention on the first screen. */
const LOOK_BACK = 92 * 86_400_000
const MOST = 200

/** Meetings at the caller's places of work, by start: running now, not yet published, and those that requests may wait at. */
export interface Desk { live: ActivityRecord[]; drafts: ActivityRecord[]; open: ActivityRecord[] }

export interface ReadDeps {
  Activity: Model<ActivityRecord>
  clock: Clock
  auth: Pick<AuthService, 'allowed' | 'orgsFor'>
  orgs: Pick<OrgsService, 'find'>
  hooks: () => AttendanceHooks
}

/** Where an activity lies, for access decisions that do not depend on its list. */
export const placeOf = (activity: ActivityRecord): ResourceFacts => ({
  scopeIds: activity.scopeIds.map((id) => id.toHexString()), orgId: activity.ownerOrgId.toHexString(), orgType: activity.ownerType,
  branchId: activity.ownerBranchId?.toHexString() ?? null,
})

const invitedOf = ({ audience, guestIds }: ActivityRecord): NonNullable<ActivityDetail['invited']> => ({
  memberIds: audience.memberIds.map((id) => id.toHexString()), guestIds: guestIds.map((id) => id.toHexString()),
})

const published: QueryFilter<ActivityRecord> = { status: { $in: ['published', 'finished'] } }

/** Lists, summaries and details: everything that only looks. */
export function createReader(deps: ReadDeps) {
  const { Activity, auth } = deps
  const mayManage = (activity: ActivityRecord, caller: Caller): Promise<boolean> => auth.allowed(caller, 'activity:write', placeOf(activity))

  async function partsOf(activities: readonly ActivityRecord[], caller: Caller): Promise<ReadonlyMap<string, MyPart>> {
    const ids = activities.filter((activity) => activity.status !== 'draft').map((activity) => activity._id.toHexString())
    return caller.memberId !== null && ids.length > 0 ? deps.hooks().partsOf(caller.memberId, ids) : new Map<string, never>()
  }

  async function summaries(activities: readonly ActivityRecord[], caller: Caller, now: Date, known?: ReadonlyMap<string, MyPart>): Promise<ActivitySummary[]> {
    const parts = known ?? await partsOf(activities, caller)
    const out: ActivitySummary[] = []
    for (const activity of activities) {
      const { opensAt, lateAt } = windowOf(activity)
      const id = activity._id.toHexString()
      out.push({
        id, title: activity.title, kinds: activity.kinds, status: activity.status,
        ownerOrgId: activity.ownerOrgId.toHexString(), ownerName: activity.ownerName, ownerType: activity.ownerType,
        startAt: activity.startAt.toISOString(), endAt: activity.endAt.toISOString(), place: activity.place,
        phase: phaseOf(activity, now), opensAt: opensAt.toISOString(), lateAt: lateAt.toISOString(),
        mine: parts.get(id) ?? null, canManage: await mayManage(activity, caller),
      })
    }
    return out
  }

  async function detail(activity: ActivityRecord, caller: Caller, now: Date): Promise<ActivityDetail> {
    const [summary] = await summaries([activity], caller, now)
    if (!summary) throw new ProblemError('not-found')
    const counts = activity.status === 'draft' ? null : (await deps.hooks().counts([summary.id])).get(summary.id) ?? null
    const audienceOrgs = []
    for (const id of activity.audience.orgIds) audienceOrgs.push({ id: id.toHexString(), name: (await deps.orgs.find(id.toHexString()))?.name ?? '' })
    return {
      ...summary, agenda: activity.agenda, note: activity.note, audienceOrgs, invited: summary.canManage ? invitedOf(activity) : null, counts, quorum: counts && deps.hooks().quorum(activity, counts),
      version: activity.version, cancelledReason: activity.cancelledReason,
      publishedAt: activity.publishedAt?.toISOString() ?? null, finishedAt: activity.finishedAt?.toISOString() ?? null,
    }
  }

  /** Those at the caller's places of work; null when there are none. */
  function managed(caller: Caller): QueryFilter<ActivityRecord> | null {
    const places = auth.orgsFor(caller, 'activity:write')
    const exact = places.filter((place) => !place.subtree).map((place) => toId(place.orgId))
    const below = places.filter((place) => place.subtree).map((place) => toId(place.orgId))
    const either: QueryFilter<ActivityRecord>[] = []
    if (exact.length > 0) either.push({ ownerOrgId: { $in: exact } })
    if (below.length > 0) either.push({ scopeIds: { $in: below } })
    return either.length === 0 ? null : { $or: either }
  }

  /** What a scope shows, or null for nothing. */
  async function filterOf(scope: NonNullable<ActivityListQuery['scope']>, caller: Caller, now: Date): Promise<QueryFilter<ActivityRecord> | null> {
    if (scope === 'manage') return managed(caller)
    if (caller.memberId === null) return null
    const range = scope === 'upcoming' ? { from: new Date(now.getTime() - LONGEST) } : { to: now }
    const ids = await deps.hooks().activityIdsOf(caller.memberId, range)
    if (ids.length === 0) return null
    const mine = { _id: { $in: ids.map(toId) } }
    return scope === 'upcoming'
      ? { $and: [mine, { status: 'published', endAt: { $gt: now } }] }
      : { $and: [mine, { $or: [{ status: 'finished' }, { status: 'published', endAt: { $lte: now } }] }] }
  }

  /** One page by keyset: `upcoming` by start, so that what is running and what is on today come first; the others newest first. */
  async function list(query: ActivityListQuery, caller: Caller): Promise<ActivityPage> {
    const now = deps.clock.now()
    const scope = query.scope ?? 'upcoming'
    const limit = query.limit ?? PAGE
    const direction = scope === 'upcoming' ? 1 : -1
    const rest = query.cursor === undefined ? null : after(query.cursor, direction)
    const filter = await filterOf(scope, caller, now)
    if (!filter) return { items: [], next: null, serverTime: now.toISOString() }
    const rows = await Activity.find(rest ? { $and: [filter, rest] } : filter)
      .sort({ startAt: direction, _id: direction }).limit(limit + 1).lean()
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      items: await summaries(page, caller, now),
      next: rows.length > limit && last ? encodeCursor([last.startAt.toISOString(), last._id.toHexString()]) : null,
      serverTime: now.toISOString(),
    }
  }

  async function around(caller: Caller, now: Date): Promise<{ today: ActivityRecord[]; coming: ActivityRecord[] }> {
    if (caller.memberId === null) return { today: [], coming: [] }
    const from = startOfDay(dayOf(now))
    const midnight = endOfDay(dayOf(now))
    const ids = await deps.hooks().activityIdsOf(caller.memberId, { from: new Date(from.getTime() - LONGEST) })
    if (ids.length === 0) return { today: [], coming: [] }
    const rows = await Activity.find({ $and: [{ _id: { $in: ids.map(toId) } }, published, { endAt: { $gt: from } }] }).sort({ startAt: 1, _id: 1 }).lean()
    return {
      today: rows.filter((activity) => activity.startAt < midnight).sort(byToday(now)),
      coming: rows.filter((activity) => activity.startAt >= midnight && activity.status === 'published'),
    }
  }

  /** Running: from the opening of the sign-in to the end. */
  const running = (rows: readonly ActivityRecord[], now: Date): ActivityRecord[] => rows.filter((activity) => ['open', 'late'].includes(phaseOf(activity, now)))

  async function managedNow(caller: Caller, now: Date): Promise<ActivityRecord[]> {
    const filter = managed(caller)
    if (!filter) return []
    const rows = await Activity.find({ $and: [filter, { status: 'published', endAt: { $gte: now } }] }).sort({ startAt: 1, _id: 1 }).limit(MOST).lean()
    return running(rows, now)
  }

  async function desk(caller: Caller, now: Date): Promise<Desk> {
    const filter = managed(caller)
    if (!filter) return { live: [], drafts: [], open: [] }
    const rows = await Activity.find({ $and: [filter, { status: { $in: ['draft', 'published', 'finished'] }, startAt: { $gte: new Date(now.getTime() - LOOK_BACK) } }] })
      .sort({ startAt: -1, _id: -1 }).limit(MOST).lean()
    const byStart = rows.reverse()
    return {
      live: running(byStart, now),
      drafts: byStart.filter((activity) => activity.status === 'draft'),
      open: byStart.filter((activity) => activity.status !== 'draft'),
    }
  }

  async function outlines(ids: readonly string[]): Promise<ActivityOutline[]> {
    const rows = await Activity.find({ _id: { $in: ids.map(toId) } }, { kinds: 1, startAt: 1, endAt: 1 }).sort({ startAt: 1, _id: 1 }).lean()
    return rows.map((row) => ({ id: row._id.toHexString(), kinds: row.kinds, startAt: row.startAt, endAt: row.endAt }))
  }

  return { summaries, detail, list, around, managedNow, desk, outlines, mayManage }
}

/** What comes after a cursor in the direction of the sort. */
function after(cursor: string, direction: 1 | -1): QueryFilter<ActivityRecord> {
  const [time, id] = decodeCursor(cursor, 2)
  const startAt = new Date(String(time))
  if (Number.isNaN(startAt.getTime()) || !/^[0-9a-f]{24}$/.test(String(id))) {
    throw new ProblemError('validation', { fields: [{ path: 'cursor', message: '翻页位置无效，请从头刷新' }] })
  }
  const beyond = direction === 1 ? '$gt' : '$lt'
  return { $or: [{ startAt: { [beyond]: startAt } }, { startAt, _id: { [beyond]: toId(String(id)) } }] }
}
