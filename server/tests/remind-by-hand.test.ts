import type { LightMyRequestResponse } from 'fastify'
import type { Inbox, Reminded, RemindPlan, Unread } from '@pioneer/shared-types/reminders/schemas'
import type { MyExport } from '@pioneer/shared-types/me/schemas'
import { ManualClock } from '../src/kernel/clock'
import { reminderModels } from '../src/modules/reminders/model'
import { startWechatStandIn, type WechatStandIn } from '../src/wechat/stand-in/server'
import { useDatabase } from './support/database'
import { TEMPLATE_IDS, miniPhones, standInTemplates, type MiniPhone } from './support/mini-phone'
import { assignPaper } from './support/study'
import { openWorld, type World } from './support/world'

/** 一键提醒, the inbox and what other modules tell, over HTTP. */
const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
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
// Requests are limited by the minute.
beforeEach(() => clock.advance(120_000))

const minutes = (count: number): Date => new Date(clock.now().getTime() + count * 60_000)
const tokenOf = (accountId: string): string => world.app.services.auth.issueAccess(accountId)
const accountOf = (key: string): string => world.people[key]?.accountId ?? ''
const ask = (who: string, method: 'GET' | 'POST', path: string, payload?: object): Promise<LightMyRequestResponse> =>
  world.app.http.inject({ method, url: `/api/v1${path}`, headers: { authorization: `Bearer ${tokenOf(who)}` }, ...(payload ? { payload } : {}) })
async function must<T>(reply: Promise<LightMyRequestResponse>): Promise<T> {
  const { statusCode, body } = await reply
  if (statusCode !== 200) throw new Error(`${statusCode} ${body}`)
  return JSON.parse(body) as T
}
const code = async (reply: Promise<LightMyRequestResponse>): Promise<string> => (await reply).json<{ code: string }>().code
const inbox = (phone: MiniPhone, query = ''): Promise<Inbox> => must(ask(phone.accountId, 'GET', `/me/inbox${query}`))
const deliver = (): Promise<number> => world.app.services.reminders.deliverDue()
const audits = (action: string, detail?: RegExp) => world.connection.collection('audit').find({ action }).toArray().then((rows) => rows.filter((row) => !detail || detail.test(String(row['detail']))))

/** A meeting of these people only. */
async function meeting(memberIds: readonly string[], inMinutes: number): Promise<string> {
  const staff = await world.callerOf(accountOf('committee-staff here'))
  const { id } = await world.app.services.activities.create({
    ownerOrgId: world.place.branchA.orgId, kinds: ['organization-life'], title: '组织生活会', startAt: minutes(inMinutes).toISOString(), endAt: minutes(inMinutes + 90).toISOString(), place: '302 会议室', audience: { orgIds: [], memberIds: [...memberIds] },
  }, staff)
  await world.app.services.activities.publish(id, staff)
  return id
}
const SECRETARY = 'secretary here'

