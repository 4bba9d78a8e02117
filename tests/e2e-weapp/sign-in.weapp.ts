import type { AttendanceList } from '@pioneer/shared-types/attendance/schemas'
import { linkOf } from '../support/service-api'
import { openOffice, type Office } from './support/office'

/** A member signs in with the compiled mini-program, by every door. */
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
/** The link as WeChat hands it over. */
const asQ = async (activityId: string): Promise<Record<string, string>> => ({ q: encodeURIComponent(linkOf(await office.secretary.screen(activityId))), scancode_time: '1' })

it('signs in by 扫一扫 on a cold launch', async () => {
  const id = await office.secretary.meeting('冷启动扫一扫', 0)
  const phone = await office.phone(ME, { launch: { path: 'pages/sign/index', query: await asQ(id), scene: 1011 } })
  await phone.see(/已签到 \d\d:\d\d|已签到/)
  expect(await kept(id)).toEqual({ state: 'present', door: 'qr' })
})

it('signs in by 扫一扫 on a warm launch', async () => {
  const id = await office.secretary.meeting('热启动扫一扫', 0)
  const phone = await office.phone(ME)
  await phone.see('同志')
  await phone.warmLaunch({ path: 'pages/sign/index', query: await asQ(id), scene: 1011 })
  await phone.see('已签到')
  expect(await kept(id)).toEqual({ state: 'present', door: 'qr' })
})
