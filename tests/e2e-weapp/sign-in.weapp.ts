import type { AttendanceList } from '@pioneer/shared-types/attendance/schemas'
import type { MyPoints } from '@pioneer/shared-types/points/schemas'
import { linkOf } from '../support/service-api'
import { openOffice, type Office } from './support/office'
import { soon } from './support/phone'

/** A member signs in with the compiled mini-program: by every door, with a weak signal, with a login that runs out. */
let office: Office
const ME = 'weapp-member'

beforeAll(async () => {
  office = await openOffice()
  await office.bind(ME, office.member)
})
afterEach(() => office.putAway())
afterAll(() => office?.close())

async function kept(activityId: string): Promise<{ state: string; door: string | null } | undefined> {
  const { items } = await office.secretary.call<AttendanceList>('GET', `/activities/${activityId}/attendance`)
  const row = items.find((item) => item.memberId === office.member.session.me.member?.id)
  return row && { state: row.state, door: row.door }
}
/** How many lines of the ledger the meeting brought. */
async function lines(activityId: string): Promise<number> {
  const { entries } = await office.member.call<MyPoints>('GET', '/me/points')
  return entries.filter((entry) => entry.source.id === activityId).length
}
const addressOf = async (activityId: string): Promise<string> => linkOf(await office.secretary.screen(activityId))
/** WeChat's own 扫一扫 of the code on the screen. */
const scanned = async (activityId: string) => ({ path: 'pages/sign/index', query: { q: encodeURIComponent(await addressOf(activityId)), scancode_time: '1' }, scene: 1011 })

// The first of all: 首页 leads with the meeting that runs and is not signed in to.
it('signs in with the scanner of the mini-program', async () => {
  const id = await office.secretary.meeting('小程序里扫码', 0)
  const phone = await office.phone(ME)
  await phone.see('同志')
  await phone.mp.mockWxMethod('scanCode', { result: await addressOf(id), scanType: 'QR_CODE', charSet: 'utf-8', path: '', rawData: '', errMsg: 'scanCode:ok' })
  await phone.tap('签到')
  await phone.see(/已签到\s+\d\d:\d\d/)
  expect(await kept(id)).toEqual({ state: 'present', door: 'qr' })
})

it('signs in by 扫一扫 on a cold launch, one scan and no tap', async () => {
  const id = await office.secretary.meeting('冷启动扫一扫', 0)
  const phone = await office.phone(ME, { launch: await scanned(id) })
  await phone.see(/已签到\s+\d\d:\d\d/)
  await phone.see('+1')
  expect(await kept(id)).toEqual({ state: 'present', door: 'qr' })
})

it('signs in by 扫一扫 on a warm launch', async () => {
  const id = await office.secretary.meeting('热启动扫一扫', 0)
  const phone = await office.phone(ME)
  await phone.see('同志')
  await phone.warmLaunch(await scanned(id))
  await phone.see(/已签到\s+\d\d:\d\d/)
  expect(await kept(id)).toEqual({ state: 'present', door: 'qr' })
})

it('signs in by the typed code; wrong digits are told at once', async () => {
  const id = await office.secretary.meeting('口令签到', 0)
  const phone = await office.phone(ME)
  await phone.see('同志')
  await phone.open(`/packages/sign/code/index?id=${id}`)
  await phone.see('清空')
  const { code } = await office.secretary.screen(id)
  await phone.digits(code === '000000' ? '111111' : '000000')
  await phone.see('数字不对，再看一眼大屏')
  // The cells shake and clear before they take the next digit.
  await new Promise((resolve) => { setTimeout(resolve, 900) })
  await phone.digits((await office.secretary.screen(id)).code ?? '')
  await phone.see(/已签到\s+\d\d:\d\d/)
  expect(await kept(id)).toEqual({ state: 'present', door: 'code' })
})

it('keeps what was scanned without a network over the end of the app, and sends it when there is one', async () => {
  const id = await office.secretary.meeting('没有网络', 0)
  const phone = await office.phone(ME)
  await phone.see('同志')
  await phone.offline()
  await phone.warmLaunch(await scanned(id))
  await phone.see('签到不会丢')
  await phone.relaunch()
  expect(await kept(id)).toEqual({ state: 'pending', door: null })
  await phone.online()
  await soon(async () => (await kept(id))?.state === 'present')
  expect(await lines(id)).toBe(1)
})

it('gives one answer and one point when the answer of the service gets lost', async () => {
  const id = await office.secretary.meeting('丢了回音', 0)
  const phone = await office.phone(ME)
  await phone.see('同志')
  await phone.loseNext(/check-ins\/redeem$/)
  await phone.warmLaunch(await scanned(id))
  const words = await phone.see(/已签到|已经签过了|签到不会丢/)
  if (words.includes('签到不会丢')) await phone.tap('现在再试一次')
  await phone.see(/已签到|已经签过了/)
  expect(await kept(id)).toEqual({ state: 'present', door: 'qr' })
  expect(await lines(id)).toBe(1)
})

it('signs in although the login runs out in the middle of it and WeChat is slow', async () => {
  const id = await office.secretary.meeting('登录到期', 0)
  const phone = await office.phone(ME)
  await phone.see('同志')
  // The token is of no use any more; a new one needs a code that WeChat takes its time to give.
  await phone.spoilToken()
  await phone.slowLogin(2_500)
  await phone.warmLaunch(await scanned(id))
  await phone.see(/已签到\s+\d\d:\d\d/, 20_000)
  expect(await kept(id)).toEqual({ state: 'present', door: 'qr' })
  expect(await lines(id)).toBe(1)
})

it('shows where a point came from', async () => {
  const id = await office.secretary.meeting('有来历的一分', 0)
  const phone = await office.phone(ME, { launch: await scanned(id) })
  await phone.see('+1')
  await phone.open('/packages/member/points/index')
  const words = await phone.see('有来历的一分')
  expect(words).toContain('参加主题党日')
  expect(words).toContain('本年可得')
})
