import type { CreateActivity } from '@pioneer/shared-types/activities/schemas'
import { ManualClock } from '../src/kernel/clock'
import { newId, toId } from '../src/kernel/ids'
import { reconcileCredits } from '../src/modules/reminders/reconcile'
import { shippedReminderRules } from '../src/modules/reminders/rule-store'
import { reminderModels } from '../src/modules/reminders/model'
import { startWechatStandIn, type WechatStandIn } from '../src/wechat/stand-in/server'
import { useDatabase } from './support/database'
import { TEMPLATE_IDS, miniPhones, standInTemplates } from './support/mini-phone'
import { openWorld, type World } from './support/world'

/** Rules that act by themselves, and the way of a message to WeChat. */
const database = useDatabase()
const MORNING = '2026-11-20T01:00:00Z'
const clock = new ManualClock(MORNING)
const WECHAT = { appId: 'wx0123456789abcdef', secret: 'standin-only' }
let standIn: WechatStandIn
let world: World
const phones = miniPhones(() => world, () => standIn)

beforeAll(async () => {
  standIn = await startWechatStandIn({ ...WECHAT, clock, templates: standInTemplates() })
  world = await openWorld(database.uri, clock, { config: { wechat: { ...WECHAT, apiBase: standIn.url }, wechatTemplates: TEMPLATE_IDS } })
})
afterAll(async () => {
  await world.close()
  await standIn.close()
})
beforeEach(() => clock.set(new Date(clock.now().getTime() + 86_400_000).toISOString().replace(/T.*/, 'T01:00:00Z')))

const minutes = (count: number): Date => new Date(clock.now().getTime() + count * 60_000)
const staff = () => world.callerOf(world.people['committee-staff here']?.accountId ?? '')
const job = async (): Promise<void> => {
  for (const planner of world.app.services.reminders.jobs) await planner.run(clock.now())
}
const deliver = (): Promise<number> => world.app.services.reminders.deliverDue()
/** Plans and delivers what is due at this moment. */
const tick = async (): Promise<void> => { await job(); await deliver() }

/** A meeting of these people only, in so many minutes. */
async function meeting(memberIds: readonly string[], inMinutes: number, over: Partial<CreateActivity> = {}): Promise<string> {
  const { activities } = world.app.services
  const { id } = await activities.create({
    ownerOrgId: world.place.branchA.orgId, kinds: ['theme-day'], title: '十一月主题党日', startAt: minutes(inMinutes).toISOString(), endAt: minutes(inMinutes + 90).toISOString(), place: '302 会议室',
    audience: { orgIds: [], memberIds: [...memberIds] }, ...over,
  }, await staff())
  await activities.publish(id, await staff())
  return id
}
const arrive = async (id: string, memberId: string): Promise<unknown> => {
  const { activities, attendance } = world.app.services
  return attendance.arrive(await activities.get(id), { memberId, at: clock.now(), door: 'code', flags: [], jti: null, deviceDigest: null, actorAccountId: null })
}
/** What stands in the inbox beside the news of the binding. */
const inboxOf = async (phone: Parameters<typeof phones.inbox>[0]): Promise<{ kind: string; title: string; text: string }[]> =>
  (await phones.inbox(phone)).filter((item) => item.kind !== 'account').map(({ kind, title, text }) => ({ kind, title, text }))

