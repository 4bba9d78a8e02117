import type { Browser } from 'playwright-core'
import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import type { AttendanceList } from '@pioneer/shared-types/attendance/schemas'
import type { Invitation } from '@pioneer/shared-types/auth/schemas'
import type { DemoAccount } from '@pioneer/shared-types/constants'
import type { Inbox, RemindPlan } from '@pioneer/shared-types/reminders/schemas'
import type { PaperList } from '@pioneer/shared-types/study/schemas'
import { startApp, type RunningApp } from '../support/app'
import { launchBrowser } from '../support/browser'
import { clockAt } from '../support/clock'
import { arrive, openAt, seen, soon } from '../support/pages'
import { newPhone, signIn, type Phone } from '../support/phone'
import { ApiUser } from '../support/service-api'

/** From 名单 to the member's pocket: who would be reminded and how, one tap, the inbox, WeChat once, the answer in place. */
interface Arrived { touser: string; templateId: string; page: string; data: Record<string, string> }
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const OPENID = 'journey-member2'
const TEMPLATE = 'demo-meeting'
const clock = clockAt(10)
let app: RunningApp
let browser: Browser
let secretary: ApiUser
let member: ApiUser
let onWechat: ApiUser
let desk: Phone
let mine: Phone
const phones: Phone[] = []

async function phoneOf(account: DemoAccount): Promise<Phone> {
  const phone = await newPhone(browser, app.url, '/', clock.ahead())
  phones.push(phone)
  await signIn(phone, app.url, account)
  return phone
}
async function standIn<T>(path: string, body?: object): Promise<T> {
  const reply = await fetch(app.wechatApi + path, body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {})
  return (await reply.json()) as T
}
const arrived = async (): Promise<Arrived[]> => (await standIn<{ messages: Arrived[] }>(`/_messages?openid=${OPENID}`)).messages
/** One tap on 允许 of WeChat's dialog, as the mini-program reports it. */
async function allow(): Promise<void> {
  await standIn('/_subscribe', { openid: OPENID, templateId: TEMPLATE })
  await onWechat.call('POST', '/me/reminders/credits', { results: [{ templateId: TEMPLATE, result: 'accept' }], requestKey: `journey-${clock.now()}` })
}
const meetingIn = (title: string, milliseconds: number): Promise<string> => secretary.meeting(title, 0, {
  startAt: new Date(clock.now() + milliseconds).toISOString(), endAt: new Date(clock.now() + milliseconds + HOUR).toISOString(),
})
const planOf = (id: string, about: 'reply' | 'sign-in'): Promise<RemindPlan> => secretary.call('GET', `/activities/${id}/reminders?about=${about}`)
const rosterRow = async (id: string, who: ApiUser) => (await secretary.call<AttendanceList>('GET', `/activities/${id}/attendance`)).items.find(({ memberId }) => memberId === who.session.me.member?.id)
const counted = async (reach: 'wechat' | 'inbox' | 'call'): Promise<number> => Number.parseInt(await seen(desk, `remind-${reach}`).innerText(), 10)
/** The reminder of this title, about this. */
const rowOf = (phone: Phone, title: string, about = '') => seen(phone, 'inbox-row').filter({ hasText: title }).filter({ hasText: about }).first()
async function openBell(phone: Phone): Promise<void> {
  await openAt(phone, app.url, '/pages/home/index')
  await seen(phone, 'inbox-bell').click()
  await arrive(phone, '/packages/inbox/inbox')
  await seen(phone, 'inbox-row').first().waitFor()
}

beforeAll(async () => {
  app = await startApp(clock.env)
  browser = await launchBrowser()
  secretary = await ApiUser.demo(app.url, 'secretary')
  member = await ApiUser.demo(app.url, 'member')
  const row = (await ApiUser.demo(app.url, 'member2')).session.me.member
  const { code } = await secretary.call<Invitation>('POST', '/invitations', { orgId: row?.branchId, role: 'member', memberId: row?.id })
  onWechat = await ApiUser.wechat(app.url, (await standIn<{ code: string }>(`/_codes?openid=${OPENID}`)).code)
  await onWechat.call('POST', '/auth/bind', { invitation: code, consent: true })
  desk = await phoneOf('secretary')
  mine = await phoneOf('member')
})
afterEach(() => expect(phones.flatMap(({ errors }) => errors)).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await app?.close()
  clock.close()
})

const THEME = '后天的主题党日'
let meetingId = ''

