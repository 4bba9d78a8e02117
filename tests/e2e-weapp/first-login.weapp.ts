import type { AttendanceList } from '@pioneer/shared-types/attendance/schemas'
import type { BindingList, Invitation } from '@pioneer/shared-types/auth/schemas'
import type { MemberDetail, RosterNames } from '@pioneer/shared-types/members/schemas'
import { linkOf } from '../support/service-api'
import { openOffice, type Office } from './support/office'
import { soon, type WeappPhone } from './support/phone'

/** Somebody WeChat knows and the service does not: says who they are on the compiled mini-program, with a scan that waits. */
let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterEach(() => office.putAway())
afterAll(() => office?.close())

const branchId = (): string => office.secretary.session.me.member?.branchId ?? ''
/** Rows of the branch that nobody has taken yet. */
async function free(): Promise<MemberDetail[]> {
  const { items } = await office.secretary.call<RosterNames>('GET', `/orgs/${branchId()}/members`)
  const details = await Promise.all(items.map(({ id }) => office.secretary.call<MemberDetail>('GET', `/members/${id}`)))
  return details.filter(({ bound, status }) => !bound && status === 'full')
}
const rowOf = async (activityId: string, memberId: string) => (await office.secretary.call<AttendanceList>('GET', `/activities/${activityId}/attendance`)).items.find((row) => row.memberId === memberId)
const scan = async (activityId: string) => ({ path: 'pages/sign/index', query: { q: encodeURIComponent(linkOf(await office.secretary.screen(activityId))) }, scene: 1011 })

async function agree(phone: WeappPhone): Promise<void> {
  await phone.see('先说清楚：记什么，为什么')
  // Nothing is ticked beforehand, and one of two is not enough.
  expect(await phone.words()).toContain('两项都勾上才能继续')
  await phone.tap('同意按上面说的处理我的信息')
  await phone.tap('同意，下一步')
  expect(await phone.words()).toContain('两项都勾上才能继续')
  await phone.tap('党员身份是敏感个人信息，单独同意用于支部的组织生活')
  await phone.tap('同意，下一步')
}

it('counts the moment of the scan although the secretary approves later', async () => {
  const who = (await free())[0]!
  const id = await office.secretary.meeting('新同志第一次扫码', 0)
  const phone = await office.phone('weapp-newcomer', { launch: await scan(id) })
  await phone.see('先认一下你是谁')
  await agree(phone)
  await phone.see(/先认一下你是谁。通过后按 \d\d:\d\d 记/)
  await phone.tap('报姓名')
  await phone.see('手机号后四位')
  // The second field first: while the way is being changed there is another first one.
  await phone.type(who.phoneMasked!.slice(-4), 1)
  await phone.type(who.name, 0)
  await phone.tap('交给书记')
  const words = await phone.see('申请已交，等书记通过')
  expect(words).toMatch(/\d\d:\d\d 扫的码也一起交了，通过后按这个时刻记。/)
  expect((await rowOf(id, who.id))?.state).toBe('pending')

  // A tap, a minute or a day later.
  await new Promise((resolve) => { setTimeout(resolve, 1_500) })
  const { items } = await office.secretary.call<BindingList>('GET', `/bindings?orgId=${branchId()}`)
  const request = items.find(({ name }) => name === who.name)!
  expect(request.candidates.map(({ memberId }) => memberId)).toEqual([who.id])
  const approvedAt = Date.now()
  await office.secretary.call('POST', `/bindings/${request.id}/approve`, { memberId: who.id })
  const row = (await rowOf(id, who.id))!
  expect(row).toMatchObject({ state: 'present', door: 'qr' })
  expect(Date.parse(row.at!)).toBe(Date.parse(request.frozenAt!))
  expect(Date.parse(row.at!)).toBeLessThan(approvedAt - 1_000)

  await phone.tap('看看通过了没有')
  await phone.see(`认好了，${who.name}同志`)
  await phone.tap('去首页')
  expect(await phone.see(`${who.name}同志`)).toContain('已签到')
  // From now on WeChat's code is enough.
  await phone.relaunch()
  expect(await phone.see(`${who.name}同志`)).toContain('已签到')
})

it('signs in at once with an invitation; the scan waited for it', async () => {
  const who = (await free())[0]!
  const id = await office.secretary.meeting('用邀请码', 0)
  const { code } = await office.secretary.call<Invitation>('POST', '/invitations', { orgId: branchId(), role: 'member', memberId: who.id })
  const phone = await office.phone('weapp-invited', { launch: await scan(id) })
  await agree(phone)
  // As it is copied out of a message: small, with blanks, without the dash.
  await phone.type(` ${code.toLowerCase().replace('-', ' ')} `, 0)
  await phone.tap('认证')
  await phone.see(/已签到\s+\d\d:\d\d/)
  await phone.see('+1')
  expect(await rowOf(id, who.id)).toMatchObject({ state: 'present', door: 'qr' })
})

it('tells a wrong code, keeps what was typed, and takes the right one', async () => {
  const who = (await free())[0]!
  const { code } = await office.secretary.call<Invitation>('POST', '/invitations', { orgId: branchId(), role: 'member', memberId: who.id })
  const phone = await office.phone('weapp-mistyped')
  await phone.tap('去认证')
  await agree(phone)
  await phone.type('22222-22222')
  await phone.tap('认证')
  await phone.see('邀请码不对，或已用过、已过期。请向发码人要新的')
  await phone.type(code)
  // The answer gets lost; the same tap again is no second use.
  await phone.loseNext(/auth\/bind$/)
  await phone.tap('认证')
  await phone.see('没有网络')
  await phone.tap('认证')
  await phone.see(`认好了，${who.name}同志`)
  await soon(async () => (await office.secretary.call<MemberDetail>('GET', `/members/${who.id}`)).bound)
})