describe('an hour before a meeting', () => {
  it('whoever is expected is told once, in the inbox and by WeChat, however often it is planned', async () => {
    const phone = await phones.member(world.place.branchA, 1)
    const quiet = await phones.member(world.place.branchA)
    const id = await meeting([phone.memberId, quiet.memberId], 64)
    await Promise.all([job(), job(), job()])
    await job()
    expect(await inboxOf(phone)).toEqual([])
    expect(await deliver()).toBe(0)
    clock.advance(4 * 60_000)
    await Promise.all([tick(), tick()])
    await tick()
    const said = { kind: 'meeting', title: '十一月主题党日快开始了', text: '10:04 开始，302 会议室' }
    expect([await inboxOf(phone), await inboxOf(quiet)]).toEqual([[said], [said]])
    expect(await phones.messages(phone)).toEqual([{
      touser: phone.openid, templateId: TEMPLATE_IDS.meeting, page: `packages/activity/detail/index?id=${id}`,
      data: { thing1: '十一月主题党日', time2: expect.stringMatching(/^2026年11月\d+日 10:04$/), thing3: '302 会议室', thing4: '10:04 开始，到了扫会场大屏签到' },
    }])
    expect(await phones.messages(quiet)).toEqual([])
    expect([await phones.left(phone), await phones.left(phone, 'study')]).toEqual([0, 1])
    expect((await phones.records(phone, 'meeting-soon')).map(({ wechat }) => wechat)).toMatchObject([{ state: 'sent', tries: 1, errcode: 0 }])
    expect((await phones.records(quiet, 'meeting-soon')).map(({ wechat }) => wechat.state)).toEqual(['none'])
  })

  it('nobody without an account, and nobody who has come, is on leave, or whose meeting is off or moved', async () => {
    const people = []
    for (let index = 0; index < 5; index += 1) people.push(await phones.member(world.place.branchA, 1))
    const [came, left, off, moved, still] = people as [typeof people[0], typeof people[0], typeof people[0], typeof people[0], typeof people[0]]
    const nobody = await world.row('没有账号', world.place.branchA)
    const { activities, attendance } = world.app.services
    const first = await meeting([came.memberId, left.memberId, still.memberId, nobody], 62)
    const cancelled = await meeting([off.memberId], 62)
    const other = await meeting([moved.memberId], 62)
    await job()
    expect(await reminderModels(world.connection).reminders.countDocuments({ target: `activity:${first}` })).toBe(3)
    const request = await attendance.ask(await left.caller(), first, { kind: 'leave', reason: '出差' })
    const secretary = await world.callerOf(world.people['secretary here']?.accountId ?? '')
    await attendance.decide(secretary, first, { ids: [request.id], decision: 'approve' })
    await activities.cancel(cancelled, { reason: '停电' }, await staff())
    const { version, kinds, title, place } = await activities.detail(other, await staff(), clock.now())
    await activities.update(other, { expectedVersion: version, kinds, title, place, startAt: minutes(600).toISOString(), endAt: minutes(660).toISOString() }, await staff())
    clock.advance(2 * 60_000)
    await arrive(first, came.memberId)
    await tick()
    for (const phone of [came, off, moved]) expect(await inboxOf(phone)).toEqual([])
    for (const phone of [came, left, off, moved]) expect(await phones.messages(phone)).toEqual([])
    expect((await inboxOf(left)).map((item) => item.kind)).toEqual(['decision'])
    expect(await phones.messages(still)).toHaveLength(1)
    expect(await phones.records(came, 'meeting-soon')).toMatchObject([{ droppedAt: clock.now(), shownAt: null, wechat: { state: 'dropped' } }])
    clock.set(minutes(538))
    await tick()
    expect((await inboxOf(moved)).map((item) => item.text)).toEqual(['19:00 开始，302 会议室'])
  })

  it('after the service was away: what still makes sense is delivered, what does not is not made', async () => {
    const phone = await phones.member(world.place.branchA, 3)
    await meeting([phone.memberId], 90)
    await meeting([phone.memberId], 200, { endAt: minutes(1_000).toISOString() })
    clock.advance(88 * 60_000)
    await tick()
    expect((await inboxOf(phone)).map((item) => item.kind)).toEqual(['meeting'])
    clock.advance((200 - 88 + 121) * 60_000)
    await tick()
    // The first meeting is over; the second began more than two hours ago.
    expect((await inboxOf(phone)).map((item) => item.kind)).toEqual(['meeting'])
  })
})

describe('at the start of a meeting', () => {
  it('whoever is missing is told', async () => {
    const [here, missing] = [await phones.member(world.place.branchA, 1), await phones.member(world.place.branchA, 1)]
    const id = await meeting([here.memberId, missing.memberId], 3)
    await tick()
    expect((await inboxOf(here)).map((item) => item.title)).toEqual(['十一月主题党日快开始了'])
    await phones.accept(missing)
    await arrive(id, here.memberId)
    clock.advance(3 * 60_000)
    await tick()
    expect((await inboxOf(here))).toHaveLength(1)
    expect((await inboxOf(missing)).map((item) => item.title)).toEqual(['十一月主题党日已经开始', '十一月主题党日快开始了'])
    expect((await phones.messages(missing)).map(({ data }) => data['thing4'])).toEqual(['09:03 开始，到了扫会场大屏签到', '会已开始，还没签到'])
  })
})

