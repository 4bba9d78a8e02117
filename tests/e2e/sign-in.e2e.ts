import type { Browser } from 'playwright-core'
import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import type { AttendanceList } from '@pioneer/shared-types/attendance/schemas'
import { TICKET_STEP_SECONDS } from '@pioneer/shared-types/constants'
import type { MyPoints } from '@pioneer/shared-types/points/schemas'
import { startApp, type RunningApp } from '../support/app'
import { launchBrowser } from '../support/browser'
import { newPhone, openLink, signIn, typeCode, type Phone } from '../support/phone'
import { ApiUser, linkOf } from '../support/service-api'

/** Members sign in, through the interface, by every door and against every obstacle the hall has. */
let app: RunningApp
let browser: Browser
let secretary: ApiUser
let member: ApiUser
/** Taken at the start, so that it is old when the tests come to it. */
let oldLink: { link: string; takenAt: number }
const phones: Phone[] = []

const phone = async (path?: string): Promise<Phone> => {
  const opened = await newPhone(browser, app.url, path)
  phones.push(opened)
  return opened
}
const memberPhone = async (account: 'member' | 'member2' = 'member'): Promise<Phone> => {
  const opened = await phone()
  await signIn(opened, app.url, account)
  return opened
}
/** What the service keeps: the attendance of a member and the points this meeting gave. */
async function kept(activityId: string, who = member): Promise<{ state: string; at: string | null; late: boolean; flags: string[]; gained: number; entries: number }> {
  const list = await secretary.call<AttendanceList>('GET', `/activities/${activityId}/attendance`)
  const row = list.items.find((item) => item.memberId === who.session.me.member?.id)
  const points = await who.call<MyPoints>('GET', '/me/points')
  const entries = points.entries.filter((entry) => entry.source.id === activityId)
  return {
    state: row?.state ?? 'nobody', at: row?.at ?? null, late: row?.late ?? false, flags: row?.flags ?? [],
    gained: entries.reduce((sum, entry) => sum + entry.delta, 0), entries: entries.length,
  }
}