describe('reminding those who have not answered', () => {
  it('shows who is reached how, reminds once, and says how it went', async () => {
    const [far, near] = [await phones.member(world.place.groupA, 1), await phones.member(world.place.branchA)]
    const answered = await phones.member(world.place.branchA, 1)
    const unbound = await world.row('未认证', world.place.branchA)
    const id = await meeting([far.memberId, near.memberId, answered.memberId, unbound], 300)
    await must(ask(answered.accountId, 'POST', `/activities/${id}/reply`, { reply: 'attend' }))

    const path = `/activities/${id}/reminders`
    const plan = await must<RemindPlan>(ask(accountOf(SECRETARY), 'GET', `${path}?about=reply`))
    expect(plan).toMatchObject({ about: 'reply', title: '组织生活会等你回复', wechat: 1, inbox: 1, call: 1, sentAt: null, againAt: null, quietUntil: null })
    expect(plan.people.map(({ memberId, reach, last }) => [memberId, reach, last])).toEqual([[near.memberId, 'inbox', null], [far.memberId, 'wechat', null], [unbound, 'call', null]])
    expect(plan.people.map((person) => person.phone)).toEqual([0, 1, 2].map(() => expect.stringMatching(/^138\*{4}\d{4}$/)))
    expect(plan.people[1]?.groupName).toBe('甲一小组')
    expect(await audits('viewed', /提醒名单/)).toHaveLength(1)

    // A double tap and a retry, all at once.
    const sent = await Promise.all([0, 1, 2, 3].map(() => must<Reminded>(ask(accountOf(SECRETARY), 'POST', path, { about: 'reply' }))))
    expect(sent.map((reply) => reply.already).sort()).toEqual([false, true, true, true])
    for (const reply of sent) expect(reply).toMatchObject({ people: 3, wechat: 1, inbox: 1, call: 1, at: sent[0]?.at })
    expect(await audits('reminders.sent')).toHaveLength(1)
    // The inbox has it before anything was delivered.
    const [item] = (await inbox(near)).items
    expect(item).toMatchObject({ kind: 'reply', title: '组织生活会等你回复', readAt: null, link: { page: 'activity', id }, reply: { activityId: id } })
    await deliver()
    expect(await phones.messages(far)).toHaveLength(1)
    const after = await must<RemindPlan>(ask(accountOf(SECRETARY), 'GET', `${path}?about=reply`))
    expect(after).toMatchObject({ sentAt: sent[0]?.at, againAt: minutes(30).toISOString() })
    expect(after.people.map((person) => person.last && [person.last.delivery, person.last.read])).toEqual([['inbox', false], ['sent', false], null])

    // Once answered there is nothing to answer; after the interval it may be said again, to those who are left.
    await must(ask(near.accountId, 'POST', `/activities/${id}/reply`, { reply: 'attend' }))
    expect((await inbox(near)).items[0]?.reply).toBeNull()
    clock.advance(30 * 60_000)
    expect(await must<Reminded>(ask(accountOf(SECRETARY), 'POST', path, { about: 'reply' }))).toMatchObject({ people: 2, wechat: 0, inbox: 1, call: 1, already: false })
    // One question stands there once: with the newest.
    expect((await inbox(far)).items.filter((entry) => entry.kind === 'reply').map((entry) => entry.reply)).toEqual([{ activityId: id }, null])
    const { items: [newest], next } = await inbox(far, '?limit=1')
    expect([newest?.reply, (await inbox(far, `?limit=1&cursor=${next ?? ''}`)).items[0]?.reply]).toEqual([{ activityId: id }, null])
  })

  it('of signing in leaves out who waits for a decision', async () => {
    const [asked, missing] = [await phones.member(world.place.branchA), await phones.member(world.place.branchA)]
    const id = await meeting([asked.memberId, missing.memberId], 10)
    await world.app.services.attendance.ask(await asked.caller(), id, { kind: 'leave', reason: '出差' })
    expect((await must<RemindPlan>(ask(accountOf(SECRETARY), 'GET', `/activities/${id}/reminders?about=sign-in`))).people.map((person) => person.memberId)).toEqual([missing.memberId])
  })

  it('ends with the meeting\'s state', async () => {
    const phone = await phones.member(world.place.branchA)
    const id = await meeting([phone.memberId], 60)
    const path = `/activities/${id}/reminders`
    const secretary = accountOf(SECRETARY)
    expect(await code(ask(secretary, 'POST', path, { about: 'sign-in' }))).toBe('activity-not-open')
    await must(ask(phone.accountId, 'POST', `/activities/${id}/reply`, { reply: 'attend' }))
    expect(await code(ask(secretary, 'POST', path, { about: 'reply' }))).toBe('nobody-to-remind')
    clock.advance(60 * 60_000)
    expect(await code(ask(secretary, 'GET', `${path}?about=reply`))).toBe('activity-state')
    expect(await must<Reminded>(ask(secretary, 'POST', path, { about: 'sign-in' }))).toMatchObject({ people: 1, already: false })
    await world.app.services.activities.finish(id, await world.callerOf(secretary))
    expect(await code(ask(secretary, 'POST', path, { about: 'sign-in' }))).toBe('activity-state')
    const off = await meeting([phone.memberId], 60)
    await world.app.services.activities.cancel(off, { reason: '停电' }, await world.callerOf(secretary))
    expect(await code(ask(secretary, 'GET', `/activities/${off}/reminders?about=reply`))).toBe('activity-cancelled')
  })

  it('group leaders remind their group, and see no numbers', async () => {
    const staff = await world.callerOf(accountOf('committee-staff here'))
    const { id } = await world.app.services.activities.create({ ownerOrgId: world.place.groupA.orgId, kinds: ['group-meeting'], title: '党小组会', startAt: minutes(300).toISOString(), endAt: minutes(360).toISOString(), place: '201' }, staff)
    await world.app.services.activities.publish(id, staff)
    const plan = await must<RemindPlan>(ask(accountOf('group-leader here'), 'GET', `/activities/${id}/reminders?about=reply`))
    expect(plan.people.length).toBeGreaterThan(0)
    expect(plan.people.every((person) => person.phone === null)).toBe(true)
    expect((await ask(accountOf('group-leader here'), 'POST', `/activities/${await meeting([], 300)}/reminders`, { about: 'reply' })).statusCode).toBe(403)
  })

  it('within the quiet hours WeChat waits, and the plan says until when', async () => {
    const phone = await phones.member(world.place.branchA, 1)
    const before = clock.now()
    clock.set(`${clock.now().toISOString().slice(0, 10)}T14:00:00Z`)
    const id = await meeting([phone.memberId], 24 * 60)
    const path = `/activities/${id}/reminders`
    expect((await must<RemindPlan>(ask(accountOf(SECRETARY), 'GET', `${path}?about=reply`))).quietUntil).toBe(`${clock.now().toISOString().slice(0, 10)}T23:30:00.000Z`)
    await must(ask(accountOf(SECRETARY), 'POST', path, { about: 'reply' }))
    await deliver()
    expect((await inbox(phone)).items[0]?.kind).toBe('reply')
    expect(await phones.messages(phone)).toEqual([])
    expect((await must<RemindPlan>(ask(accountOf(SECRETARY), 'GET', `${path}?about=reply`))).people[0]?.last?.delivery).toBe('waiting')
    clock.set(`${clock.now().toISOString().slice(0, 10)}T23:30:00Z`)
    await deliver()
    expect(await phones.messages(phone)).toHaveLength(1)
    expect(clock.now() > before).toBe(true)
  })
})