describe('in the quiet hours', () => {
  it('the inbox has it at once, WeChat in the morning, or never when the meeting is over then', async () => {
    const [short, long] = [await phones.member(world.place.branchA, 1), await phones.member(world.place.branchA, 1)]
    clock.set(new Date(clock.now().getTime() + 12.6 * 3_600_000))
    await meeting([short.memberId], 3)
    await meeting([long.memberId], 3, { endAt: minutes(24 * 60).toISOString() })
    clock.advance(3 * 60_000)
    await tick()
    expect([(await inboxOf(short)).length, (await inboxOf(long)).length]).toEqual([1, 1])
    expect((await phones.records(long, 'meeting-started'))[0]).toMatchObject({ wechat: { state: 'waiting' }, nextAt: new Date(clock.now().toISOString().replace(/T.*/, 'T23:30:00.000Z')) })
    clock.advance(60 * 60_000)
    await tick()
    expect([...await phones.messages(short), ...await phones.messages(long)]).toEqual([])
    clock.set(clock.now().toISOString().replace(/T.*/, 'T23:30:00Z'))
    await tick()
    expect(await phones.messages(short)).toEqual([])
    expect(await phones.messages(long)).toHaveLength(1)
    expect((await phones.records(short, 'meeting-started'))[0]?.wechat.state).toBe('dropped')
    expect(await phones.left(short)).toBe(1)
  })
})

describe('WeChat answers', () => {
  const [rules] = shippedReminderRules()
  if (!rules) throw new Error('no rules are shipped')
  /** A reminder that is due now, delivered once. */
  async function due(credits: number) {
    const phone = await phones.member(world.place.branchA, credits)
    await meeting([phone.memberId], 0)
    clock.advance(1_000)
    await job()
    const record = async () => (await phones.records(phone, 'meeting-started'))[0]
    return { phone, record }
  }

  it.each(rules.answers.retry.filter(({ errcode }) => ![40001, 40014, 42001].includes(errcode)))('$errcode: it is tried again after $after s, and no acceptance is lost', async ({ errcode, after }) => {
    const { phone, record } = await due(1)
    await phones.trouble({ next: 'errcode', errcode, times: 1 })
    await deliver()
    expect(await record()).toMatchObject({ wechat: { state: 'waiting', tries: 1, errcode }, nextAt: new Date(clock.now().getTime() + (after[0] ?? 0) * 1000), unread: true })
    expect(await phones.left(phone)).toBe(1)
    clock.advance((after[0] ?? 0) * 1000)
    await deliver()
    expect((await record())?.wechat).toMatchObject({ state: 'sent', tries: 2 })
    expect([await phones.left(phone), (await phones.messages(phone)).length]).toEqual([0, 1])
  })

  it.each(rules.answers.end)('%d: it ends, the inbox has it, and the acceptance is given back', async (errcode) => {
    const { phone, record } = await due(2)
    await phones.trouble({ next: 'errcode', errcode })
    await deliver()
    expect(await record()).toMatchObject({ wechat: { state: 'failed', errcode }, shownAt: clock.now() })
    expect([await phones.left(phone), (await inboxOf(phone)).length]).toEqual([2, 1])
    clock.advance(60 * 60_000)
    await deliver()
    expect(await phones.messages(phone)).toEqual([])
  })

  it('an error nobody has heard of ends it too', async () => {
    const { phone, record } = await due(1)
    await phones.trouble({ next: 'errcode', errcode: 99_999 })
    await deliver()
    expect((await record())?.wechat).toMatchObject({ state: 'failed', errcode: 99_999 })
    expect(await phones.left(phone)).toBe(1)
  })

  it('43101: the ledger believed in acceptances that are used: it stands at none', async () => {
    const { phone, record } = await due(3)
    await phones.trouble({ next: 'errcode', errcode: 43_101 })
    await deliver()
    expect((await record())?.wechat).toMatchObject({ state: 'refused', errcode: 43_101 })
    expect(await phones.left(phone)).toBe(0)
    expect(await phones.accept(phone)).toMatchObject({ templates: [{ key: 'meeting', left: 1 }, { key: 'study', left: 4 }] })
  })

  it.each([40001, 40014, 42001])('%d: a new access token, at once', async (errcode) => {
    const { phone, record } = await due(1)
    await phones.trouble({ next: 'errcode', errcode })
    await deliver()
    expect((await record())?.wechat).toMatchObject({ state: 'sent', tries: 1 })
    expect(await phones.messages(phone)).toHaveLength(1)
  })

  it('again and again busy: in the end it has failed and nothing is lost', async () => {
    const { phone, record } = await due(1)
    await phones.trouble({ next: 'busy', times: 5 })
    for (const seconds of [0, 10, 60, 300, 900]) {
      clock.advance(seconds * 1000)
      await deliver()
    }
    expect((await record())?.wechat).toMatchObject({ state: 'failed', tries: 5, errcode: -1 })
    expect(await phones.left(phone)).toBe(1)
  })

  it.each(['lost', 'down'] as const)('%s, with the only acceptance: it is asked again and has it once', async (next) => {
    const { phone, record } = await due(1)
    await phones.trouble({ next })
    await deliver()
    expect((await record())?.wechat).toMatchObject({ state: 'sending', sole: true, tries: 1 })
    expect(await phones.left(phone)).toBe(0)
    clock.advance(5_000)
    await deliver()
    // What arrived the first time is refused the second time (43101), and that is how it is known.
    expect((await record())?.wechat).toMatchObject({ state: 'sent', again: true, tries: 2, errcode: next === 'lost' ? 43_101 : 0 })
    expect([(await phones.messages(phone)).length, await phones.left(phone)]).toEqual([1, 0])
  })

  it('lost, with more acceptances left: it is not asked again, and says so', async () => {
    const { phone, record } = await due(3)
    await phones.trouble({ next: 'lost' })
    await deliver()
    clock.advance(5_000)
    await deliver()
    expect((await record())?.wechat).toMatchObject({ state: 'unsure', sole: false })
    expect([(await phones.messages(phone)).length, await phones.left(phone), (await inboxOf(phone)).length]).toEqual([1, 2, 1])
  })

  it('lost, and the member has accepted another since: it is not asked again', async () => {
    const { phone, record } = await due(1)
    await phones.trouble({ next: 'lost' })
    await deliver()
    await phones.accept(phone)
    clock.advance(5_000)
    await deliver()
    expect((await record())?.wechat.state).toBe('unsure')
    expect([(await phones.messages(phone)).length, await phones.left(phone)]).toEqual([1, 1])
    // One that follows while the first is open must not count on being alone at WeChat.
    await meeting([phone.memberId], 0)
    clock.advance(1_000)
    await job()
    await phones.trouble({ next: 'down' })
    await deliver()
    expect((await phones.records(phone, 'meeting-started')).map(({ wechat }) => [wechat.state, wechat.sole])).toEqual([['unsure', true], ['sending', false]])
    clock.advance(5_000)
    await deliver()
    expect(await phones.messages(phone)).toHaveLength(1)
  })

  it('garbage or 5xx say nothing: as lost', async () => {
    const { phone, record } = await due(2)
    await phones.trouble({ next: 'garbage' })
    await deliver()
    clock.advance(5_000)
    await deliver()
    expect((await record())?.wechat.state).toBe('unsure')
    expect(await phones.messages(phone)).toEqual([])
  })
})

