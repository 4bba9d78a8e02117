import fc from 'fast-check'
import { versionInForce, type Versioned } from './versions'

const days = fc.integer({ min: 2020, max: 2035 }).map((year) => `${year}-01-01`)
const versions = fc.uniqueArray(fc.record<Versioned>({ version: fc.integer({ min: 1, max: 50 }), effectiveFrom: days }), { minLength: 1, maxLength: 8, selector: (item) => item.version })

it('the latest that has begun is in force, in whatever order they come; before the first one the first', () => {
  fc.assert(fc.property(versions, days, fc.nat(7), (all, day, turn) => {
    const chosen = versionInForce(all, day)
    expect(versionInForce([...all.slice(turn), ...all.slice(0, turn)], day)).toEqual(chosen)
    const begun = all.filter((item) => item.effectiveFrom <= day)
    const first = all.reduce((least, item) => (item.effectiveFrom < least ? item.effectiveFrom : least), '9999')
    expect(chosen?.effectiveFrom).toBe(begun.reduce((most, item) => (item.effectiveFrom > most ? item.effectiveFrom : most), first))
    // Of two from one day the newer corrects the older.
    if (begun.length > 0) expect(chosen?.version).toBe(Math.max(...begun.filter((item) => item.effectiveFrom === chosen?.effectiveFrom).map((item) => item.version)))
  }))
})

it('of none there is none', () => {
  expect(versionInForce([], '2026-01-01')).toBeNull()
})
