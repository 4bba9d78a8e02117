import type { Credits, Inbox, Reminded, RemindPlan } from '@pioneer/shared-types/reminders/schemas'
import type { ApiUser } from '../support/service-api'
import { openOffice, type Office } from './support/office'
import { soon, type Element, type WeappPhone } from './support/phone'

/** Reminders on the compiled mini-program: what arrives, and when WeChat is asked for leave to send more. */
let office: Office
let me: ApiUser
const ME = 'weapp-reminded'
const HOUR = 60

beforeAll(async () => {
  office = await openOffice()
  await office.bind(ME, office.member)
  me = await office.onWechat(ME)
})
afterEach(() => office.putAway())
afterAll(() => office?.close())

const left = async (): Promise<Record<string, number>> => Object.fromEntries((await me.call<Credits>('GET', '/me/reminders/credits')).templates.map((template) => [template.key, template.left]))
const remind = (id: string, about: string): Promise<Reminded> => office.secretary.call<Reminded>('POST', `/activities/${id}/reminders`, { about })
async function reach(id: string, about: string): Promise<string | undefined> {
  const { people } = await office.secretary.call<RemindPlan>('GET', `/activities/${id}/reminders?about=${about}`)
  return people.find(({ memberId }) => memberId === office.member.session.me.member?.id)?.reach
}
/** WeChat answers so, from now on, and keeps the templates it was asked for; runs in the app. */
async function wechatAnswers(phone: WeappPhone, answer: 'accept' | 'reject'): Promise<void> {
  await phone.mp.mockWxMethod('requestSubscribeMessage', (options: { tmplIds: string[] }, given: string) => {
    const seen = (globalThis as { simAsked?: string[][] })
    seen.simAsked = [...(seen.simAsked ?? []), options.tmplIds]
    return { errMsg: 'requestSubscribeMessage:ok', ...Object.fromEntries(options.tmplIds.map((id) => [id, given])) }
  }, answer)
}
/** Taps 参加 at the reminder of this meeting; there may be others. */
async function attend(phone: WeappPhone, title: string): Promise<void> {
  for (const row of (await (await phone.page()).$$('.inbox-row')) as Element[]) {
    if (!(await row.text()).includes(title)) continue
    const button = await row.$('.inbox-reply .dark')
    if (!button) throw new Error(`${title} cannot be answered`)
    return button.tap()
  }
  throw new Error(`${title} is not in the inbox`)
}
const asked = (phone: WeappPhone): Promise<string[][]> => phone.mp.evaluate(() => (globalThis as { simAsked?: string[][] }).simAsked ?? []) as Promise<string[][]>

it('arrives when the secretary reminds by hand, is shown on 首页, and leads to the meeting', async () => {
  const id = await office.secretary.meeting('手动提醒的活动', 0)
  expect(await remind(id, 'sign-in')).toMatchObject({ already: false })
  const phone = await office.phone(ME)
  await phone.see('同志')
  await phone.element('.nav-bell .undot')
  await phone.tapOn('.nav-bell')
  await phone.see('手动提醒的活动')
  const { items } = await me.call<Inbox>('GET', '/me/inbox')
  const item = items.find(({ link }) => link?.id === id)!
  expect(item.readAt).toBeNull()
  await phone.tap(item.text)
  await soon(async () => (await phone.path()) !== 'packages/inbox/inbox/index')
  await phone.see('手动提醒的活动')
  await soon(async () => (await me.call<Inbox>('GET', '/me/inbox')).items.find((row) => row.id === item.id)?.readAt !== null)
})

it('asks WeChat within the tap, and the service knows what was allowed', async () => {
  const id = await office.secretary.meeting('允许以后发微信', 0)
  const phone = await office.phone(ME)
  await phone.see('同志')
  expect(await left()).toEqual({ meeting: 0, study: 0 })
  expect(await reach(id, 'sign-in')).toBe('inbox')
  await phone.open('/packages/inbox/inbox/index')
  await phone.see('微信现在提醒不到你')
  // The simulator itself refuses what is asked outside of a tap.
  await phone.tap('再允许')
  await phone.see('微信还能提醒你 2 次')
  expect(await left()).toEqual({ meeting: 1, study: 1 })
  expect(await reach(id, 'sign-in')).toBe('wechat')
  await phone.tap('再允许')
  await phone.see('微信还能提醒你 4 次')
})

it('counts once although the answer of the service gets lost', async () => {
  const before = await left()
  const phone = await office.phone(ME)
  await phone.see('同志')
  await phone.open('/packages/inbox/inbox/index')
  await phone.see('再允许')
  await phone.loseNext(/me\/reminders\/credits$/)
  await phone.tap('再允许')
  await soon(async () => (await left())['meeting'] === before['meeting']! + 1)
  // What could not be confirmed is sent again at the next start.
  await phone.relaunch()
  await phone.see('同志')
  await new Promise((resolve) => { setTimeout(resolve, 1_500) })
  expect(await left()).toEqual({ meeting: before['meeting']! + 1, study: before['study']! + 1 })
})

it('is answered where it stands, with one question of WeChat for meetings; who refuses is not asked again today', async () => {
  const [first, second] = [await office.secretary.meeting('下周的党课', -24 * HOUR, { kinds: ['party-lecture'] }), await office.secretary.meeting('下周的组织生活会', -25 * HOUR, { kinds: ['organization-life'] })]
  for (const id of [first, second]) await remind(id, 'reply')
  const before = await left()
  const open = async (id: string): Promise<boolean> => (await me.call<Inbox>('GET', '/me/inbox')).items.some(({ reply }) => reply?.activityId === id)
  const phone = await office.phone(ME)
  await phone.see('同志')
  await phone.open('/packages/inbox/inbox/index')
  await phone.see('下周的党课')
  await wechatAnswers(phone, 'reject')
  await attend(phone, '下周的党课')
  await soon(async () => !(await open(first)))
  expect(await asked(phone)).toEqual([['demo-meeting']])
  expect(await open(second)).toBe(true)
  await attend(phone, '下周的组织生活会')
  await soon(async () => !(await open(second)))
  expect(await asked(phone)).toHaveLength(1)
  expect(await left()).toEqual(before)
})