beforeAll(async () => {
  app = await startApp()
  browser = await launchBrowser()
  secretary = await ApiUser.demo(app.url, 'secretary')
  member = await ApiUser.demo(app.url, 'member')
  const id = await secretary.meeting('旧码', 0)
  oldLink = { link: linkOf(await secretary.screen(id)), takenAt: Date.now() }
})
afterEach(async () => {
  const errors = phones.flatMap((opened) => opened.errors)
  for (const opened of phones.splice(0)) await opened.close()
  expect(errors).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

it('signs in by the link on the screen and shows the point with its reason', async () => {
  const id = await secretary.meeting('扫码签到', 0)
  const mine = await memberPhone()
  await openLink(mine, linkOf(await secretary.screen(id)))
  await mine.page.getByText('+1').first().waitFor()
  expect(await mine.words()).toMatch(/已签到/)
  expect(await kept(id)).toMatchObject({ state: 'present', late: false, gained: 1, entries: 1 })

  await openLink(mine, `${app.url}/#/packages/member/points/index`)
  await mine.page.getByText('参加主题党日').first().waitFor()
  expect(await mine.words()).toMatch(/扫码签到 \d\d:\d\d/)
  expect(await mine.words()).toContain('本年可得')
})

it('signs in by the typed code; wrong and outdated digits are told apart, and five wrong ones lock the door for a minute', async () => {
  const id = await secretary.meeting('口令签到', 0)
  const mine = await memberPhone('member2')
  const other = await ApiUser.demo(app.url, 'member2')
  await openLink(mine, `${app.url}/#/packages/sign/code/index?id=${id}`)
  const { code } = await secretary.screen(id)
  const wrong = code === '000000' ? '111111' : '000000'
  await typeCode(mine, wrong)
  await mine.page.getByText('数字不对，再看一眼大屏').waitFor()
  await typeCode(mine, (await secretary.screen(id)).code ?? '')
  await mine.page.getByText('+1').first().waitFor()
  expect(await kept(id, other)).toMatchObject({ state: 'present', gained: 1, entries: 1 })

  const again = await secretary.meeting('口令锁定', 0)
  await openLink(mine, `${app.url}/#/packages/sign/code/index?id=${again}`)
  const locked = mine.page.getByText('试得太多了，1 分钟后再来，或请书记代签').first()
  const empty = mine.page.locator('[data-testid="code-cells"][aria-label="已输入 "]')
  let tries = 0
  for (let open = true; open; tries += 1) {
    await typeCode(mine, wrong)
    open = await Promise.race([locked.waitFor().then(() => false), empty.waitFor().then(() => true)])
  }
  // Five wrong codes of an account in a minute, wherever they were tried; the one after them meets the lock.
  expect(tries).toBeGreaterThanOrEqual(5)
  expect(tries).toBeLessThanOrEqual(6)
  // The right one comes too late.
  await openLink(mine, `${app.url}/#/packages/sign/code/index?id=${again}`)
  await typeCode(mine, (await secretary.screen(again)).code ?? '')
  await locked.waitFor()
  expect(await kept(again, other)).toMatchObject({ state: 'pending', entries: 0 })
})

it('gives one answer and one point to a double scan and to a retry after a lost reply', async () => {
  const id = await secretary.meeting('丢了回音', 0)
  const mine = await memberPhone()
  let lost = 0
  // The service signs the member in, but its answer never reaches the phone.
  await mine.context.route('**/api/v1/check-ins/redeem', async (route) => {
    if (lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    return route.abort('connectionreset')
  })
  const link = linkOf(await secretary.screen(id))
  await openLink(mine, link)
  await mine.page.getByText(/已签到|已经签过了|签到不会丢/).first().waitFor()
  if ((await mine.words()).includes('签到不会丢')) await mine.page.getByRole('button', { name: '现在再试一次' }).click()
  await mine.page.getByText(/已签到|已经签过了|已计入出勤/).first().waitFor()
  expect(lost).toBe(1)
  expect(await kept(id)).toMatchObject({ state: 'present', gained: 1, entries: 1 })

  // The same code again repeats the answer; the next one says that it is done already.
  await openLink(mine, link)
  await mine.page.getByText(/已签到|已经签过了/).first().waitFor()
  await openLink(mine, `${app.url}/#/packages/sign/code/index?id=${id}`)
  await typeCode(mine, (await secretary.screen(id)).code ?? '')
  await mine.page.getByText(/已经签过了/).first().waitFor()
  expect(await kept(id)).toMatchObject({ state: 'present', gained: 1, entries: 1 })
})

it('says late with the minutes and the same joy', async () => {
  const id = await secretary.meeting('迟到', 26)
  const mine = await memberPhone()
  await openLink(mine, linkOf(await secretary.screen(id)))
  await mine.page.getByText(/迟到 2[67] 分钟/).first().waitFor()
  expect(await kept(id)).toMatchObject({ state: 'present', late: true, gained: 1 })
})

it('says when it is too early, that a code was forged, and that one is not on the list', async () => {
  const mine = await memberPhone()
  // A code of a meeting that has been put off: it was on the screen, and now it is too early.
  const early = await secretary.meeting('推迟', -20)
  const link = linkOf(await secretary.screen(early))
  const { version, kinds, title, place } = await secretary.call<ActivityDetail>('GET', `/activities/${early}`)
  const later = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
  await secretary.call('PUT', `/activities/${early}`, { expectedVersion: version, kinds, title, place, startAt: later(3), endAt: later(4) })

  const ticket = link.split('/s/')[1] ?? ''
  const forged = `${app.url}/s/${ticket.slice(0, 30)}${ticket[30] === 'A' ? 'B' : 'A'}${ticket.slice(31)}`
  await openLink(mine, forged)
  await mine.page.getByText('这不是签到码，请扫会场大屏').first().waitFor()
  expect(await mine.words()).toContain('再扫一次')

  const orgs = await secretary.call<{ items: { id: string; type: string; name: string }[] }>('GET', '/orgs')
  const others = orgs.items.find((org) => org.type === 'group' && org.id !== member.session.me.member?.groupId)
  const foreign = await secretary.meeting('别组的会', 0, { ownerOrgId: others?.id ?? '', kinds: ['group-meeting'] })
  await openLink(mine, linkOf(await secretary.screen(foreign)))
  await mine.page.getByText('你不在这次活动的名单里，请告诉书记').first().waitFor()

  await openLink(mine, link)
  await mine.page.getByText(/还没到签到时间，\d\d:\d\d 开始/).first().waitFor()
  expect(await kept(early)).toMatchObject({ state: 'pending', entries: 0 })
})

it('keeps a sign-in made without network, over a reload, and sends it by the policy', async () => {
  const id = await secretary.meeting('没有网络', 0)
  const mine = await memberPhone()
  const link = linkOf(await secretary.screen(id))
  // The page is open (as the mini-program is installed); only the service is out of reach.
  await mine.context.route('**/api/v1/**', (route) => route.abort('internetdisconnected'))
  await openLink(mine, link)
  await mine.page.getByText(/签到不会丢/).first().waitFor()
  await mine.page.reload()
  await mine.page.getByText(/签到不会丢/).first().waitFor()
  expect(await kept(id)).toMatchObject({ state: 'pending', entries: 0 })
  await mine.context.unroute('**/api/v1/**')
  await mine.page.getByRole('button', { name: '现在再试一次' }).click()
  await mine.page.getByText(/已签到|已计入出勤/).first().waitFor()
  expect(await kept(id)).toMatchObject({ state: 'present', gained: 1, entries: 1 })
})

it('lets a newcomer scan first, asks the secretary, and counts from the frozen time', async () => {
  const id = await secretary.meeting('新来的同志', 0)
  const link = linkOf(await secretary.screen(id))
  const mine = await phone()
  const before = Date.now()
  await openLink(mine, link)
  // Nobody is signed in on this phone: the page leads on to the login, where a newcomer says so.
  await mine.page.getByTestId('bind').click()
  await mine.page.getByText(/同意按上面说的处理我的信息/).click()
  await mine.page.getByText(/党员身份是敏感个人信息/).click()
  await mine.page.getByRole('button', { name: '同意，下一步' }).click()
  await mine.page.getByText('报姓名', { exact: true }).click()
  const { name, last4, memberId } = await freeRow(id)
  await mine.page.getByLabel('姓名').locator('input').or(mine.page.locator('input[aria-label="姓名"]')).first().fill(name)
  await mine.page.locator('input').nth(1).fill(last4)
  await mine.page.getByRole('button', { name: '交给书记' }).click()
  await mine.page.getByText('申请已交，等书记通过').waitFor()

  // Approved later; the sign-in is written at the moment of the scan.
  await mine.page.waitForTimeout(1500)
  const approvedFrom = Date.now()
  const bindings = await secretary.call<{ items: { id: string; name: string; candidates: { memberId: string }[] }[] }>('GET', `/bindings?orgId=${secretary.session.me.member?.branchId}`)
  const request = bindings.items.find((item) => item.name === name)
  await secretary.call('POST', `/bindings/${request?.id}/approve`, { memberId })
  const list = await secretary.call<AttendanceList>('GET', `/activities/${id}/attendance`)
  const row = list.items.find((item) => item.memberId === memberId)
  expect(row).toMatchObject({ state: 'present', door: 'qr' })
  const at = Date.parse(row?.at ?? '')
  expect(at).toBeGreaterThanOrEqual(before - 1000)
  expect(at).toBeLessThan(approvedFrom - 1000)
})

it('does not let a forwarded claim count for somebody else', async () => {
  const id = await secretary.meeting('别人的扫码', 0)
  const theirs = await phone()
  await openLink(theirs, linkOf(await secretary.screen(id)))
  await theirs.page.getByTestId('bind').waitFor()
  const kept0 = (await theirs.page.evaluate(() => localStorage.getItem('xf1:outbox'))) ?? ''
  expect(kept0).toContain('claim')

  // What is sealed arrives on another phone, without the secret that belongs to it. (With the code still on the screen that phone's owner could sign in anyway.)
  const mine = await memberPhone('member2')
  const claim = /"claim":"([^"]+)"/.exec(kept0)?.[1] ?? ''
  const answer = await mine.page.evaluate(async (forwarded) => {
    const post = async (path: string, body: object, token?: string): Promise<{ status: number; body: { accessToken?: string; title?: string } }> => {
      const reply = await fetch(`/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: JSON.stringify(body) })
      return { status: reply.status, body: await reply.json() as { accessToken?: string; title?: string } }
    }
    const session = await fetch('/api/v1/auth/refresh', { method: 'POST' }).then((reply) => reply.json() as Promise<{ accessToken: string }>)
    return post('/check-ins/redeem', { claim: forwarded, verifier: 'v'.repeat(43), deviceId: 'another-phone' }, session.accessToken)
  }, claim)
  expect(answer).toMatchObject({ status: 403, body: { title: '这不是你这台手机扫的码，请自己扫一次' } })
  expect(await kept(id, await ApiUser.demo(app.url, 'member2'))).toMatchObject({ state: 'pending', entries: 0 })
})

it('says kindly that a code has gone stale to somebody who cannot be believed with it', async () => {
  // Two steps behind still count: a code is stale after three of them.
  await new Promise((resolve) => setTimeout(resolve, oldLink.takenAt + 4 * TICKET_STEP_SECONDS * 1000 - Date.now()))
  const mine = await phone()
  await openLink(mine, oldLink.link)
  await mine.page.getByText('这张码过期了，再扫一次大屏').first().waitFor()
})

/** Somebody of the branch who has no device yet, with the last four digits of the invented number. */
async function freeRow(activityId: string): Promise<{ name: string; last4: string; memberId: string }> {
  const missing = await secretary.call<{ items: { memberId: string; name: string }[] }>('GET', `/activities/${activityId}/missing`)
  for (const { memberId, name } of missing.items) {
    const detail = await secretary.call<{ bound: boolean; phoneMasked: string | null }>('GET', `/members/${memberId}`)
    if (!detail.bound && detail.phoneMasked) return { name, memberId, last4: detail.phoneMasked.slice(-4) }
  }
  throw new Error('everybody has a device')
}
