import type { Caller } from '../src/kernel/access'
import { ManualClock } from '../src/kernel/clock'
import { ProblemError } from '../src/kernel/problems'
import { finishJob } from '../src/modules/activities/jobs'
import { useDatabase } from './support/database'
import { problemOf } from './support/house'
import { buildMeetings, type Meetings } from './support/meetings'

const database = useDatabase()
const START = '2026-11-20T01:00:00Z'
const clock = new ManualClock(START)
let house: Meetings
let member: Caller

const hours = (count: number): Date => new Date(clock.now().getTime() + count * 3_600_000)
const fieldOf = async (work: Promise<unknown>): Promise<string | undefined> => {
  try {
    await work
  } catch (error) {
    if (error instanceof ProblemError) return error.extras.fields?.[0]?.path
    throw error
  }
  return 'no problem'
}

beforeAll(async () => {
  house = await buildMeetings(database.connection, clock)
  member = await house.bound(house.people[0]!)
})
beforeEach(() => { clock.set(START) })

describe('planning', () => {
  it('keeps a draft from members and shows it to those who run the branch', async () => {
    const draft = await house.activities.create(house.plan(), house.secretary)
    expect(draft).toMatchObject({ status: 'draft', version: 0, phase: 'before', counts: null, quorum: null, mine: null, canManage: true, ownerName: '第一党支部' })
    const facts = await house.activities.facts(draft.id, member)
    expect(await house.auth.allowed(member, 'activity:read', facts!)).toBe(false)
    expect(await house.auth.allowed(house.secretary, 'activity:read', (await house.activities.facts(draft.id, house.secretary))!)).toBe(true)
    expect((await house.activities.list({ scope: 'manage' }, house.secretary)).items.map((item) => item.id)).toContain(draft.id)
    expect((await house.activities.list({}, member)).items.map((item) => item.id)).not.toContain(draft.id)
  })

  it('answers a repeated creation with the first', async () => {
    const body = house.plan({ requestKey: 'key-of-the-phone' })
    const [one, two] = await Promise.all([house.activities.create(body, house.secretary), house.activities.create(body, house.secretary)])
    expect(two.id).toBe(one.id)
    expect((await house.activities.create({ ...body, title: '另一个标题' }, house.secretary)).title).toBe('十一月主题党日')
  })

  it('names the field that is wrong', async () => {
    const { activities, secretary, plan, second, root } = house
    const stranger = await house.addMember('外支部同志', '13700000001', second)
    expect(await fieldOf(activities.create(plan({ title: ' x ' }), secretary))).toBe('title')
    expect(await fieldOf(activities.create(plan({ place: '  ' }), secretary))).toBe('place')
    expect(await fieldOf(activities.create(plan({ endAt: START }), secretary))).toBe('endAt')
    expect(await fieldOf(activities.create(plan({ startAt: '2026-13-45T00:00:00Z' }), secretary))).toBe('startAt')
    expect(await fieldOf(activities.create(plan({ audience: { orgIds: [second], memberIds: [] } }), secretary))).toBe('audience.orgIds')
    expect(await fieldOf(activities.create(plan({ audience: { orgIds: [root], memberIds: [] } }), secretary))).toBe('audience.orgIds')
    expect(await fieldOf(activities.create(plan({ audience: { orgIds: [], memberIds: [stranger] } }), secretary))).toBe('audience.memberIds')
    expect(await fieldOf(activities.create(plan({ guestIds: ['0'.repeat(24)] }), secretary))).toBe('guestIds')
    expect((await activities.create(plan({ guestIds: [stranger] }), secretary)).status).toBe('draft')
  })

  it('says beforehand how many would be expected and what quorum asks for', async () => {
    const preview = await house.activities.preview({ ownerOrgId: house.first, kinds: ['theme-day', 'member-assembly'] })
    expect(preview).toMatchObject({ expected: 11, voting: 11, quorum: { kind: 'member-assembly', required: 6, article: '《中国共产党支部工作条例（试行）》第十一条' } })
    expect(await house.activities.preview({ ownerOrgId: house.first, kinds: ['theme-day'], audience: { orgIds: [house.group], memberIds: [] } })).toEqual({ expected: 4, voting: 4, quorum: null })
    expect(await house.activities.preview({ ownerOrgId: house.group, kinds: ['group-meeting'] })).toMatchObject({ expected: 4 })
  })

  it('changes a draft whole and refuses a version that somebody else moved on', async () => {
    const draft = await house.activities.create(house.plan(), house.secretary)
    const { requestKey: _key, ownerOrgId: _owner, ...body } = house.plan({ title: '改过的党日', kinds: ['party-lecture'], note: ' 带笔 ' })
    const changed = await house.activities.update(draft.id, { ...body, expectedVersion: 0 }, house.secretary)
    expect(changed).toMatchObject({ title: '改过的党日', kinds: ['party-lecture'], note: '带笔', version: 1 })
    await expect(house.activities.update(draft.id, { ...body, expectedVersion: 0 }, house.secretary)).rejects.toMatchObject({ code: 'conflict', extras: { currentVersion: 1 } })
  })
})

