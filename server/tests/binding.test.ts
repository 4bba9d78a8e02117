import { ManualClock } from '../src/kernel/clock'
import { auditModels } from '../src/modules/audit/model'
import { authModels } from '../src/modules/auth/model'
import { useDatabase } from './support/database'
import { buildHouse, problemOf, type House } from './support/house'

const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
const VERIFIER = 'v'.repeat(43)
let house: House
let secretary: Awaited<ReturnType<House['newcomer']>>
let phone = 13_700_000_000
const nextPhone = (): string => String((phone += 1))

beforeAll(async () => {
  house = await buildHouse(database.connection, clock)
  secretary = await house.bound(await house.addMember('书记一', nextPhone()), 'secretary')
})
beforeEach(() => clock.advance(86_400_000))

const invite = async (memberId: string): Promise<string> => (await house.auth.invite(secretary, { orgId: house.first, role: 'member', memberId })).code
const request = (name: string, digits: string, over: object = {}) => ({ name, phoneLast4: digits, consent: true as const, ...over })

describe('binding by invitation', () => {
  it('binds once; typed without dash and in small letters; the lost reply gets the same answer', async () => {
    const member = await house.addMember('孙一', nextPhone())
    const code = await invite(member)
    expect(code).toMatch(/^[2-9A-Z]{5}-[2-9A-Z]{5}$/)
    const device = await house.newcomer()
    const first = await house.auth.bind(device, { invitation: code.replace('-', '').toLowerCase(), consent: true })
    expect(first).toMatchObject({ outcome: 'bound', frozenAt: null, signIn: null, me: { bound: true, member: { id: member, name: '孙一' }, consent: { acceptedAt: clock.now().toISOString() } } })
    expect(await house.auth.bind(device, { invitation: code, consent: true })).toEqual(first)
    expect(await problemOf(house.auth.bind(await house.newcomer(), { invitation: code, consent: true }))).toBe('invitation-invalid')
    expect(await house.auth.boundMembers([member, house.root])).toEqual(new Set([member]))
  })

  it('is used by one of many who try at once', async () => {
    const member = await house.addMember('孙二', nextPhone())
    const code = await invite(member)
    const devices = await Promise.all(Array.from({ length: 6 }, () => house.newcomer()))
    const outcomes = await Promise.all(devices.map((device) => problemOf(house.auth.bind(device, { invitation: code, consent: true }))))
    expect(outcomes.sort()).toEqual([...Array<string>(5).fill('invitation-invalid'), 'no problem'])
    expect(await authModels(database.connection).accounts.countDocuments({ memberId: (await house.members.get(member))._id })).toBe(1)
  })

  it('lets two invitations for one row race without leaving two devices', async () => {
    const member = await house.addMember('孙三', nextPhone())
    const codes = [await invite(member), await invite(member), await invite(member)]
    const outcomes = await Promise.all(codes.map(async (invitation) => problemOf(house.auth.bind(await house.newcomer(), { invitation, consent: true }))))
    expect(outcomes).toContain('no problem')
    expect(await authModels(database.connection).accounts.countDocuments({ memberId: (await house.members.get(member))._id })).toBe(1)
  })

  it('takes the row over from a lost phone, and tells it', async () => {
    const member = await house.addMember('孙四', nextPhone())
    const lost = await house.bound(member)
    const found = await house.bound(member)
    expect(found.memberId).toBe(member)
    expect((await house.callerOf(lost.accountId)).memberId).toBeNull()
    expect(await authModels(database.connection).accounts.countDocuments({ _id: lost.accountId, expiresAt: { $exists: true } })).toBe(1)
    expect(await authModels(database.connection).accounts.countDocuments({ _id: found.accountId, expiresAt: { $exists: true } })).toBe(0)
    expect(await auditModels(database.connection).audit.countDocuments({ action: 'account.replaced', memberId: (await house.members.get(member))._id })).toBe(1)
  })

  it('refuses a bound device for another row, wrong, expired and left members', async () => {
    const device = await house.bound(await house.addMember('孙五', nextPhone()))
    const other = await house.addMember('孙六', nextPhone())
    const code = await invite(other)
    expect(await problemOf(house.auth.bind(device, { invitation: code, consent: true }))).toBe('already-bound')
    // The refused attempt did not use it up.
    expect(await problemOf(house.auth.bind(await house.newcomer(), { invitation: 'ABCDE-FGHJK', consent: true }))).toBe('invitation-invalid')
    clock.advance(7 * 86_400_000)
    expect(await problemOf(house.auth.bind(await house.newcomer(), { invitation: code, consent: true }))).toBe('invitation-invalid')
  })

  it('records the scan it brings at once; a failing sign-in is finished by the job', async () => {
    const member = await house.addMember('孙七', nextPhone())
    const scanned = { claim: 'claim-a7-1', verifier: VERIFIER, deviceId: 'device-1' }
    const result = await house.auth.bind(await house.newcomer(), { invitation: await invite(member), consent: true, ...scanned })
    expect(result).toMatchObject({ frozenAt: new Date(clock.now().getTime() - 60_000).toISOString(), activityTitle: '十一月主题党日', signIn: { recorded: true, message: '已签到' } })
    expect(house.scans.recorded.get('claim-a7-1')).toMatchObject({ memberId: member, boundAt: clock.now() })

    const later = await house.addMember('孙八', nextPhone())
    house.scans.failing = true
    expect((await house.auth.bind(await house.newcomer(), { invitation: await invite(later), consent: true, ...scanned, claim: 'claim-a8-1' })).signIn).toMatchObject({ recorded: false })
    house.scans.failing = false
    clock.advance(120_000)
    await house.auth.jobs[0]!.run(clock.now())
    expect(house.scans.recorded.get('claim-a8-1')).toMatchObject({ memberId: later })
    expect(await authModels(database.connection).bindings.countDocuments({ toRecord: { $exists: true } })).toBe(0)
  })

  it('tells the phone to scan again when the scan is none, and keeps the invitation', async () => {
    const code = await invite(await house.addMember('孙九', nextPhone()))
    const device = await house.newcomer()
    expect(await problemOf(house.auth.bind(device, { invitation: code, consent: true, claim: 'forged-claim', verifier: VERIFIER }))).toBe('claim-invalid')
    expect(await problemOf(house.auth.bind(device, { invitation: code, consent: true, claim: 'claim-x' }))).toBe('claim-invalid')
    expect((await house.auth.bind(device, { invitation: code, consent: true })).outcome).toBe('bound')
  })
})