describe('papers', () => {
  it('are in the inbox when assigned, are reminded of by hand and a day before the deadline', async () => {
    const phone = await phones.member(world.place.branchB, 2)
    const { id } = await assignPaper(world, world.place.branchB, minutes(2 * 24 * 60).toISOString())
    expect((await inbox(phone)).items[0]).toMatchObject({ kind: 'paper', title: '第四季度理论测试开始了', text: expect.stringMatching(/^11月\d+日 \d\d:\d\d 前完成，共 4 题$/), link: { page: 'paper', id } })
    const secretary = accountOf('secretary elsewhere')
    const plan = await must<RemindPlan>(ask(secretary, 'GET', `/papers/${id}/reminders`))
    expect(plan).toMatchObject({ about: 'paper', wechat: 1 })
    expect(await must<Reminded>(ask(secretary, 'POST', `/papers/${id}/reminders`))).toMatchObject({ already: false, wechat: 1 })
    expect(await must<Reminded>(ask(secretary, 'POST', `/papers/${id}/reminders`))).toMatchObject({ already: true, wechat: 1 })
    await deliver()
    expect(await phones.messages(phone)).toEqual([{ touser: phone.openid, templateId: TEMPLATE_IDS.study, page: `packages/study/paper/index?id=${id}`, data: { thing1: '第四季度理论测试', time2: expect.stringMatching(/^2026年11月\d+日 \d\d:\d\d$/), thing3: '还没完成，截止前都能答' } }])
    clock.advance(24 * 60 * 60_000)
    for (const job of world.app.services.reminders.jobs) await job.run(clock.now())
    await deliver()
    expect((await inbox(phone)).items.map((item) => item.title).slice(0, 3)).toEqual(['第四季度理论测试快截止了', '提醒你答题', '第四季度理论测试开始了'])
    expect(await phones.messages(phone)).toHaveLength(2)
  })

  it('say when they begin, and of a short one nobody is reminded at once', async () => {
    const phone = await phones.member(world.place.branchB)
    await assignPaper(world, world.place.branchB, minutes(3 * 24 * 60).toISOString(), { opensAt: minutes(24 * 60).toISOString() })
    expect((await inbox(phone)).items[0]?.title).toMatch(/^第四季度理论测试 11月\d+日 \d\d:\d\d 开始$/)
    await assignPaper(world, world.place.branchB, minutes(4 * 60).toISOString(), { title: '随堂小测' })
    const titles = async (): Promise<string[]> => {
      for (const job of world.app.services.reminders.jobs) await job.run(clock.now())
      await deliver()
      return (await inbox(phone)).items.map((item) => item.title).filter((title) => title.startsWith('随堂小测'))
    }
    expect(await titles()).toEqual(['随堂小测开始了'])
    clock.advance(2 * 60 * 60_000)
    expect(await titles()).toEqual(['随堂小测快截止了', '随堂小测开始了'])
  })

  it('that were withdrawn or done remind nobody', async () => {
    const phone = await phones.member(world.place.groupB, 1)
    const { id } = await assignPaper(world, world.place.branchB, minutes(24 * 60 + 4).toISOString())
    for (const job of world.app.services.reminders.jobs) await job.run(clock.now())
    expect((await phones.records(phone, 'paper-due'))[0]?.shownAt).toBeNull()
    await must(ask(accountOf('committee-staff here'), 'POST', `/papers/${id}/withdraw`, { reason: '出错了题' }))
    clock.advance(4 * 60_000)
    await deliver()
    expect((await phones.records(phone, 'paper-due'))[0]).toMatchObject({ shownAt: null, droppedAt: clock.now() })
    expect(await code(ask(accountOf('secretary elsewhere'), 'POST', `/papers/${id}/reminders`))).toBe('paper-withdrawn')
    expect(await phones.left(phone, 'study')).toBe(1)
  })
})