it('shows who gets a message, who only the inbox and who needs a call; two taps are one reminder, and WeChat gets it once', async () => {
  meetingId = await meetingIn(THEME, 2 * DAY)
  await allow()
  await openAt(desk, app.url, `/packages/secretary/roll/index?id=${meetingId}`)
  await seen(desk, 'roll-remind').getByText('提醒没回复的人').click()
  await arrive(desk, '/packages/inbox/remind')
  await seen(desk, 'remind-send').waitFor()
  const { people } = await planOf(meetingId, 'reply')
  const [wechat, inbox, call] = [await counted('wechat'), await counted('inbox'), await counted('call')]
  expect([wechat, inbox]).toEqual([1, 2])
  expect(wechat + inbox + call).toBe(people.length)
  expect(await seen(desk, 'remind-person').count()).toBe(people.length)
  const words = await desk.words()
  for (const heading of ['发微信', '只进收件箱', '请打电话', `${THEME}等你回复`]) expect(words).toContain(heading)

  await seen(desk, 'remind-send').dblclick()
  await seen(desk, 'remind-said').getByText(`已提醒 3 人：1 人发微信，2 人在收件箱。${call} 人请打电话`).waitFor()
  await desk.page.getByText(/刚提醒过，10:3\d 以后可以再提醒/).waitFor()
  expect(await seen(desk, 'remind-send').getAttribute('aria-disabled')).toBe('true')
  expect(await secretary.call('POST', `/activities/${meetingId}/reminders`, { about: 'reply' })).toMatchObject({ already: true, people: people.length })

  await soon(async () => (await arrived()).length > 0)
  expect(await arrived()).toMatchObject([{ touser: OPENID, templateId: TEMPLATE, page: `packages/activity/detail/index?id=${meetingId}`, data: { thing1: THEME, thing4: '等你回复：参加，还是请假' } }])
  await openAt(desk, app.url, `/packages/inbox/remind/index?id=${meetingId}&about=reply`)
  await seen(desk, 'remind-person').filter({ hasText: '已送达' }).waitFor()
  // the only acceptance is spent: nobody is promised another message
  expect((await planOf(meetingId, 'reply')).wechat).toBe(0)
})

it('rings the member\'s bell, leads to the meeting, and takes 参加 where it stands', async () => {
  await openAt(mine, app.url, '/pages/home/index')
  await mine.page.getByRole('button', { name: /^提醒，\d+ 条没读$/ }).waitFor()
  await openBell(mine)
  const row = rowOf(mine, `${THEME}等你回复`)
  expect(await row.getByTestId('inbox-unread').count()).toBe(1)
  await row.getByText(`${THEME}等你回复`).click()
  await arrive(mine, '/packages/activity/detail')
  await mine.page.getByText(THEME).filter({ visible: true }).first().waitFor()
  await mine.page.goBack()
  await arrive(mine, '/packages/inbox/inbox')
  await soon(async () => (await row.getByTestId('inbox-unread').count()) === 0)

  await row.getByTestId('inbox-reply-attend').dblclick()
  await mine.page.getByText('已回复参加').waitFor()
  await soon(async () => (await row.getByTestId('inbox-reply-attend').count()) === 0)
  expect((await member.call<ActivityDetail>('GET', `/activities/${meetingId}`)).mine?.reply).toBe('attend')
  expect((await planOf(meetingId, 'reply')).people.map(({ memberId }) => memberId)).not.toContain(member.session.me.member?.id)
  expect(await arrived()).toHaveLength(1)
})

it('brings the answer to a leave request and a correction of points into the inbox', async () => {
  const lecture = '下周的党课'
  const later = await secretary.meeting(lecture, 0, { kinds: ['party-lecture'], startAt: new Date(clock.now() + 7 * DAY).toISOString(), endAt: new Date(clock.now() + 7 * DAY + HOUR).toISOString() })
  await member.call('POST', `/activities/${later}/requests`, { kind: 'leave', reason: '公务出差' })
  await openAt(desk, app.url, `/packages/secretary/requests/index?id=${later}`)
  await desk.page.getByText('公务出差').first().waitFor()
  await desk.page.getByRole('button', { name: /^通过/ }).first().click()
  await soon(async () => (await rosterRow(later, member))?.state === 'leave')

  const running = '正在开的主题党日'
  const now = await meetingIn(running, -5 * MINUTE)
  await secretary.call('PUT', `/activities/${now}/attendance/${member.session.me.member?.id}`, { state: 'present', expectedVersion: (await rosterRow(now, member))?.version })
  await openAt(desk, app.url, `/packages/secretary/roll/index?id=${now}`)
  await desk.page.getByRole('tab', { name: /^已到/ }).click()
  await desk.page.getByText(member.session.me.member?.name ?? '').filter({ visible: true }).first().click()
  const sheet = desk.page.getByRole('dialog')
  await sheet.getByRole('radio', { name: '请假' }).click()
  await sheet.locator('input').fill('本人在外地，点错了')
  await sheet.getByRole('button', { name: '记下更正' }).click()
  await soon(async () => (await rosterRow(now, member))?.state === 'leave')

  await openBell(mine)
  const granted = rowOf(mine, '准假了', lecture)
  await granted.waitFor()
  const corrected = rowOf(mine, '更正：', running)
  expect(await corrected.innerText()).toMatch(/-1|−1/)
  await corrected.getByText(/^更正：/).click()
  await arrive(mine, '/packages/member/points')
  await mine.page.getByText(running).filter({ visible: true }).first().waitFor()
  await openBell(mine)
  await granted.getByText('准假了').click()
  await arrive(mine, '/packages/activity/detail')
})