describe('publishing', () => {
  it('freezes the list once, counts it, and later roster changes leave it alone', async () => {
    const applicant = await house.addMember('积极分子', '13600000001', house.first, { status: 'applicant' })
    const probationer = await house.addMember('预备党员', '13600000002', house.first, { status: 'probationary' })
    const guest = await house.addMember('列席同志', '13600000003', house.second)
    const draft = await house.activities.create(house.plan({ kinds: ['theme-day', 'member-assembly'], guestIds: [guest, house.people[0]!] }), house.secretary)
    const results = await Promise.all([house.activities.publish(draft.id, house.secretary), house.activities.publish(draft.id, house.secretary)])
    expect(results.map((result) => result.status)).toEqual(['published', 'published'])
    const detail = await house.activities.publish(draft.id, house.secretary)
    expect(detail).toMatchObject({
      status: 'published', version: 1, counts: { expected: 12, votingExpected: 11, present: 0, missing: 12 }, quorum: { kind: 'member-assembly', base: 11, required: 6, met: false },
    })
    expect(await house.attendance.isOnList(draft.id, applicant)).toBe(false)
    expect(await house.attendance.isOnList(draft.id, probationer)).toBe(true)
    expect((await house.attendance.partsOf(guest, [draft.id])).get(draft.id)).toMatchObject({ role: 'guest' })
    expect((await house.attendance.partsOf(house.people[0]!, [draft.id])).get(draft.id)).toMatchObject({ role: 'expected' })
    const late = await house.addMember('新来的同志', '13600000004')
    expect(await house.attendance.isOnList(draft.id, late)).toBe(false)
    expect((await house.activities.detail(draft.id, member, clock.now())).mine).toMatchObject({ role: 'expected', state: 'pending' })
    expect(await house.auth.allowed(member, 'activity:read', (await house.activities.facts(draft.id, member))!)).toBe(true)
  })

  it('refuses what is over, and a meeting of the committee without a committee', async () => {
    const over = await house.activities.create(house.plan({}, -3), house.secretary)
    expect(await problemOf(house.activities.publish(over.id, house.secretary))).toBe('activity-state')
    const committee = await house.activities.create(house.plan({ kinds: ['committee-meeting'] }), house.secretary)
    await expect(house.activities.publish(committee.id, house.secretary)).rejects.toMatchObject({ code: 'validation', extras: { fields: [{ path: 'audience.memberIds', message: '支委名单还没有，请选支委' }] } })
    house.committee.push(house.people[1]!, house.people[2]!, house.secretaryId)
    expect(await house.activities.publish(committee.id, house.secretary)).toMatchObject({ counts: { expected: 3 }, quorum: { kind: 'committee-meeting', required: 2 } })
    house.committee.length = 0
  })

  it('lets place and times change until it begins, and nothing of the list', async () => {
    const id = await house.published()
    const { requestKey: _key, ownerOrgId: _owner, ...body } = house.plan({ place: '一楼报告厅' }, 30)
    const moved = await house.activities.update(id, { ...body, expectedVersion: 1 }, house.secretary)
    expect(moved).toMatchObject({ place: '一楼报告厅', startAt: body.startAt, version: 2 })
    expect(await house.attendance.activityIdsOf(house.people[0]!, { from: new Date(body.startAt), to: hours(31) })).toContain(id)
    expect(await problemOf(house.activities.update(id, { ...body, kinds: ['party-lecture'], expectedVersion: 2 }, house.secretary))).toBe('activity-state')
    expect(await problemOf(house.activities.update(id, { ...body, audience: { orgIds: [house.group], memberIds: [] }, expectedVersion: 2 }, house.secretary))).toBe('activity-state')
    clock.set(body.startAt)
    const later = house.plan({ place: '二楼' }, 5)
    expect(await problemOf(house.activities.update(id, { ...body, startAt: later.startAt, endAt: later.endAt, expectedVersion: 2 }, house.secretary))).toBe('activity-state')
    expect(await house.activities.update(id, { ...body, place: '二楼', expectedVersion: 2 }, house.secretary)).toMatchObject({ place: '二楼' })
  })

  it('amends the list with a reason', async () => {
    const id = await house.published()
    const late = await house.addMember('补进来的同志', '13500000001')
    const stranger = await house.addMember('外来的同志', '13500000002', house.second)
    const before = await house.activities.detail(id, house.secretary, clock.now())
    const after = await house.activities.amend(id, { memberId: late, role: 'expected', reason: '组织关系刚转来' }, house.secretary)
    expect(after.counts!.expected).toBe(before.counts!.expected + 1)
    expect(await fieldOf(house.activities.amend(id, { memberId: stranger, role: 'expected', reason: '想来听听' }, house.secretary))).toBe('memberId')
    await house.activities.amend(id, { memberId: stranger, role: 'guest', reason: '想来听听' }, house.secretary)
    expect((await house.attendance.partsOf(stranger, [id])).get(id)).toMatchObject({ role: 'guest' })
  })
})