describe('the inbox', () => {
  it('has pages, counts what is unread, and is one\'s own', async () => {
    const [mine, other] = [await phones.member(world.place.branchA), await phones.member(world.place.branchA)]
    const notice = (index: number, memberId: string) => ({ rule: 'test', target: 'test', memberId, slot: String(index), kind: 'duty' as const, title: `第 ${index} 条`, text: '', link: null })
    for (let index = 0; index < 5; index += 1) {
      clock.advance(1_000)
      await world.app.services.reminders.inform([notice(index, mine.memberId), notice(index, mine.memberId), notice(index, other.memberId)])
      await world.app.services.reminders.inform([notice(index, mine.memberId)])
    }
    const first = await inbox(mine, '?limit=4')
    const rest = await inbox(mine, `?limit=4&cursor=${first.next ?? ''}`)
    expect([...first.items, ...rest.items].map((item) => item.title)).toEqual(['第 4 条', '第 3 条', '第 2 条', '第 1 条', '第 0 条', '一个微信认证了你的账号'])
    expect([first.unread, rest.next]).toEqual([6, null])
    const two = first.items.slice(0, 2).map((item) => item.id)
    expect(await must<Unread>(ask(other.accountId, 'POST', '/me/inbox/read', { ids: two }))).toEqual({ unread: 6 })
    expect(await must<Unread>(ask(mine.accountId, 'POST', '/me/inbox/read', { ids: two }))).toEqual({ unread: 4 })
    expect(await must<Unread>(ask(mine.accountId, 'POST', '/me/inbox/read', { ids: two }))).toEqual({ unread: 4 })
    expect((await inbox(mine)).items.map((item) => item.readAt !== null)).toEqual([true, true, false, false, false, false])
    expect(await must<Unread>(ask(mine.accountId, 'POST', '/me/inbox/read', {}))).toEqual({ unread: 0 })
    expect((await inbox(other)).unread).toBe(6)
  })

  it('counts each acceptance once, whatever is reported again', async () => {
    const phone = await phones.member(world.place.branchA)
    const report = (requestKey: string, result: string): Promise<LightMyRequestResponse> =>
      ask(phone.accountId, 'POST', '/me/reminders/credits', { requestKey, results: [{ templateId: TEMPLATE_IDS.meeting, result }, { templateId: 'tmpl-of-yesterday', result: 'accept' }] })
    await Promise.all([report('tap-number-1', 'accept'), report('tap-number-1', 'accept'), report('tap-number-1', 'accept')])
    await report('tap-number-2', 'reject')
    await report('tap-number-3', 'acceptWithAudio')
    expect((await inbox(phone)).credits).toEqual({ wechat: true, templates: [{ key: 'meeting', id: TEMPLATE_IDS.meeting, name: '会议提醒', left: 2 }, { key: 'study', id: TEMPLATE_IDS.study, name: '学习提醒', left: 0 }] })
    // A browser gets no WeChat messages.
    const browser = world.people['member here']
    expect(await must(ask(browser?.accountId ?? '', 'POST', '/me/reminders/credits', { requestKey: 'tap-number-4', results: [{ templateId: TEMPLATE_IDS.meeting, result: 'accept' }] }))).toEqual({ wechat: false, templates: [] })
    const { reminders } = await must<MyExport>(ask(phone.accountId, 'GET', '/me/export'))
    expect(reminders).toMatchObject([{ rule: 'account-bound' }, { delta: 1, balance: 1 }, { delta: 1, balance: 2 }])
  })
})

