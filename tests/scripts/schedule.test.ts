import fc from 'fast-check'
import { schedule } from '../../scripts/lib/schedule.mjs'

const tick = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('schedule', () => {
  it('runs every step once, after those it waits for, and never more than fits', async () => {
    const plan = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 3 }), after: fc.array(fc.nat(20), { maxLength: 3 }), lasts: fc.nat(3) }), { maxLength: 8 })
    await fc.assert(fc.asyncProperty(plan, async (drawn) => {
      const steps = drawn.map(({ weight, after, lasts }, index) => ({ name: `s${index}`, weight, lasts, after: after.filter((earlier) => earlier < index).map((earlier) => `s${earlier}`) }))
      const ended: string[] = []
      let load = 0
      await schedule(steps, 2, async ({ name, weight, after, lasts }) => {
        load += Math.min(weight, 2)
        expect(load).toBeLessThanOrEqual(2)
        expect(after.filter((earlier) => !ended.includes(earlier))).toEqual([])
        await tick(lasts)
        load -= Math.min(weight, 2)
        ended.push(name)
      })
      expect([...ended].sort()).toEqual(steps.map(({ name }) => name).sort())
    }), { numRuns: 40 })
  })

  it('says so when steps wait for each other', async () => {
    await expect(schedule([{ name: 'a', after: ['b'] }, { name: 'b', after: ['a'] }], 2, () => Promise.resolve())).rejects.toThrow('a, b')
  })
})
