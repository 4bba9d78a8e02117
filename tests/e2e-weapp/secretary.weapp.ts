import type { ActivityPage } from '@pioneer/shared-types/activities/schemas'
import type { AttendanceList } from '@pioneer/shared-types/attendance/schemas'
import { openOffice, type Office } from './support/office'
import { soon } from './support/phone'

/** The secretary's work on the compiled mini-program: a meeting is made, somebody is tapped in and taken back. */
let office: Office
const ME = 'weapp-secretary'
const TITLE = '小程序里建的党员大会'
const DAY = 86_400_000

beforeAll(async () => {
  office = await openOffice()
  await office.bind(ME, office.secretary, 'secretary')
})
afterEach(() => office.putAway())
afterAll(() => office?.close())

/** Date and time of day by the clock in Shanghai. */
const wall = (instant: number): { day: string; time: string } => {
  const local = new Date(instant + 8 * 3_600_000).toISOString()
  return { day: local.slice(0, 10), time: local.slice(11, 16) }
}
const made = async (): Promise<ActivityPage['items']> => (await office.secretary.call<ActivityPage>('GET', '/activities?scope=manage')).items.filter(({ title }) => title === TITLE)
const rows = async (id: string): Promise<AttendanceList['items']> => (await office.secretary.call<AttendanceList>('GET', `/activities/${id}/attendance`)).items

it('makes a meeting with the fields and wheels of WeChat; a double tap publishes one', async () => {
  const phone = await office.phone(ME)
  await phone.tap('书记工作台')
  await phone.tap('新建活动')
  await phone.see('开什么会')
  await phone.tap('发布')
  // What is missing stands at its field.
  await phone.see('先选开什么会')
  expect(await phone.words()).toContain('地点要填')
  await phone.tap('支部党员大会')
  await phone.see(/有表决权的到会 \d+ 人以上，才能表决/)
  const start = wall(Date.now() + DAY)
  await phone.type(TITLE, 0)
  await phone.pick(start.day, 0)
  await phone.pick('09:00', 1)
  await phone.pick('08:30', 2)
  await phone.type('401 会议室', 1)
  await phone.tap('发布')
  await phone.see('结束要晚于开始')
  await phone.pick('10:30', 2)
  const publish = await phone.find('发布')
  await Promise.all([publish.tap(), publish.tap().catch(() => undefined)])
  await phone.see(TITLE)
  expect(await phone.path()).toBe('packages/activity/detail/index')
  const meetings = await made()
  expect(meetings).toHaveLength(1)
  expect(meetings[0]).toMatchObject({ status: 'published', kinds: ['member-assembly'], place: '401 会议室', startAt: new Date(`${start.day}T09:00:00+08:00`).toISOString(), endAt: new Date(`${start.day}T10:30:00+08:00`).toISOString() })
})

it('keeps what was entered over the end of the app', async () => {
  const phone = await office.phone(ME)
  await phone.see('书记工作台')
  await phone.open('/packages/secretary/create/index')
  await phone.tap('党课')
  await phone.type('没写完的党课', 0)
  // Kept shortly after the last key.
  await new Promise((resolve) => { setTimeout(resolve, 1_500) })
  await phone.relaunch()
  await phone.see('书记工作台')
  await phone.open('/packages/secretary/create/index')
  await phone.see('接着上次没填完的')
  expect(await (await phone.element('input')).value()).toBe('没写完的党课')
  await phone.tap('重新填')
  await soon(async () => !(await phone.words()).includes('接着上次没填完的'))
})

it('taps somebody in and takes it back', async () => {
  const id = await office.secretary.meeting('点到和撤销', 0)
  const phone = await office.phone(ME)
  await phone.see('书记工作台')
  await phone.open(`/packages/secretary/roll/index?id=${id}`)
  await phone.see('点到')
  const person = await phone.element('.person')
  const name = await (await person.$('.row-t'))!.text()
  const state = async (): Promise<string | undefined> => (await rows(id)).find((row) => row.name === name)?.state
  expect(await state()).toBe('pending')
  const button = (await person.$('.row-btn'))!
  await Promise.all([button.tap(), button.tap().catch(() => undefined)])
  await phone.see(/已点到 \d\d:\d\d/)
  expect((await rows(id)).filter((row) => row.state === 'present')).toEqual([expect.objectContaining({ name, door: 'tap', version: 1 })])
  await phone.tap('撤销')
  await soon(async () => (await state()) === 'pending')
  await phone.see('未到')
  expect((await rows(id)).find((row) => row.name === name)).toMatchObject({ state: 'pending', version: 2 })
})

it('sees somebody who signed in meanwhile, without a pull', async () => {
  const id = await office.secretary.meeting('自己会动的名单', 0)
  const phone = await office.phone(ME)
  await phone.see('书记工作台')
  await phone.open(`/packages/secretary/roll/index?id=${id}`)
  await phone.see(office.member.session.me.member!.name)
  const { code } = await office.secretary.screen(id)
  await office.member.call('POST', '/check-ins/redeem', { activityId: id, code, deviceId: 'another-phone', capturedAt: new Date().toISOString() })
  await soon(async () => !(await phone.words()).includes(office.member.session.me.member!.name))
})