describe('the end', () => {
  it('is put by hand once it has begun, and closes the sign-in', async () => {
    const id = await house.published({}, 1)
    expect(await problemOf(house.activities.finish(id, house.secretary))).toBe('activity-state')
    clock.advance(90 * 60_000)
    const done = await house.activities.finish(id, house.secretary)
    expect(done).toMatchObject({ status: 'finished', phase: 'closed', finishedAt: clock.now().toISOString() })
    expect((await house.activities.finish(id, house.secretary)).version).toBe(done.version)
    expect(await problemOf(house.activities.publish(id, house.secretary))).toBe('activity-state')
  })

  it('comes by itself at the end of the meeting', async () => {
    const id = await house.published({}, 1)
    const { run } = finishJob(house.activities)
    clock.advance(2 * 3_600_000)
    await run(clock.now())
    expect((await house.activities.get(id)).status).toBe('published')
    clock.advance(3_600_000)
    await run(clock.now())
    const activity = await house.activities.get(id)
    expect(activity.status).toBe('finished')
    expect(activity.finishedAt).toEqual(activity.endAt)
    expect((await house.activities.endingBetween(activity.endAt, activity.endAt, 10)).map((one) => one._id.toHexString())).toContain(id)
  })

  it('takes the points back when the meeting is called off, once', async () => {
    const id = await house.published({}, 1)
    clock.advance(3_600_000)
    const [someone] = [house.people[3]!]
    expect((await house.arrive(id, someone)).entries).toHaveLength(1)
    expect((await house.points.year(someone, 2026, clock.now())).headings[0]).toMatchObject({ points: 1 })
    const cancelled = await house.activities.cancel(id, { reason: '会场停电' }, house.secretary)
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelledReason: '会场停电', phase: 'closed' })
    expect((await house.activities.cancel(id, { reason: '再点一次' }, house.secretary)).cancelledReason).toBe('会场停电')
    const year = await house.points.year(someone, 2026, clock.now())
    expect(year.headings[0]).toMatchObject({ points: 0 })
    expect(year.entries.map((entry) => entry.delta)).toEqual([-1, 1])
    expect(await problemOf(house.activities.publish(id, house.secretary))).toBe('activity-cancelled')
    expect(await problemOf(house.arrive(id, house.people[4]!))).toBe('activity-cancelled')
  })
})

describe('lists', () => {
  it('page by key without a gap or a repetition, what is on today first', async () => {
    const ids: string[] = []
    for (const inHours of [50, 2, 26, -0.5, 74]) ids.push(await house.published({ title: `第 ${inHours} 小时` }, inHours))
    const seen: { id: string; title: string }[] = []
    let cursor: string | undefined
    do {
      const page = await house.activities.list({ limit: 2, ...(cursor === undefined ? {} : { cursor }) }, member)
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items)
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(seen.map((item) => item.title).filter((title) => title.startsWith('第 '))).toEqual(['第 -0.5 小时', '第 2 小时', '第 26 小时', '第 50 小时', '第 74 小时'])
    expect(new Set(seen.map((item) => item.id)).size).toBe(seen.length)
    const around = await house.activities.around(member, clock.now())
    expect(around.today[0]?.title).toBe('第 -0.5 小时')
    expect(around.coming.every((activity) => activity.startAt > clock.now())).toBe(true)
    expect((await house.activities.managedNow(house.secretary, clock.now())).map((activity) => activity._id.toHexString())).toContain(ids[3])
    clock.advance(2 * 3_600_000)
    const past = await house.activities.list({ scope: 'past' }, member)
    const starts = past.items.map((item) => item.startAt)
    expect(starts).toEqual([...starts].sort().reverse())
    expect(past.items.find((item) => item.id === ids[3])).toMatchObject({ title: '第 -0.5 小时', phase: 'closed' })
  })

  it('are empty for whoever is not bound, and refuse a made-up cursor', async () => {
    const newcomer = await house.newcomer()
    for (const scope of ['upcoming', 'past', 'manage'] as const) expect(await house.activities.list({ scope }, newcomer)).toMatchObject({ items: [], next: null })
    expect(await fieldOf(house.activities.list({ cursor: 'nonsense' }, member))).toBe('cursor')
    expect(await fieldOf(house.activities.list({ cursor: Buffer.from('["x","y"]').toString('base64url') }, member))).toBe('cursor')
  })

  it('answer the sign-in path from a short memory that sees its own changes', async () => {
    const id = await house.published({}, 1)
    const first = await house.activities.recent(id)
    expect(await house.activities.recent(id)).toBe(first)
    await house.activities.cancel(id, { reason: '改期再开' }, house.secretary)
    expect((await house.activities.recent(id))?.status).toBe('cancelled')
    clock.advance(6_000)
    expect(await house.activities.recent(id)).not.toBe(first)
    expect(await house.activities.recent('0'.repeat(24))).toBeNull()
  })
})
