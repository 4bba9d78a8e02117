import type { Counts, MyPart } from '@pioneer/shared-types/activities/schemas'
import type { Context } from '../../kernel/context'
import { newId, toId, type ObjectId } from '../../kernel/ids'
import type { ActivitiesService, ActivityRecord, AttendanceHooks, ExpectedPerson } from '../activities/types'
import type { PointsService } from '../points/types'
import { attendanceModels } from './model'
import { PENDING, countsFrom, targetsOf, type CountRow } from './rules'
import type { AttendanceRecord, YearPart } from './types'
import { sourceOf, termsOf, type InnerWriter } from './write'

interface RollDeps {
  activities: Pick<ActivitiesService, 'quorum' | 'outlines'>
  points: Pick<PointsService, 'settle' | 'rulesFor' | 'worth'>
  writer: InnerWriter
}

const rowFor = (activity: ActivityRecord, person: ExpectedPerson): AttendanceRecord => ({
  ...PENDING, _id: newId(), activityId: activity._id, memberId: toId(person.memberId), name: person.name, branchId: toId(person.branchId),
  groupId: person.groupId === null ? null : toId(person.groupId), role: person.role, votes: person.votes, floating: person.floating,
  startAt: activity.startAt, reply: null, deviceDigest: null, version: 0, cancelledAt: null, changes: [],
})

interface Grouped { _id: { activityId: ObjectId } & Omit<CountRow, 'count'>; count: number }

/** The list frozen at publishing (应到名单): its making, its amendments, and what others ask of it. */
export function createRoll(context: Context, deps: RollDeps): AttendanceHooks & YearPart & { countsOf(activityId: string): Promise<Counts> } {
  const { attendance, requests } = attendanceModels(context.connection)

  const freezeExpected: AttendanceHooks['freezeExpected'] = async (activity, people, session) => {
    if (people.length === 0) return
    await attendance.insertMany(people.map((person) => rowFor(activity, person)), { session, lean: true, ordered: true })
  }

  const amendExpected: AttendanceHooks['amendExpected'] = async (activity, person, reason, actorAccountId, session) => {
    const current = await attendance.findOne({ activityId: activity._id, memberId: toId(person.memberId) }).session(session).lean()
    if (!current) return freezeExpected(activity, [person], session)
    if (current.role === person.role) return
    // A recorded amendment: the state stays, the role and with it the points may change.
    const { state, late, lateMinutes, at, door, flags } = current
    const set = { role: person.role, votes: person.votes, floating: person.floating }
    await deps.writer.append(activity, current, { state, late, lateMinutes, at, door, flags, reason }, { actorAccountId, set }, session)
  }

  /** What was settled already keeps its day; only the copy that lists page over follows. */
  const rescheduled: AttendanceHooks['rescheduled'] = async (activity, session) => {
    await attendance.updateMany({ activityId: activity._id }, { $set: { startAt: activity.startAt } }, { session })
  }

  const cancelled: AttendanceHooks['cancelled'] = async (activity, actorAccountId, session) => {
    const now = context.clock.now()
    const touched = await attendance.find({ activityId: activity._id, version: { $gt: 0 } }).sort({ memberId: 1 }).session(session).lean()
    // From here on no sign-in that still believes in the meeting can be written.
    await attendance.updateMany({ activityId: activity._id, cancelledAt: null }, { $set: { cancelledAt: now } }, { session })
    await requests.updateMany({ activityId: activity._id, state: 'pending' }, { $set: { state: 'withdrawn', decidedAt: now, decidedBy: actorAccountId, decisionReason: '活动已取消' } }, { session })
    const terms = await termsOf(deps.points, activity)
    await deps.points.settle(touched.flatMap((row) => targetsOf(terms, { state: row.state, role: row.role, cancelled: true }).map(({ rule, target }) => ({
      memberId: row.memberId.toHexString(), rule, source: sourceOf(activity), target, occurredAt: activity.startAt, actorAccountId, reason: '更正：活动已取消',
    }))), session)
  }

  const counts: AttendanceHooks['counts'] = async (activityIds) => {
    const rows = new Map<string, CountRow[]>(activityIds.map((id) => [id, []]))
    if (activityIds.length === 0) return new Map()
    const groups = await attendance.aggregate<Grouped>([
      { $match: { activityId: { $in: activityIds.map(toId) } } },
      { $group: { _id: { activityId: '$activityId', state: '$state', role: '$role', late: '$late', votes: '$votes' }, count: { $sum: 1 } } },
    ])
    for (const { _id: { activityId, ...row }, count } of groups) rows.get(activityId.toHexString())?.push({ ...row, count })
    return new Map([...rows].map(([id, list]) => [id, countsFrom(list)]))
  }

  const partsOf: AttendanceHooks['partsOf'] = async (memberId, activityIds) => {
    const filter = { memberId: toId(memberId), activityId: { $in: activityIds.map(toId) } }
    const rows = await attendance.find(filter, { changes: 0 }).sort({ activityId: 1 }).lean()
    const asked = new Map((await requests.find(filter).sort({ createdAt: 1, _id: 1 }).lean()).map((request) => [request.activityId.toHexString(), request]))
    return new Map(rows.map((row): [string, MyPart] => {
      const id = row.activityId.toHexString()
      const request = asked.get(id)
      return [id, {
        role: row.role, state: row.state, late: row.late, at: row.at?.toISOString() ?? null, door: row.door, reply: row.reply,
        request: request ? { kind: request.kind, state: request.state, reason: request.reason } : null,
      }]
    }))
  }

  const activityIdsOf: AttendanceHooks['activityIdsOf'] = async (memberId, { from, to }) => {
    const between = { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) }
    const rows = await attendance.find(
      { memberId: toId(memberId), cancelledAt: null, ...(from || to ? { startAt: between } : {}) }, { activityId: 1, startAt: 1 }).sort({ startAt: 1, _id: 1 }).lean()
    return rows.map((row) => row.activityId.toHexString())
  }

  const placesOf: YearPart['placesOf'] = async (memberId, { from, to }) => {
    const rows = await attendance.find(
      { memberId: toId(memberId), startAt: { $gte: from, $lt: to }, cancelledAt: null }, { activityId: 1, role: 1, state: 1, startAt: 1 }).sort({ startAt: 1, _id: 1 }).lean()
    return rows.map(({ activityId, role, state, startAt }) => ({ activityId: activityId.toHexString(), role, state, startAt }))
  }

  /** 本年可得 counts the meetings a member was expected at: being a guest elsewhere is extra. */
  const opportunitiesAt: YearPart['opportunitiesAt'] = async (places) => {
    const times: Record<string, number> = {}
    const expected = places.filter((place) => place.role === 'expected').map((place) => place.activityId)
    for (const { kinds, startAt } of await deps.activities.outlines(expected)) {
      for (const { rule } of await deps.points.rulesFor(kinds, startAt)) times[rule] = (times[rule] ?? 0) + 1
    }
    return times
  }

  return {
    freezeExpected, amendExpected, rescheduled, cancelled, counts, partsOf, activityIdsOf, placesOf, opportunitiesAt,
    opportunities: async (memberId, from, to) => opportunitiesAt(await placesOf(memberId, { from, to })),
    quorum: (activity, { votingExpected, votingPresent }) => deps.activities.quorum(activity, votingExpected, votingPresent),
    isOnList: async (activityId, memberId) => (await attendance.findOne({ activityId: toId(activityId), memberId: toId(memberId) }, { _id: 1 }).lean()) !== null,
    countsOf: async (activityId) => (await counts([activityId])).get(activityId) ?? countsFrom([]),
  }
}