describe('what other modules tell', () => {
  it('is in the inbox with their transaction: decisions, corrections, devices', async () => {
    const phone = await phones.member(world.place.branchA)
    const secretary = await world.callerOf(accountOf(SECRETARY))
    const { activities, attendance, auth } = world.app.services
    const id = await meeting([phone.memberId], 0)
    const decide = async (kind: 'leave' | 'sign-in', decision: 'approve' | 'reject', reason?: string): Promise<void> => {
      clock.advance(1_000)
      const request = await attendance.ask(await phone.caller(), id, { kind, reason: `因为 ${clock.now().getTime()}` })
      await attendance.decide(secretary, id, { ids: [request.id], decision, ...(reason ? { reason } : {}) })
      await attendance.decide(secretary, id, { ids: [request.id], decision, ...(reason ? { reason } : {}) })
    }
    const titles = async (): Promise<string[]> => (await inbox(phone)).items.map((item) => `${item.title} | ${item.text}`)
    await decide('leave', 'reject', '这次要表决')
    await decide('sign-in', 'approve')
    expect((await titles()).slice(0, 2)).toEqual(['书记已确认，履职 +1 | 组织生活会，补签通过了', '请假没有批准 | 组织生活会。这次要表决'])
    clock.advance(1_000)
    const row = await attendance.list(secretary, id)
    await attendance.set(secretary, id, phone.memberId, { state: 'pending', expectedVersion: row.items[0]?.version ?? 0, reason: '看错了人' })
    expect((await inbox(phone)).items[0]).toMatchObject({ kind: 'points', title: '更正：履职 −1', link: { page: 'points', id: null } })
    await activities.cancel(id, { reason: '停电' }, secretary)
    clock.advance(1_000)
    await auth.unbindMember(phone.memberId, secretary)
    const kept = await reminderModels(world.connection).reminders.find({ kind: 'account', target: `account:${phone.accountId}` }).sort({ dueAt: 1 }).lean()
    expect(kept.map((item) => item.title)).toEqual(['一个微信认证了你的账号', '一个微信解除了绑定'])
  })
})