it('reminders that cannot be delivered keep no other waiting', async () => {
  const phone = await phones.member(world.place.branchA, 1)
  await meeting([phone.memberId], 0)
  clock.advance(1_000)
  await job()
  const { reminders } = reminderModels(world.connection)
  const whole = await reminders.findOne({ memberId: toId(phone.memberId), rule: 'meeting-started' }).lean()
  const damaged = Array.from({ length: 12 }, () => ({ ...whole, _id: newId(), memberId: newId(), target: 'activity:damaged', nextAt: new Date(clock.now().getTime() - 60_000) }))
  await reminders.collection.insertMany(damaged)
  await deliver()
  await reminders.deleteMany({ target: 'activity:damaged' })
  expect(await phones.messages(phone)).toHaveLength(1)
})

it('nothing is kept twice, and the ledger adds up', async () => {
  const { reminders, credits } = reminderModels(world.connection)
  const rows = await reminders.find().lean()
  expect(new Set(rows.map((row) => [row.rule, row.target, String(row.memberId), row.slot].join())).size).toBe(rows.length)
  expect(rows.filter((row) => row.kind === 'account').length).toBeGreaterThan(0)
  const faults = async (): Promise<string[]> => {
    const told = []
    for await (const fault of reconcileCredits(world.connection)) told.push(fault.kind)
    return told
  }
  expect(await faults()).toEqual([])
  // And what is spoilt behind the ledger's back is told.
  const [last] = await credits.find({ delta: -1 }).sort({ at: -1, _id: -1 }).limit(1).lean()
  await expect(credits.deleteOne({ _id: last?._id })).rejects.toThrow('append-only')
  await credits.collection.updateOne({ _id: last?._id }, { $set: { balance: -1, reason: 'accepted' } })
  expect(new Set(await faults())).toEqual(new Set(['balance', 'debit']))
})
