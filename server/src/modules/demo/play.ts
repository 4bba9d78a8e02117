import type { Connection } from 'mongoose'
import type { AttendanceRow } from '@pioneer/shared-types/attendance/schemas'
import type { Caller } from '../../kernel/access'
import type { ManualClock } from '../../kernel/clock'
import { inTransaction } from '../../kernel/transaction'
import type { ActivityRecord } from '../activities/types'
import { BRANCHES, LEADS } from './cast'
import { callerOf, type Office } from './office'
import { outcomeOf, type Outcome } from './outcome'
import type { Meeting } from './plan'
import type { DemoServices } from './types'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Services with the hands on their clock, and the office they play in. */
export interface Scene { services: DemoServices; clock: ManualClock; connection: Connection; office: Office; secretaries: readonly string[] }

export const secretaryOf = async (scene: Scene, branch: number): Promise<Caller> => callerOf(scene.services, scene.secretaries[branch] ?? '')

/** A member as a caller of one's own affairs. Most people of the demo have no account: their own id stands for it. */
export const asMember = (row: Pick<AttendanceRow, 'memberId'>): Caller =>
  ({ accountId: row.memberId, kind: 'demo', memberId: row.memberId, branchId: null, groupId: null, consented: true, boundAt: null, grants: [] })

/** Plans a meeting and publishes it; a meeting that is there already is found by its key. */
export async function announce(scene: Scene, meeting: Meeting): Promise<ActivityRecord> {
  const { activities } = scene.services
  const secretary = await secretaryOf(scene, meeting.branch)
  const stage = scene.office.stages[meeting.branch]
  const ownerOrgId = meeting.group === null ? stage?.branchId : stage?.groupIds[meeting.group]
  if (ownerOrgId === undefined) throw new Error(`no place for ${meeting.key}`)
  const { id, status } = await activities.create({
    ownerOrgId, kinds: meeting.kinds, title: meeting.title, place: meeting.place, agenda: meeting.agenda.map((title) => ({ title })),
    startAt: meeting.startAt.toISOString(), endAt: meeting.endAt.toISOString(), requestKey: `demo-${meeting.key}`,
  }, secretary)
  if (status === 'draft') await activities.publish(id, secretary)
  return activities.get(id)
}

/** Those who should come and of whom nothing is known yet. */
async function waiting(scene: Scene, activity: ActivityRecord, secretary: Caller): Promise<AttendanceRow[]> {
  const { items } = await scene.services.attendance.list(secretary, activity._id.toHexString())
  return items.filter((row) => row.role === 'expected' && row.state === 'pending')
}

/** Leave asked by several and granted at once. */
async function grantLeave(scene: Scene, activityId: string, secretary: Caller, rows: readonly { row: AttendanceRow; reason: string }[]): Promise<void> {
  const { attendance } = scene.services
  const ids: string[] = []
  for (const { row, reason } of rows) ids.push((await attendance.ask(asMember(row), activityId, { kind: 'leave', reason })).id)
  if (ids.length > 0) await attendance.decide(secretary, activityId, { ids, decision: 'approve' })
}

/** People come in minute by minute, those of the same minute together. */
async function comeIn(scene: Scene, activity: ActivityRecord, coming: readonly { row: AttendanceRow; door: 'qr' | 'code'; at: Date }[]): Promise<void> {
  for (const time of [...new Set(coming.map(({ at }) => at.getTime()))].sort((a, b) => a - b)) {
    scene.clock.set(new Date(time))
    await Promise.all(coming.filter(({ at }) => at.getTime() === time).map(({ row, door, at }) => scene.services.attendance.arrive(activity, {
      memberId: row.memberId, at, door, flags: [], jti: null, deviceDigest: null, actorAccountId: null,
    })))
  }
}

async function setAll(scene: Scene, activityId: string, secretary: Caller, rows: readonly AttendanceRow[], state: 'present' | 'absent' | 'leave', reason?: string): Promise<void> {
  await Promise.all(rows.map((row) => scene.services.attendance.set(secretary, activityId, row.memberId, { state, expectedVersion: row.version, ...(reason ? { reason } : {}) })))
}

