import { createHash } from 'node:crypto'
import { createConnection, type Connection } from 'mongoose'
import type { ActivityKind } from '@pioneer/shared-types/constants'
import type { Caller } from '../../src/kernel/access'
import { ManualClock } from '../../src/kernel/clock'
import type { Context } from '../../src/kernel/context'
import { newId, randomToken, toId } from '../../src/kernel/ids'
import { deriveKey } from '../../src/kernel/keys'
import { inTransaction } from '../../src/kernel/transaction'
import { activityModels, ensureIndexes as activityIndexes } from '../../src/modules/activities/model'
import { createActivitiesService, type ActivitiesDeps } from '../../src/modules/activities/service'
import type { ActivityRecord } from '../../src/modules/activities/types'
import { attendanceModels, ensureIndexes as attendanceIndexes } from '../../src/modules/attendance/model'
import { createAttendanceService, type AttendanceModule } from '../../src/modules/attendance/service'
import type { AttendanceRecord } from '../../src/modules/attendance/types'
import { ensureIndexes as checkInIndexes } from '../../src/modules/checkins/model'
import { createCheckInsService } from '../../src/modules/checkins/service'
import { pointsModels, ensureIndexes as pointsIndexes } from '../../src/modules/points/model'
import { ensureVersions } from '../../src/kernel/version-store'
import { POINT_RULES } from '../../src/modules/points/rule-store'
import { createPointsService } from '../../src/modules/points/service'
import type { EntryRecord } from '../../src/modules/points/types'

/** 20 November 2026, 09:00 in Shanghai. */
export const START = new Date('2026-11-20T01:00:00Z')
export const END = new Date('2026-11-20T02:30:00Z')
export const minutes = (count: number, from = START): Date => new Date(from.getTime() + count * 60_000)

/** What the driver sent to the store. */
export interface Commands { names: string[]; reset(): void }

/** The sign-in stack on a store, without HTTP: one process. */
export async function openMeeting(uri: string, clock = new ManualClock(START)) {
  const connection: Connection = await createConnection(uri, { monitorCommands: true, autoCreate: false, autoIndex: false }).asPromise()
  const names: string[] = []
  connection.getClient().on('commandStarted', ({ commandName }) => { names.push(commandName) })
  const master = Buffer.alloc(32, 3)
  const keys = {
    token: deriveKey(master, 'token'), ticket: deriveKey(master, 'ticket'), claim: deriveKey(master, 'claim'), data: deriveKey(master, 'data'), index: deriveKey(master, 'index'),
  }
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const context = { connection, clock, keys, log: silent } as unknown as Context
  for (const ensure of [activityIndexes, attendanceIndexes, checkInIndexes, pointsIndexes]) await ensure(connection)
  await ensureVersions(context, POINT_RULES)

  const changed: string[] = []
  const nobody = { record: async () => undefined, viewed: async () => undefined }
  const activities = createActivitiesService(context, { audit: nobody, changed: () => undefined } as unknown as ActivitiesDeps)
  const late: { attendance?: AttendanceModule } = {}
  const points = createPointsService(context, { opportunities: (...given) => late.attendance?.opportunities(...given) ?? Promise.resolve({}) })
  const orgs = { find: async () => null }
  const attendance = createAttendanceService(context, { activities, points, orgs, audit: nobody, changed: (id) => { changed.push(id) }, decided: () => undefined })
  late.attendance = attendance
  activities.bindHooks(attendance)
  const members = { get: async () => ({ name: '林晓' }) as never }
  const checkIns = createCheckInsService(context, { activities, attendance, members, publicUrl: () => 'https://dj.example.cn' })
  const { attendance: rows, requests } = attendanceModels(connection)
  const { Entry } = pointsModels(connection)

  return {
    connection, clock, context, activities, points, attendance, checkIns, changed, models: { rows, requests, Entry, Activity: activityModels(connection).Activity },
    commands: { names, reset: () => { names.length = 0 } } satisfies Commands,
    close: () => connection.close(),
    /** A published meeting with its frozen list. */
    async publish(memberIds: readonly string[], over: Partial<ActivityRecord> & { kinds?: ActivityKind[]; guests?: readonly string[] } = {}): Promise<ActivityRecord> {
      const { guests = [], ...fields } = over
      const activity: ActivityRecord = {
        _id: newId(), kinds: ['theme-day'], title: '十一月主题党日', status: 'published', ownerOrgId: newId(), ownerName: '第一支部', ownerType: 'branch', scopeIds: [], ownerBranchId: newId(),
        audience: { orgIds: [], memberIds: [] }, guestIds: [], startAt: START, endAt: END, place: '302 会议室', agenda: [], note: null,
        checkIn: { opensMinutes: 30, lateMinutes: 10, ruleVersion: 1 }, epoch: 1, version: 1, requestKey: newId().toHexString(), createdBy: newId().toHexString(), createdAt: minutes(-3000), publishedAt: minutes(-3000),
        finishedAt: null, settledAt: null, cancelledReason: null, ...fields,
      }
      await activityModels(connection).Activity.create([activity])
      const person = (role: 'expected' | 'guest') => (memberId: string) => ({ memberId, name: `同志${memberId.slice(-4)}`, branchId: newId().toHexString(), groupId: null, role, votes: role === 'expected', floating: false })
      await inTransaction(connection, (session) => attendance.freezeExpected(activity, [...memberIds.map(person('expected')), ...guests.map(person('guest'))], session))
      return activity
    },
    row: (activity: ActivityRecord, memberId: string): Promise<AttendanceRecord | null> => rows.findOne({ activityId: activity._id, memberId: toId(memberId) }).lean(),
    entries: (memberId: string): Promise<EntryRecord[]> => Entry.find({ memberId: toId(memberId) }).sort({ recordedAt: 1, rule: 1, n: 1 }).lean(),
    /** What the room shows now. */
    shown(activity: ActivityRecord) {
      const shown = checkIns.shown(activity, clock.now())
      if (!shown) throw new Error('nothing is shown')
      return shown
    },
  }
}
export type Meeting = Awaited<ReturnType<typeof openMeeting>>

export const someone = (over: Partial<Caller> = {}): Caller & { memberId: string } => {
  const memberId = over.memberId ?? newId().toHexString()
  return { accountId: newId().toHexString(), kind: 'wechat', branchId: newId().toHexString(), groupId: null, consented: true, boundAt: minutes(-10_000), grants: [], ...over, memberId }
}
export const phone = (): string => `device-${randomToken(6)}`
/** A verifier and its challenge. */
export function proof(): { verifier: string; challenge: string } {
  const verifier = randomToken(32)
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
