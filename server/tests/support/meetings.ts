import type { Connection } from 'mongoose'
import type { CreateActivity } from '@pioneer/shared-types/activities/schemas'
import type { ManualClock } from '../../src/kernel/clock'
import * as activitiesModel from '../../src/modules/activities/model'
import { createActivitiesService, type ActivitiesModule } from '../../src/modules/activities/service'
import * as attendanceModel from '../../src/modules/attendance/model'
import { createAttendanceService, type AttendanceModule } from '../../src/modules/attendance/service'
import * as pointsModel from '../../src/modules/points/model'
import { ensureVersions } from '../../src/kernel/version-store'
import { POINT_RULES } from '../../src/modules/points/rule-store'
import { createPointsService } from '../../src/modules/points/service'
import { buildHouse } from './house'

/** The house with its meetings: ten members and a secretary in the first branch, nobody signed in yet. */
export async function buildMeetings(connection: Connection, clock: ManualClock) {
  const house = await buildHouse(connection, clock)
  for (const { ensureIndexes } of [activitiesModel, attendanceModel, pointsModel]) await ensureIndexes(connection)
  await ensureVersions(house.context, POINT_RULES)
  const points = createPointsService(house.context, { opportunities: (...args) => attendance.opportunities(...args) })
  const committee: string[] = []
  const activities: ActivitiesModule = createActivitiesService(house.context, { ...house, committeeOf: () => Promise.resolve(committee), changed: () => undefined })
  const attendance: AttendanceModule = createAttendanceService(house.context, { activities, points, orgs: house.orgs, audit: house.audit, changed: () => undefined, decided: () => undefined })
  activities.bindHooks(attendance)

  const people: string[] = []
  for (let index = 0; index < 10; index += 1) people.push(await house.addMember(`党员${'甲乙丙丁戊己庚辛壬癸'[index] ?? ''}`, `1380000000${index}`, house.first, index < 4 ? { groupId: house.group } : {}))
  const secretaryId = await house.addMember('郑书记', '13900000001')
  const secretary = await house.bound(secretaryId, 'secretary')

  /** A theme day of the first branch, in so many hours. */
  const plan = (over: Partial<CreateActivity> = {}, inHours = 24): CreateActivity => ({
    ownerOrgId: house.first, kinds: ['theme-day'], title: '十一月主题党日', place: '三楼会议室',
    startAt: new Date(clock.now().getTime() + inHours * 3_600_000).toISOString(), endAt: new Date(clock.now().getTime() + (inHours + 1.5) * 3_600_000).toISOString(), ...over,
  })
  const published = async (over: Partial<CreateActivity> = {}, inHours = 24): Promise<string> => {
    const { id } = await activities.create(plan(over, inHours), secretary)
    await activities.publish(id, secretary)
    return id
  }
  /** Somebody signs in by code, now. */
  const arrive = async (id: string, memberId: string) =>
    attendance.arrive(await activities.get(id), { memberId, at: clock.now(), door: 'code', flags: [], jti: null, deviceDigest: null, actorAccountId: null })

  return { ...house, points, activities, attendance, committee, people, secretaryId, secretary, plan, published, arrive }
}
export type Meetings = Awaited<ReturnType<typeof buildMeetings>>