/** Plays one meeting of the past from its announcement to the day after, through the doors everybody uses. `now` is the real present. */
export async function playPast(scene: Scene, meeting: Meeting, now: Date): Promise<void> {
  const { clock, services: { activities } } = scene
  const { startAt, endAt } = meeting
  clock.set(new Date(startAt.getTime() - 3 * DAY))
  const activity = await announce(scene, meeting)
  if (activity.status === 'cancelled') return
  const id = activity._id.toHexString()
  const secretary = await secretaryOf(scene, meeting.branch)
  const retired = BRANCHES[meeting.branch]?.retired ?? false
  const reliable = new Set<string>(Object.values(LEADS))
  const rows = (await waiting(scene, activity, secretary)).map((row) => ({ row, outcome: outcomeOf(meeting.key, row.name, { retired, floating: row.floating, reliable: reliable.has(row.name) }) }))
  const those = (how: Outcome['how']): AttendanceRow[] => rows.filter(({ outcome }) => outcome.how === how).map(({ row }) => row)

  clock.set(new Date(startAt.getTime() - 20 * HOUR))
  await grantLeave(scene, id, secretary, rows.flatMap(({ row, outcome }) => (outcome.how === 'leave' ? [{ row, reason: outcome.reason }] : [])))
  await comeIn(scene, activity, rows.flatMap(({ row, outcome }) => ('minutes' in outcome ? [{ row, door: outcome.how, at: new Date(startAt.getTime() + outcome.minutes * MINUTE) }] : [])))
  clock.set(new Date(startAt.getTime() + 5 * MINUTE))
  await setAll(scene, id, secretary, those('tap'), 'present')
  clock.set(endAt)
  await activities.finish(id, secretary)
  clock.set(new Date(endAt.getTime() + HOUR))
  await setAll(scene, id, secretary, those('absent'), 'absent', '没有请假')
  const settledAt = new Date(endAt.getTime() + DAY)
  if (settledAt <= now && activity.settledAt === null) await inTransaction(scene.connection, (session) => activities.markSettled(id, settledAt, session))
}

/** One in so many of those who have come before the start; the others are still on their way. */
const HALF = 2

/** The meeting around now: announced, some leave granted, one request waiting, some already there. The three demo accounts have not come. */
export async function playNow(scene: Scene, meeting: Meeting, now: Date): Promise<string> {
  const { clock } = scene
  clock.set(new Date(now.getTime() - 2 * DAY))
  const activity = await announce(scene, meeting)
  const id = activity._id.toHexString()
  const secretary = await secretaryOf(scene, meeting.branch)
  const leads = new Set<string>(Object.values(LEADS))
  const others = (await waiting(scene, activity, secretary)).filter((row) => !leads.has(row.name))
  const [onLeave, asking, ...rest] = others
  clock.set(new Date(now.getTime() - 20 * HOUR))
  if (onLeave) await grantLeave(scene, id, secretary, [{ row: onLeave, reason: '出差在外地' }])
  clock.set(new Date(now.getTime() - 2 * HOUR))
  if (asking) await scene.services.attendance.ask(asMember(asking), id, { kind: 'leave', reason: '陪家人看病，下午赶不回来' })
  const opensAt = scene.services.activities.window(activity).opensAt.getTime()
  const room = now.getTime() - opensAt
  const coming = rest.filter((_, index) => index % HALF === 0).map((row, index, all) => {
    const minute = Math.floor(room * (index + 1) / (all.length + 1) / MINUTE)
    return { row, door: index % 4 === 3 ? 'code' as const : 'qr' as const, at: new Date(opensAt + minute * MINUTE + 7_000) }
  })
  await comeIn(scene, activity, coming.filter(({ at }) => at <= now))
  clock.set(now)
  return id
}

/** Closes the meeting that was around an earlier now. Who was never heard of is recorded by the secretary, so that the demo's people lose nothing overnight. */
export async function closeNow(scene: Scene, activityId: string, now: Date): Promise<void> {
  const { clock, services: { activities, attendance } } = scene
  clock.set(now)
  const activity = await activities.get(activityId)
  const secretary = await secretaryOf(scene, 0)
  if (activity.status === 'cancelled') return
  if (now < activity.startAt) {
    await activities.cancel(activityId, { reason: '改期另行通知' }, secretary)
    return
  }
  const ids = (await attendance.requestsOf(activityId)).filter((request) => request.state === 'pending').map((request) => request.id)
  if (ids.length > 0) await attendance.decide(secretary, activityId, { ids, decision: 'approve' })
  await activities.finish(activityId, secretary)
  const rows = await waiting(scene, activity, secretary)
  // The accounts somebody tries collect no points for meetings nobody tried: each new start would use up the year's cap.
  const leads = new Set<string>(Object.values(LEADS))
  await setAll(scene, activityId, secretary, rows.filter((row) => leads.has(row.name)), 'leave')
  await setAll(scene, activityId, secretary, rows.filter((row) => !leads.has(row.name)), 'present')
}
