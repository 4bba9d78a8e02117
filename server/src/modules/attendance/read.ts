import type { AttendanceList, AttendanceRow, MissingList, MyAttendance, MyAttendanceQuery } from '@pioneer/shared-types/attendance/schemas'
import type { Flag } from '@pioneer/shared-types/constants'
import type { Caller } from '../../kernel/access'
import { yearRange } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { decodeCursor, encodeCursor } from '../../kernel/cursor'
import { toId } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import type { ActivitiesService, ActivityRecord, AttendanceHooks } from '../activities/types'
import type { AuditService } from '../audit/types'
import type { OrgsService } from '../orgs/types'
import { attendanceModels } from './model'
import { attendanceOf } from './present'
import { listFlags } from './rules'
import type { AttendanceRow as Row } from './types'

interface ReadDeps {
  activities: Pick<ActivitiesService, 'get' | 'many' | 'window'>
  orgs: Pick<OrgsService, 'find'>
  audit: Pick<AuditService, 'viewed'>
  roll: Pick<AttendanceHooks, 'quorum'> & { countsOf(activityId: string): Promise<AttendanceList['counts']> }
  pendingCount: (activityId: string) => Promise<number>
}

export interface ReadPart {
  /** 出勤名单, by name, for those who run the meeting; leaves a trace. */
  list(caller: Caller, activityId: string): Promise<AttendanceList>
  /** Who is still on the way or absent, by group and name; leaves a trace. */
  missing(caller: Caller, activityId: string): Promise<MissingList>
  /** The caller's own meetings that have begun, newest first. */
  mine(caller: Caller, query: MyAttendanceQuery): Promise<MyAttendance>
}

const collator = new Intl.Collator('zh-Hans-CN')
const PAGE = 20

/** What people look at. */
export function createReads(context: Context, deps: ReadDeps): ReadPart {
  const { attendance } = attendanceModels(context.connection)

  async function rowsOf(records: readonly Row[], flags: ReadonlyMap<string, Flag[]>): Promise<AttendanceRow[]> {
    const names = new Map<string, string>()
    for (const id of new Set(records.flatMap((row) => [row.branchId, ...(row.groupId ? [row.groupId] : [])]).map((org) => org.toHexString()))) {
      names.set(id, (await deps.orgs.find(id))?.name ?? '')
    }
    const rows = records.map((row): AttendanceRow => ({
      ...attendanceOf(row), flags: flags.get(row.memberId.toHexString()) ?? [...row.flags],
      name: row.name, groupName: row.groupId && (names.get(row.groupId.toHexString()) ?? null), branchName: names.get(row.branchId.toHexString()) ?? '',
      votes: row.votes, floating: row.floating, reason: row.reason,
    }))
    return rows.sort((a, b) => collator.compare(a.branchName, b.branchName) || collator.compare(a.groupName ?? '', b.groupName ?? '') || collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1))
  }

  /** Names and who came: whoever looks leaves a trace. */
  const seen = (caller: Caller, activity: ActivityRecord): Promise<void> =>
    deps.audit.viewed(caller, { list: `attendance:${activity._id.toHexString()}`, what: '出勤名单', orgId: activity.ownerOrgId.toHexString() })

  async function list(caller: Caller, activityId: string): Promise<AttendanceList> {
    const activity = await deps.activities.get(activityId)
    await seen(caller, activity)
    const records = await attendance.find({ activityId: activity._id }, { changes: 0 }).sort({ memberId: 1 }).lean()
    const counts = await deps.roll.countsOf(activityId)
    return { items: await rowsOf(records, listFlags(records)), counts, quorum: deps.roll.quorum(activity, counts), pendingRequests: await deps.pendingCount(activityId) }
  }

  async function missing(caller: Caller, activityId: string): Promise<MissingList> {
    const activity = await deps.activities.get(activityId)
    await seen(caller, activity)
    const records = await attendance.find({ activityId: activity._id, state: { $in: ['pending', 'absent'] }, role: 'expected' }, { changes: 0 }).sort({ memberId: 1 }).lean()
    const { lateAt } = deps.activities.window(activity)
    return {
      items: await rowsOf(records, new Map()), counts: await deps.roll.countsOf(activityId), pendingRequests: await deps.pendingCount(activityId),
      serverTime: context.clock.now().toISOString(), lateAt: lateAt.toISOString(), endAt: activity.endAt.toISOString(),
    }
  }

  async function mine(caller: Caller, { cursor, limit = PAGE, year }: MyAttendanceQuery): Promise<MyAttendance> {
    if (!caller.memberId) throw new ProblemError('not-bound')
    const now = context.clock.now()
    const range = year === undefined ? { from: new Date(0), to: now } : yearRange(year)
    const until = range.to < now ? { $lt: range.to } : { $lte: now }
    const after = cursor === undefined ? null : readCursor(cursor)
    const records = await attendance.find({
      memberId: toId(caller.memberId), cancelledAt: null, startAt: { $gte: range.from, ...until },
      ...(after ? { $or: [{ startAt: { $lt: after.startAt } }, { startAt: after.startAt, _id: { $lt: toId(after.id) } }] } : {}),
    }, { changes: 0 }).sort({ startAt: -1, _id: -1 }).limit(limit + 1).lean()
    const page = records.slice(0, limit)
    const activities = new Map((await deps.activities.many(page.map((row) => row.activityId.toHexString()))).map((activity) => [activity._id.toHexString(), activity]))
    const last = page.at(-1)
    return {
      items: page.flatMap((row) => {
        const activity = activities.get(row.activityId.toHexString())
        return activity ? [{
          activityId: row.activityId.toHexString(), title: activity.title, kinds: [...activity.kinds], startAt: activity.startAt.toISOString(), place: activity.place,
          state: row.state, late: row.late, at: row.at?.toISOString() ?? null, door: row.door,
        }] : []
      }),
      next: last && records.length > limit ? encodeCursor([last.startAt.getTime(), last._id.toHexString()]) : null,
    }
  }

  return { list, missing, mine }
}

function readCursor(cursor: string): { startAt: Date; id: string } {
  const [time, id] = decodeCursor(cursor, 2)
  if (typeof time !== 'number' || typeof id !== 'string' || !Number.isSafeInteger(time) || Math.abs(time) > 8.64e15 || !/^[0-9a-f]{24}$/.test(id)) {
    throw new ProblemError('validation', { fields: [{ path: 'cursor', message: '翻页位置无效，请从头刷新' }] })
  }
  return { startAt: new Date(time), id }
}
