import type { Browser, Page } from 'playwright-core'
import type { ActivityPage } from '@pioneer/shared-types/activities/schemas'
import type { AttendanceList } from '@pioneer/shared-types/attendance/schemas'
import { startApp, type RunningApp } from '../support/app'
import { launchBrowser, PROJECTOR } from '../support/browser'
import { newPhone, openLink, signIn, typeCode, type Phone } from '../support/phone'
import { ApiUser } from '../support/service-api'

/** The secretary plans, publishes, pairs the screen in the room and runs the roll, all through the interface. */
let app: RunningApp
let browser: Browser
let secretary: ApiUser
let desk: Phone
let room: Page
const errors: string[] = []
const TITLE = '第四季度支部党员大会'
let activityId = ''

const field = (phone: Phone, label: string) => phone.page.locator(`input[aria-label="${label}"], [aria-label="${label}"] input`).first()
const clockText = (instant: Date): { day: string; time: string } => {
  const local = new Date(instant.getTime() + 8 * 3_600_000).toISOString()
  return { day: local.slice(0, 10), time: local.slice(11, 16) }
}
const count = async (): Promise<number> => Number(await room.getByTestId('room-count').getAttribute('aria-label'))
async function roomShows(expected: number): Promise<void> {
  await room.locator(`[data-testid="room-count"][aria-label="${expected}"]`).waitFor()
}

/** Waits until it holds; the test's own time limit ends the waiting. */
async function expectSoon(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 200))
}

beforeAll(async () => {
  app = await startApp()
  browser = await launchBrowser()
  secretary = await ApiUser.demo(app.url, 'secretary')
  desk = await newPhone(browser, app.url)
  await signIn(desk, app.url, 'secretary')
  room = await browser.newPage(PROJECTOR)
  for (const page of [room, desk.page]) page.on('pageerror', (error) => errors.push(error.message))
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})
afterEach(() => {
  expect(errors).toEqual([])
})

it('publishes a meeting, with what the system knows about its kind', async () => {
  const start = clockText(new Date(Date.now() + 5 * 60_000))
  const end = clockText(new Date(Date.now() + 65 * 60_000))
  await openLink(desk, `${app.url}/#/packages/secretary/create/index`)
  await desk.page.getByText('支部党员大会', { exact: true }).click()
  await desk.page.getByText(/法定人数/).first().waitFor()
  await field(desk, '名称').fill(TITLE)
  await desk.page.locator('input[type="date"]').fill(start.day)
  await desk.page.locator('input[type="time"]').nth(0).fill(start.time)
  await desk.page.locator('input[type="time"]').nth(1).fill(end.time)
  await field(desk, '地点').fill('401 会议室')
  const publish = desk.page.getByRole('button', { name: '发布', exact: true })
  await publish.scrollIntoViewIfNeeded()
  // A double tap makes one meeting.
  await publish.dblclick()
  await desk.page.waitForURL(/activity\/detail|secretary\/desk|secretary\/roll/)
  const upcoming = await secretary.call<ActivityPage>('GET', '/activities?scope=manage')
  const made = upcoming.items.filter((item) => item.title === TITLE)
  expect(made).toHaveLength(1)
  expect(made[0]).toMatchObject({ status: 'published', kinds: ['member-assembly'], phase: 'open' })
  activityId = made[0]?.id ?? ''
})

it('pairs the screen in the room with one scan, and the screen shows the code, the count and no names', async () => {
  await room.goto(`${app.url}/screen`)
  const address = await room.locator('[data-testid="room-qr"]').first().getAttribute('data-address')
  expect(address).toMatch(/\/p\/[A-Z0-9]{8}$/)
  await openLink(desk, address ?? '')
  await desk.page.getByText(TITLE).first().click()
  await desk.page.getByRole('button', { name: '连上大屏' }).click()
  await desk.page.getByText('大屏已连上').waitFor()
  await room.getByTestId('room-open').waitFor()
  const words = await room.locator('body').innerText()
  expect(words).toContain(TITLE)
  expect(words).toMatch(/还差 \d+ 人才能表决/)
  const list = await secretary.call<AttendanceList>('GET', `/activities/${activityId}/attendance`)
  for (const { name } of list.items) expect(words).not.toContain(name)
  expect(await count()).toBe(0)
})

