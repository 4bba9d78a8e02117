import fc from 'fast-check'
import { shippedData } from '../../kernel/rule-data'
import { parseStudyRules } from './data-schema'
import { afterReview, dayAfter, planReview, wrongAgain, type Waiting } from './review-rules'

const [v1] = shippedData('study-rules').map(parseStudyRules)
if (!v1) throw new Error('no study rules are shipped')
const rules = v1.review

it('days go on over months and years', () => {
  expect([dayAfter('2026-11-30', 1), dayAfter('2026-12-31', 1), dayAfter('2028-02-28', 1), dayAfter('2026-11-22', 0)]).toEqual(['2026-12-01', '2027-01-01', '2028-02-29', '2026-11-22'])
})

it('three times right in a row settles: tomorrow, two days later, five days later', () => {
  expect(wrongAgain(rules, '2026-11-20')).toEqual({ rightInRow: 0, dueOn: '2026-11-21' })
  expect(afterReview(rules, 0, true, '2026-11-21')).toEqual({ rightInRow: 1, dueOn: '2026-11-23' })
  expect(afterReview(rules, 1, true, '2026-11-23')).toEqual({ rightInRow: 2, dueOn: '2026-11-28' })
  expect(afterReview(rules, 2, true, '2026-11-28')).toEqual({ rightInRow: 3, dueOn: null })
  expect(afterReview(rules, 2, false, '2026-11-28')).toEqual({ rightInRow: 0, dueOn: '2026-11-29' })
})

it('settles after exactly so many right in a row, and never comes back on the same day', () => {
  fc.assert(fc.property(fc.array(fc.boolean(), { maxLength: 30 }), fc.integer({ min: 1, max: 6 }), fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }), (answers, rightInRow, daysAfterRight) => {
    const own = { ...rules, rightInRow, daysAfterRight }
    let [row, day, streak] = [0, '2026-11-20', 0]
    for (const right of answers) {
      const next = afterReview(own, row, right, day)
      streak = right ? streak + 1 : 0
      expect(next.rightInRow).toBe(streak)
      expect(next.dueOn === null).toBe(streak === rightInRow)
      if (next.dueOn === null) return
      expect(next.dueOn > day).toBe(true)
      row = next.rightInRow
      day = next.dueOn
    }
  }))
})

describe('the portion of a day', () => {
  const day = fc.constantFrom('2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-25')
  const waiting: fc.Arbitrary<Waiting> = fc.record({ dueOn: fc.option(day), answeredOn: fc.option(day) })
  const today = '2026-11-20'

  it('is never more than a day takes, counts what was done today, and takes the longest due first', () => {
    fc.assert(fc.property(fc.array(waiting, { maxLength: 20 }), (all) => {
      const { due, nextOn } = planReview(rules, all, today)
      const ready = all.filter((item) => item.dueOn !== null && item.dueOn <= today)
      const answered = all.filter((item) => item.answeredOn === today).length
      expect(due.length).toBe(Math.min(ready.length, Math.max(0, rules.perDay - answered)))
      const left = ready.filter((item) => !due.includes(item))
      for (const item of left) for (const chosen of due) expect((chosen.dueOn ?? '') <= (item.dueOn ?? '')).toBe(true)
      if (left.length > 0) expect(nextOn).toBe('2026-11-21')
      else expect(nextOn).toBe(all.flatMap((item) => (item.dueOn !== null && item.dueOn > today ? [item.dueOn] : [])).sort()[0] ?? null)
    }))
  })
})