it('reminds those who are missing at a meeting that runs, and those who have not done the paper', async () => {
  const running = '刚开始的主题党日'
  const id = await meetingIn(running, -2 * MINUTE)
  await openAt(desk, app.url, `/packages/secretary/roll/index?id=${id}`)
  await seen(desk, 'roll-remind').getByText('提醒没到的人').click()
  await arrive(desk, '/packages/inbox/remind')
  await seen(desk, 'remind-send').click()
  await seen(desk, 'remind-said').getByText(/^已提醒 \d+ 人/).waitFor()

  const orgId = secretary.session.me.member?.branchId ?? ''
  const { items } = await secretary.call<PaperList>('GET', `/orgs/${orgId}/papers`)
  const paper = items.find(({ dueAt, withdrawnReason, done, assigned }) => Date.parse(dueAt) > clock.now() && withdrawnReason === null && done < assigned)
  await openAt(desk, app.url, `/packages/papers/paper/index?id=${paper?.id}`)
  await seen(desk, 'paper-remind').getByText(`提醒没答的 ${(paper?.assigned ?? 0) - (paper?.done ?? 0)} 人`).click()
  await arrive(desk, '/packages/inbox/remind')
  await seen(desk, 'remind-send').click()
  await seen(desk, 'remind-said').getByText(/^已提醒 \d+ 人/).waitFor()

  await openBell(mine)
  await rowOf(mine, '提醒你签到', running).waitFor()
  await rowOf(mine, '提醒你答题', paper?.title).getByText('提醒你答题').click()
  await arrive(mine, '/packages/study/paper/')
  await mine.page.getByRole('button', { name: '开始答' }).waitFor()
})

it('brings it together on the first screens: what waits for the member, who is missing for the secretary', async () => {
  await openAt(mine, app.url, '/pages/home/index')
  await seen(mine, 'today').waitFor()
  await seen(mine, 'year').waitFor()
  await mine.page.getByText(/^全部 \d+ 件$/).click()
  const waits = await mine.words()
  for (const part of ['微党课', '理论测试', '本年可得']) expect(waits).toContain(part)
  const before = (await member.call<Inbox>('GET', '/me/inbox')).unread
  await mine.page.getByRole('button', { name: `提醒，${before} 条没读` }).click()
  await arrive(mine, '/packages/inbox/inbox')
  await seen(mine, 'inbox-read-all').first().click()
  await soon(async () => (await member.call<Inbox>('GET', '/me/inbox')).unread === 0)
  await openAt(mine, app.url, '/pages/home/index')
  await mine.page.getByRole('button', { name: '提醒', exact: true }).waitFor()

  await openAt(desk, app.url, '/pages/home/index')
  await desk.page.getByText(/正在开会，\d+ \/ \d+ 人已到/).waitFor()
  await desk.page.getByText('书记工作台').filter({ visible: true }).first().click()
  await arrive(desk, '/packages/secretary/desk')
  await seen(desk, 'live').waitFor()
  expect(await seen(desk, 'desk-remind').allInnerTexts()).toEqual(expect.arrayContaining([expect.stringMatching(/\d+ 人没回复/), expect.stringMatching(/\d+ 人没答/)]))
  await seen(desk, 'desk-remind').filter({ hasText: '没回复' }).first().click()
  await arrive(desk, '/packages/inbox/remind')
  await seen(desk, 'remind-send').waitFor()
})

it('keeps WeChat quiet at night: the inbox has it at once, the message comes in the morning', async () => {
  await clock.advance(12 * HOUR)
  secretary = await ApiUser.demo(app.url, 'secretary')
  onWechat = await ApiUser.wechat(app.url, (await standIn<{ code: string }>(`/_codes?openid=${OPENID}`)).code)
  await allow()
  const before = (await arrived()).length
  const late = '三天后的主题党日'
  const id = await meetingIn(late, 3 * DAY)
  const night = await phoneOf('secretary')
  await openAt(night, app.url, `/packages/inbox/remind/index?id=${id}&about=reply`)
  await seen(night, 'remind-quiet').getByText('现在是休息时间，微信 07:30 发，收件箱里马上看得到').waitFor()
  await seen(night, 'remind-send').click()
  await seen(night, 'remind-said').getByText(/1 人 07:30 发微信/).waitFor()
  const inbox = await onWechat.call<Inbox>('GET', '/me/inbox')
  expect(inbox.items[0]).toMatchObject({ title: `${late}等你回复`, readAt: null })
  expect(await arrived()).toHaveLength(before)
  await clock.advance(9 * HOUR + 40 * MINUTE)
  await soon(async () => (await arrived()).length > before)
  expect((await arrived()).slice(before)).toMatchObject([{ data: { thing1: late } }])
})