it('moves by itself when members sign in by the code on it', async () => {
  const mine = await newPhone(browser, app.url)
  await signIn(mine, app.url, 'member')
  await openLink(mine, `${app.url}/#/packages/sign/code/index?id=${activityId}`)
  const digits = ((await room.getByTestId('room-code').getAttribute('aria-label')) ?? '').replace(/ /g, '')
  expect(digits).toMatch(/^\d{6}$/)
  await typeCode(mine, digits)
  await mine.page.getByText('+1').first().waitFor()
  await roomShows(1)

  const other = await newPhone(browser, app.url)
  await signIn(other, app.url, 'member2')
  await openLink(other, (await room.getByTestId('room-qr').first().getAttribute('data-address')) ?? '')
  await other.page.getByText('+1').first().waitFor()
  await roomShows(2)
  expect([...mine.errors, ...other.errors]).toEqual([])
  await mine.close()
  await other.close()
})

it('shows who is missing, taps in, takes it back', async () => {
  await openLink(desk, `${app.url}/#/packages/secretary/roll/index?id=${activityId}`)
  const tap = desk.page.getByRole('button', { name: /^点到 / }).first()
  const name = ((await tap.getAttribute('aria-label')) ?? '').replace('点到 ', '')
  expect(name).not.toBe('')
  await tap.click()
  await desk.page.getByText(/已点到 \d\d:\d\d/).first().waitFor()
  await roomShows(3)
  await desk.page.getByRole('button', { name: `撤销 ${name}` }).click()
  await roomShows(2)
  const list = await secretary.call<AttendanceList>('GET', `/activities/${activityId}/attendance`)
  expect(list.items.find((item) => item.name === name)).toMatchObject({ state: 'pending', version: 2 })
})

it('says that the network is gone and recovers by itself; a reload keeps the pairing', async () => {
  await room.context().route('**/api/v1/**', (route) => route.abort('internetdisconnected'))
  await room.getByText('网络断了，请输入口令或请书记代签').waitFor({ timeout: 60_000 })
  await room.context().unroute('**/api/v1/**')
  await room.getByText('微信扫一扫签到').waitFor({ timeout: 60_000 })
  await room.reload()
  await room.getByTestId('room-open').waitFor()
  await roomShows(2)
})

it('turns the lamp when enough have come', async () => {
  const list = await secretary.call<AttendanceList>('GET', `/activities/${activityId}/attendance`)
  const required = list.quorum?.required ?? 0
  const waiting = list.items.filter((item) => item.state === 'pending' && item.votes && item.role === 'expected')
  for (const { memberId, version } of waiting.slice(0, required - (list.quorum?.present ?? 0))) {
    await secretary.call('PUT', `/activities/${activityId}/attendance/${memberId}`, { state: 'present', expectedVersion: version })
  }
  await room.getByText('人数已够，可以表决').waitFor()
})

it('lets the secretary approve a newcomer and confirm leave', async () => {
  await openLink(desk, `${app.url}/#/packages/secretary/bindings/index`)
  await desk.page.getByRole('button', { name: /^通过/ }).first().click()
  await expectSoon(async () => (await secretary.call<{ items: unknown[] }>('GET', `/bindings?orgId=${secretary.session.me.member?.branchId}`)).items.length === 0)

  const member = await ApiUser.demo(app.url, 'member')
  const later = await secretary.meeting('下周的党课', -60 * 24, { kinds: ['party-lecture'] })
  await member.call('POST', `/activities/${later}/requests`, { kind: 'leave', reason: '公务出差' })
  await openLink(desk, `${app.url}/#/packages/secretary/requests/index?id=${later}`)
  await desk.page.getByText('公务出差').first().waitFor()
  await desk.page.getByRole('button', { name: /^通过/ }).first().click()
  await expectSoon(async () => {
    const list = await secretary.call<AttendanceList>('GET', `/activities/${later}/attendance`)
    return list.items.find((item) => item.memberId === member.session.me.member?.id)?.state === 'leave'
  })
})
