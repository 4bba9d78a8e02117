import { auditModels } from '../src/modules/audit/model'
import { createAuditService } from '../src/modules/audit/service'
import { ManualClock } from '../src/kernel/clock'
import { newId } from '../src/kernel/ids'
import { useDatabase } from './support/database'
import { buildHouse, type House } from './support/house'

const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:05:00Z')
let house: House
beforeAll(async () => {
  house = await buildHouse(database.connection, clock)
})

describe('audit', () => {
  it('is append-only', async () => {
    const { audit } = auditModels(database.connection)
    await house.audit.record(null, { action: 'test', targetType: 'org', targetId: house.root })
    const record = (await audit.findOne({ action: 'test' }))!
    for (const change of [
      () => audit.updateOne({ _id: record._id }, { $set: { detail: 'x' } }), () => audit.updateMany({}, { $set: { detail: 'x' } }), () => audit.findOneAndUpdate({ _id: record._id }, { $set: { detail: 'x' } }),
      () => audit.deleteOne({ _id: record._id }), () => audit.deleteMany({}), () => audit.findOneAndDelete({ _id: record._id }), () => record.deleteOne(),
      () => audit.replaceOne({ _id: record._id }, {}), () => record.set({ detail: 'x' }).save(), () => audit.bulkWrite([{ deleteOne: { filter: { _id: record._id } } }]),
    ]) await expect(Promise.resolve().then<unknown>(change)).rejects.toThrow('append-only')
    expect((await audit.findById(record._id).lean())?.detail).toBeNull()
  })

  it('keeps one trace per viewer, list and hour, also from several processes', async () => {
    const member = await house.addMember('被看的人', '13800000001')
    const secretary = await house.bound(await house.addMember('书记', '13800000002'), 'secretary')
    const other = createAuditService(house.context)
    const look = { list: `member:${member}`, what: '名册详情', memberId: member, orgId: house.first }
    await Promise.all([house.audit, other, house.audit, other].map((service) => service.viewed(secretary, look)))
    clock.advance(3_600_000)
    await house.audit.viewed(secretary, look)
    await house.audit.viewed(secretary, { list: `roster:${house.first}`, what: '名册姓名', orgId: house.first })
    await house.audit.viewed(secretary, { list: `roster:${house.second}`, what: '名册姓名', orgId: house.second })

    const looks = await house.audit.viewsOf(member, [house.first], 10)
    expect(looks.map((entry) => entry.what).sort()).toEqual(['名册姓名', '名册详情', '名册详情'])
    expect(looks.every((entry) => entry.role === '支部书记' && entry.actorMemberId === secretary.memberId)).toBe(true)
    expect(looks.at(-1)?.at).toEqual(new Date('2026-11-20T01:05:00Z'))
    expect(await house.audit.viewsOf(member, [house.first], 1)).toHaveLength(1)
    // One's own looking is no news.
    expect((await house.audit.viewsOf(secretary.memberId!, [house.first], 10))).toEqual([])
    expect(await house.audit.viewsOf(newId().toHexString(), [], 10)).toEqual([])
  })
})
