import { ManualClock } from '../src/kernel/clock'
import { createMeService, type MeService } from '../src/modules/me/service'
import type { PersonalRecords } from '../src/modules/me/types'
import { useDatabase } from './support/database'
import { buildHouse, problemOf, type House } from './support/house'

const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
let house: House
let me: MeService
const records = (items: unknown[]): PersonalRecords => ({ count: () => Promise.resolve(items.length), all: () => Promise.resolve(items) })

beforeAll(async () => {
  house = await buildHouse(database.connection, clock)
  me = createMeService(house.context, { ...house, records: { attendance: records([1, 2]), points: records([3]), requests: records([]), study: records([4]), reminders: records([5]) } })
})

describe('what is kept about me', () => {
  it('names every field with its reason and who sees it, and what is never kept', async () => {
    const caller = await house.bound(await house.addMember('何明明', '13812345678', house.first, { gender: 'female', birthMonth: '1990-05', groupId: house.group, joinedOn: '2015-07-01', duties: '组织委员' }))
    const data = await me.data(caller)
    const value = (name: string): string | null | undefined => data.fields.find((field) => field.name === name)?.value
    expect(value('姓名')).toBe('何明明')
    expect(value('性别')).toBe('女')
    expect(value('手机号')).toBe('13812345678')
    expect(value('党小组')).toBe('第一党小组')
    expect(value('转正时间')).toBeNull()
    expect(value('微信标识')).toBeNull()
    expect(value('认证时间')).toBe('2026-11-20 09:00')
    expect(data.fields.every((field) => field.why !== '' && field.seenBy !== '')).toBe(true)
    expect(data.neverKept).toEqual(['身份证号', '定位坐标', '工资'])
    expect(data.counts).toEqual({ attendance: 2, points: 1, requests: 0 })
    expect(await me.export(caller)).toEqual({ exportedAt: clock.now().toISOString(), data, attendance: [1, 2], points: [3], requests: [], study: [4], reminders: [5] })
  })

  it('is asked for by bound members only', async () => {
    for (const ask of [me.data, me.export, me.accessLog]) expect(await problemOf(ask(await house.newcomer()))).toBe('not-bound')
  })

  it('says who looked: people of the roster by name, staff outside it too', async () => {
    const member = await house.addMember('被看者', '13800000011')
    const caller = await house.bound(member)
    await house.audit.viewed(await house.bound(await house.addMember('书记某', '13800000012'), 'secretary'), { list: `member:${member}`, what: '名册详情', memberId: member, orgId: house.first })
    clock.advance(60_000)
    await house.audit.viewed(await house.staff('committee-staff'), { list: `roster:${house.first}`, what: '名册姓名', orgId: house.first })
    expect((await me.accessLog(caller)).items.map(({ who, role, what }) => [who, role, what])).toEqual([['周明', '机关党委', '名册姓名'], ['书记某', '支部书记', '名册详情']])
  })
})
