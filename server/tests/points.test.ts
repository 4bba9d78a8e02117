import fc from 'fast-check'
import { useDatabase } from './support/database'
import { ManualClock } from '../src/kernel/clock'
import type { Context } from '../src/kernel/context'
import { newId } from '../src/kernel/ids'
import { inTransaction } from '../src/kernel/transaction'
import { ensureIndexes, pointsModels } from '../src/modules/points/model'
import { reconcilePoints } from '../src/modules/points/reconcile'
import { ensureVersions } from '../src/kernel/version-store'
import { POINT_RULES } from '../src/modules/points/rule-store'
import { createPointsService } from '../src/modules/points/service'
import type { EntryRecord, PointsService, Settlement } from '../src/modules/points/types'

const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
let points: PointsService

beforeAll(async () => {
  // Only what the ledger uses of a context: the store and the clock.
  const context = { connection: database.connection, clock } as unknown as Context
  await ensureIndexes(database.connection)
  await ensureVersions(context, POINT_RULES)
  await ensureVersions(context, POINT_RULES)
  points = createPointsService(context, { opportunities: () => Promise.resolve({ 'theme-day-attended': 3 }) })
})

const settlement = (memberId: string, sourceId: string, over: Partial<Settlement> = {}): Settlement => ({
  memberId, rule: 'theme-day-attended', source: { type: 'activity', id: sourceId, title: '十一月主题党日' }, target: 1,
  occurredAt: clock.now(), actorAccountId: null, reason: '参加主题党日', ...over,
})
const settle = (...items: Settlement[]): Promise<EntryRecord[]> => inTransaction(database.connection, (session) => points.settle(items, session))
const faults = async (): Promise<unknown[]> => {
  const all = []
  for await (const fault of reconcilePoints(database.connection)) all.push(fault)
  return all
}

describe('settle', () => {
  it('appends differences only, names the one before, and shows them in the year', async () => {
    const member = newId().toHexString()
    const [given] = await settle(settlement(member, 'a', { first: true }))
    expect(await settle(settlement(member, 'a'))).toEqual([])
    const [back] = await settle(settlement(member, 'a', { target: 0, reason: '更正：点错了人' }))
    expect(given).toMatchObject({ n: 1, delta: 1, previousId: null, year: 2026, heading: 'duty', ruleVersion: 1 })
    expect(back).toMatchObject({ n: 2, delta: -1, target: 0 })
    expect(back?.previousId?.toHexString()).toBe(given?._id.toHexString())
    const year = await points.year(member, 2026, clock.now())
    expect(year).toMatchObject({ total: 15, max: 100, award: 0, ruleVersion: 1 })
    expect(year.headings[0]).toEqual({ heading: 'duty', name: '履职', points: 0, attainable: 3, max: 35 })
    expect(year.entries.map((entry) => [entry.delta, entry.reversed])).toEqual([[-1, false], [1, true]])
    expect((await points.ofSource(member, { type: 'activity', id: 'a' })).map((entry) => entry.n)).toEqual([1, 2])
    expect(await points.present(given ? [given] : [])).toMatchObject([{ rule: 'theme-day-attended', ruleName: '参加主题党日', delta: 1, reversed: false, source: { type: 'activity', id: 'a', title: '十一月主题党日' } }])
  })

  it('takes back in the year it was given in', async () => {
    const member = newId().toHexString()
    await settle(settlement(member, 'b', { occurredAt: new Date('2025-12-30T01:00:00Z') }))
    await settle(settlement(member, 'b', { target: 0, occurredAt: new Date('2026-01-02T01:00:00Z') }))
    expect((await points.year(member, 2025, clock.now())).total).toBe(15)
    expect((await points.year(member, 2025, clock.now())).entries).toHaveLength(2)
  })

  it('settles many members and sources in one call, also the same one twice', async () => {
    const [one, two] = [newId().toHexString(), newId().toHexString()]
    await settle(settlement(one, 'c'), settlement(two, 'c'))
    const entries = await settle(settlement(one, 'c', { target: 0 }), settlement(two, 'd'), settlement(one, 'c', { target: 1 }))
    expect(entries.map((entry) => [entry.n, entry.delta])).toEqual([[2, -1], [1, 1], [3, 1]])
  })

  it('writes each difference once when several settle the same source at once', async () => {
    const member = newId().toHexString()
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => settle(settlement(member, 'e'))))
    const appended = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
    expect(appended).toHaveLength(1)
    expect((await points.year(member, 2026, clock.now())).headings[0]?.points).toBe(1)
  })

  it('answers a false promise of a first settlement with a conflict', async () => {
    const member = newId().toHexString()
    await settle(settlement(member, 'f', { first: true }))
    await expect(settle(settlement(member, 'f', { first: true }))).rejects.toMatchObject({ code: 'conflict' })
  })

  it('ends where the last target says, whatever came before, and the ledger stays sound', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('p', 'q', 'r'), fc.integer({ min: 0, max: 1 })), { minLength: 1, maxLength: 8 }), async (steps) => {
      const member = newId().toHexString()
      for (const [source, target] of steps) await settle(settlement(member, source, { target }))
      const last = new Map(steps)
      const expected = [...last.values()].reduce((sum, target) => sum + target, 0)
      const year = await points.year(member, 2026, clock.now())
      expect(year.headings[0]?.points).toBe(expected)
      const { total, headings } = year
      expect(await points.totals(member, 2026, clock.now(), { 'theme-day-attended': 3 })).toEqual({ total, headings })
    }), { numRuns: 15 })
    expect(await faults()).toEqual([])
  })
})

describe('the ledger', () => {
  it('refuses to be edited', async () => {
    const { Entry } = pointsModels(database.connection)
    await expect(Entry.updateOne({}, { $set: { delta: 5 } })).rejects.toThrow('append-only')
    await expect(Entry.updateMany({}, { $set: { delta: 5 } })).rejects.toThrow('append-only')
    await expect(Entry.findOneAndUpdate({}, { $set: { delta: 5 } })).rejects.toThrow('append-only')
    await expect(Entry.deleteOne({})).rejects.toThrow('append-only')
    await expect(Entry.deleteMany({})).rejects.toThrow('append-only')
    const entry = await Entry.findOne().sort({ _id: 1 })
    entry?.set('delta', 7)
    await expect(entry?.save()).rejects.toThrow('append-only')
  })

  it('is told apart when somebody damages it behind our back', async () => {
    const { Entry } = pointsModels(database.connection)
    const entry = await Entry.findOne({ n: 1 }).sort({ _id: 1 }).lean()
    await Entry.collection.updateOne({ _id: entry?._id }, { $set: { delta: 9 } })
    expect(await faults()).toMatchObject([{ kind: 'delta', entryId: entry?._id.toHexString() }])
    await Entry.collection.updateOne({ _id: entry?._id }, { $set: { delta: entry?.delta } })
    expect(await faults()).toEqual([])
  })
})

describe('rules', () => {
  it('gives what the version in force says', async () => {
    expect(await points.worth('volunteer-service', clock.now())).toBe(3)
    expect(await points.rulesFor(['theme-day', 'party-lecture'], clock.now())).toEqual([{ rule: 'theme-day-attended', points: 1 }, { rule: 'meeting-attended', points: 1 }])
    await expect(points.worth('nothing', clock.now())).rejects.toThrow('know no rule')
    await expect(points.worth('award', clock.now())).rejects.toThrow('no fixed number')
  })
})