describe('invitations to roles', () => {
  it('follow the table: the operator invites staff, staff officers, the secretary members', async () => {
    const operator = await house.staff('operator')
    const member = await house.addMember('李委员', nextPhone())
    const to = { orgId: house.first, memberId: member }
    expect(await problemOf(house.auth.invite(operator, { ...to, role: 'secretary' }))).toBe('forbidden')
    const { code } = await house.auth.invite(operator, { orgId: house.root, role: 'committee-staff', name: '吴干事' })
    const device = await house.newcomer()
    expect((await house.auth.bind(device, { invitation: code, consent: true })).me).toMatchObject({ bound: true, member: null, grants: [{ role: 'committee-staff', orgName: '市发改委机关党委' }] })
    const staff = await house.callerOf(device.accountId)
    expect(await house.auth.accountNames([staff.accountId, operator.accountId])).toEqual(new Map([[staff.accountId, '吴干事'], [operator.accountId, '周明']]))
    for (const role of ['secretary', 'branch-committee'] as const) expect((await house.auth.invite(staff, { ...to, role })).role).toBe(role)
    expect((await house.auth.invite(staff, { orgId: house.group, memberId: member, role: 'group-leader' })).url).toMatch(/^https:\/\/dj\.example\.cn\//)
    expect(await problemOf(house.auth.invite(staff, { orgId: house.root, role: 'committee-staff', name: '某人' }))).toBe('forbidden')
    expect(await problemOf(house.auth.invite(staff, { ...to, role: 'member' }))).toBe('forbidden')
    for (const role of ['secretary', 'group-leader', 'committee-staff'] as const) expect(await problemOf(house.auth.invite(secretary, { ...to, role }))).toBe('forbidden')
  })

  it('are refused for rows outside, wrong places, applicants and nobody', async () => {
    const staff = await house.staff('committee-staff')
    const outside = await house.addMember('外支部', nextPhone(), house.second)
    const applicant = await house.addMember('积极分子', nextPhone(), house.first, { status: 'applicant' })
    expect(await problemOf(house.auth.invite(secretary, { orgId: house.second, role: 'member', memberId: outside }))).toBe('forbidden')
    expect(await problemOf(house.auth.invite(secretary, { orgId: house.first, role: 'member', memberId: outside }))).toBe('validation')
    expect(await problemOf(house.auth.invite(secretary, { orgId: house.first, role: 'member', name: '没有行' }))).toBe('validation')
    expect(await problemOf(house.auth.invite(staff, { orgId: house.first, role: 'group-leader', memberId: applicant }))).toBe('validation')
    expect(await problemOf(house.auth.invite(staff, { orgId: house.first, role: 'secretary', memberId: applicant }))).toBe('validation')
    expect(await problemOf(house.auth.invite(staff, { orgId: house.first, role: 'secretary' }))).toBe('validation')
    expect((await house.auth.invite(secretary, { orgId: house.first, role: 'member', memberId: applicant })).name).toBe('积极分子')
  })

  it('give a bound member the office without a new device', async () => {
    const member = await house.addMember('升任者', nextPhone())
    const device = await house.bound(member)
    const { code } = await house.auth.invite(await house.staff('committee-staff'), { orgId: house.first, role: 'branch-committee', memberId: member })
    expect((await house.auth.bind(device, { invitation: code, consent: true })).me.grants.map((grant) => grant.role)).toEqual(['member', 'branch-committee'])
    // The office stays with the row when the phone is lost.
    expect((await house.bound(member)).grants.map((grant) => grant.role)).toEqual(['member', 'branch-committee'])
  })
})

describe('binding by request', () => {
  it('is approved by the secretary, and the frozen scan counts at its time', async () => {
    const member = await house.addMember('王 新', '13612345678', house.first, { groupId: house.group })
    const device = await house.newcomer()
    const frozenAt = clock.now()
    const asked = await house.auth.bind(device, request(' 王新 ', '5678', { claim: 'claim-w1', verifier: VERIFIER }))
    expect(asked).toMatchObject({ outcome: 'requested', frozenAt: frozenAt.toISOString(), activityTitle: '十一月主题党日', signIn: null, me: { bound: false, pendingBinding: { state: 'pending' }, consent: { acceptedAt: frozenAt.toISOString() } } })
    expect(await house.auth.pendingBindings([house.first, house.second])).toBe(1)
    expect(await house.auth.pendingBindings([])).toBe(0)

    clock.advance(20 * 3_600_000)
    const { items } = await house.auth.bindings(secretary, house.first)
    expect(items).toMatchObject([{ name: '王新', phoneLast4: '5678', frozenAt: frozenAt.toISOString(), candidates: [{ memberId: member, groupName: '第一党小组', taken: false }] }])
    const id = items[0]!.id
    const approved = await house.auth.approve(secretary, id, member)
    expect(approved).toMatchObject({ request: { state: 'approved' }, signIn: { recorded: true } })
    expect(house.scans.recorded.get('claim-w1')).toEqual({ memberId: member, frozenAt, boundAt: clock.now() })
    expect(await house.auth.approve(secretary, id, member)).toMatchObject({ request: { state: 'approved' }, signIn: { recorded: true } })
    expect(await house.callerOf(device.accountId)).toMatchObject({ memberId: member, groupId: house.group })
    expect((await house.auth.me(await house.callerOf(device.accountId))).pendingBinding).toBeNull()
    expect(await problemOf(house.auth.bind(await house.callerOf(device.accountId), request('王新', '5678')))).toBe('already-bound')
    expect(await problemOf(house.auth.reject(secretary, id, '看错了'))).toBe('conflict')
    const kept = JSON.stringify(await authModels(database.connection).bindings.findById(id).lean())
    expect(kept).not.toContain('5678')
  })

  it('answers alike whether the row exists or not; nobody sees a stranger until a roster fits', async () => {
    const stranger = await house.newcomer()
    const asked = await house.auth.bind(stranger, request('无此人', '0000'))
    await house.addMember('有此人', '13611110001')
    const known = await house.auth.bind(await house.newcomer(), request('有此人', '0001'))
    const shape = ({ me, ...rest }: typeof asked): unknown => ({ ...rest, me: { ...me, accountId: '', pendingBinding: { ...me.pendingBinding, id: '' } } })
    expect(shape(asked)).toEqual(shape(known))
    expect((await house.auth.bindings(secretary, house.first)).items.map((item) => item.name)).toEqual(['有此人'])
    await house.addMember('无此人', '13611110000')
    expect((await house.auth.bindings(secretary, house.first)).items.map((item) => item.name)).toEqual(['无此人', '有此人'])
    for (const { id } of (await house.auth.bindings(secretary, house.first)).items) await house.auth.reject(secretary, id, '测试完毕')
  })

  it('without a fitting row the secretary of the meeting sees it and may choose', async () => {
    const device = await house.newcomer()
    await house.auth.bind(device, request('写错名', '1111', { claim: 'claim-w2', verifier: VERIFIER }))
    const [item] = (await house.auth.bindings(secretary, house.first)).items
    expect(item).toMatchObject({ name: '写错名', candidates: [] })
    const outside = await house.addMember('别支部', nextPhone(), house.second)
    expect(await problemOf(house.auth.approve(secretary, item!.id, outside))).toBe('validation')
    const taken = await house.addMember('已占用', nextPhone())
    await house.bound(taken)
    expect(await problemOf(house.auth.approve(secretary, item!.id, taken))).toBe('member-taken')
    const member = await house.addMember('写对名', nextPhone())
    await house.auth.approve(secretary, item!.id, member)
    expect(await auditModels(database.connection).audit.countDocuments({ targetId: item!.id, detail: '通过了账号认证，申请的姓名与名册不同' })).toBe(1)
  })

  it('adds scans to the open request, replaces it when corrected, and keeps one at a time', async () => {
    const member = await house.addMember('周更正', '13622220002')
    const device = await house.newcomer()
    await Promise.all(Array.from({ length: 4 }, () => house.auth.bind(device, request('周更证', '0002', { claim: 'claim-w3', verifier: VERIFIER }))))
    clock.advance(60_000)
    await house.auth.bind(device, request('周更证', '0002', { claim: 'claim-w3-0', verifier: VERIFIER }))
    await house.auth.bind(device, request('周更证', '0002', { claim: 'claim-w4', verifier: VERIFIER }))
    await house.auth.bind(device, request('周更正', '0002'))
    const { items } = await house.auth.bindings(secretary, house.first)
    expect(items).toMatchObject([{ name: '周更正', frozenAt: clock.now().toISOString(), candidates: [{ memberId: member }] }])
    await house.auth.approve(secretary, items[0]!.id, member)
    expect(house.scans.recorded.has('claim-w3') && house.scans.recorded.has('claim-w4')).toBe(true)
    expect(house.scans.recorded.has('claim-w3-0')).toBe(false)
  })

  it('has limits a day: three of an account, five for a row', async () => {
    const device = await house.newcomer()
    for (const digits of ['0001', '0002', '0003']) await house.auth.bind(device, request('吴多次', digits))
    expect(await problemOf(house.auth.bind(device, request('吴多次', '0004')))).toBe('request-limit')
    for (let count = 0; count < 5; count += 1) await house.auth.bind(await house.newcomer(), request('吴一行', '9999'))
    expect(await problemOf(house.auth.bind(await house.newcomer(), request('吴 一行', '9999')))).toBe('request-limit')
    clock.advance(86_400_000)
    expect(await problemOf(house.auth.bind(device, request('吴多次', '0004')))).toBe('no problem')
  })

  it('tells why it was refused, and stays with those who may decide', async () => {
    await house.addMember('郑退回', '13633330003')
    const device = await house.newcomer()
    await house.auth.bind(device, request('郑退回', '0003'))
    const [item] = (await house.auth.bindings(secretary, house.first)).items
    const stranger = await house.bound(await house.addMember('二支书', nextPhone(), house.second), 'secretary')
    expect(await house.auth.bindingFacts(item!.id, stranger)).toMatchObject({ branchId: house.first })
    expect(await house.auth.allowed(stranger, 'binding:approve', (await house.auth.bindingFacts(item!.id, stranger))!)).toBe(false)
    expect(await house.auth.reject(secretary, item!.id, '请用本人手机号')).toMatchObject({ state: 'rejected' })
    expect((await house.auth.me(device)).pendingBinding).toMatchObject({ state: 'rejected', reason: '请用本人手机号' })
    expect(await problemOf(house.auth.approve(secretary, item!.id, secretary.memberId!))).toBe('conflict')
  })

  it('binds a device anew whose row has left the roster', async () => {
    const left = await house.addMember('调出者', nextPhone())
    const device = await house.bound(left)
    await database.connection.db!.collection('members').updateOne({ _id: (await house.members.get(left))._id }, { $set: { active: false } })
    clock.advance(10_000)
    const back = await house.addMember('调出者', '13655550005')
    expect(await house.callerOf(device.accountId)).toMatchObject({ memberId: null, branchId: null, boundAt: null, grants: [] })
    await house.auth.bind(await house.callerOf(device.accountId), request('调出者', '0005'))
    const [item] = (await house.auth.bindings(secretary, house.first)).items
    await house.auth.approve(secretary, item!.id, back)
    expect((await house.callerOf(device.accountId)).memberId).toBe(back)
  })

  it('approves once when two secretaries decide at once', async () => {
    const rows = [await house.addMember('同名甲', '13644440004'), await house.addMember('同名甲', '13744440004')]
    await house.auth.bind(await house.newcomer(), request('同名甲', '0004'))
    const [item] = (await house.auth.bindings(secretary, house.first)).items
    expect(item!.candidates).toHaveLength(2)
    const outcomes = await Promise.all(rows.map((row) => problemOf(house.auth.approve(secretary, item!.id, row))))
    expect(outcomes.sort()).toEqual(['conflict', 'no problem'])
    expect((await house.auth.boundMembers(rows)).size).toBe(1)
  })
})

describe('unbinding', () => {
  it('frees the own device, a member from all devices, and everything when the consent is withdrawn', async () => {
    const member = await house.addMember('冯解绑', nextPhone())
    const device = await house.bound(member)
    await house.auth.unbindSelf(device)
    expect(await house.callerOf(device.accountId)).toMatchObject({ memberId: null, grants: [], consented: true })

    const again = await house.bound(member)
    await house.auth.unbindMember(member, secretary)
    expect((await house.callerOf(again.accountId)).memberId).toBeNull()
    expect(await house.auth.boundMembers([member])).toEqual(new Set())

    const third = await house.bound(member)
    await house.auth.withdrawConsent(third)
    expect(await house.callerOf(third.accountId)).toMatchObject({ memberId: null, consented: false })
    expect((await house.auth.me(await house.callerOf(third.accountId))).consent.acceptedAt).toBeNull()
    const actions = await auditModels(database.connection).audit.find({ memberId: (await house.members.get(member))._id }).sort({ at: 1, _id: 1 }).lean()
    expect(actions.map((entry) => entry.action).filter((action) => /unbound|withdrawn/.test(action))).toEqual(['account.unbound', 'member.unbound', 'consent.withdrawn'])
  })

  it('ends a role that a device held alone', async () => {
    const staff = await house.staff('committee-staff')
    expect(staff.grants).toHaveLength(1)
    await house.auth.unbindSelf(staff)
    expect((await house.callerOf(staff.accountId)).grants).toEqual([])
  })
})
