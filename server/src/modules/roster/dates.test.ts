import fc from 'fast-check'
import { datesAgree, statusOf } from './dates'

const TODAY = '2026-11-22'
const none = { birthMonth: null, joinedOn: null, confirmedOn: null, status: null }
const said = (dates: Partial<Parameters<typeof datesAgree>[0]>): string[] => datesAgree({ ...none, ...dates }, TODAY).map((remark) => `${remark.severity} ${remark.field}`)

describe('datesAgree', () => {
  it('asks for eighteen years, by the month (党章 art. 1)', () => {
    expect(said({ birthMonth: '1990-06', joinedOn: '2008-05-31' })).toEqual(['error joinedOn'])
    expect(said({ birthMonth: '1990-06', joinedOn: '2008-06-01' })).toEqual([])
  })

  it('asks for a year of probation since 1977 (党章 art. 7), kindly', () => {
    expect(said({ joinedOn: '2008-07-01', confirmedOn: '2009-06-30' })).toEqual(['warning confirmedOn'])
    expect(said({ joinedOn: '2008-07-01', confirmedOn: '2009-07-01' })).toEqual([])
    expect(said({ joinedOn: '1970-07-01', confirmedOn: '1970-07-01' })).toEqual([])
    expect(said({ joinedOn: '2008-07-01', confirmedOn: '2008-06-30' })).toEqual(['error confirmedOn'])
  })

  it('refuses days that have not come and days before the Party', () => {
    expect(said({ joinedOn: '2026-11-23' })).toEqual(['error joinedOn'])
    expect(said({ joinedOn: '1921-06-30' })).toEqual(['error joinedOn'])
    expect(said({ birthMonth: '2026-12' })).toEqual(['error birthMonth'])
  })

  it('holds the category against the dates', () => {
    expect(said({ status: 'probationary', joinedOn: '2025-01-01', confirmedOn: '2026-01-01' })).toEqual(['error status'])
    expect(said({ status: 'applicant', joinedOn: '2025-01-01' })).toEqual(['error status'])
  })
})

describe('statusOf', () => {
  it.each([
    [null, null, 'applicant', 'joinedOn'],
    ['2026-03-01', null, 'probationary', undefined],
    ['2025-11-22', null, 'probationary', undefined],
    ['2025-11-21', null, 'probationary', 'confirmedOn'],
    ['2024-11-21', null, 'full', 'confirmedOn'],
    ['2024-11-21', '2025-11-21', 'full', undefined],
  ] as const)('joined %p, confirmed %p: %s', (joinedOn, confirmedOn, status, warned) => {
    const verdict = statusOf({ joinedOn, confirmedOn }, TODAY)
    expect([verdict.status, verdict.remark?.field]).toEqual([status, warned])
  })

  it('only rises with time', () => {
    const order = ['applicant', 'probationary', 'full']
    fc.assert(fc.property(fc.integer({ min: 2000, max: 2030 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (year, a, b) => {
      const at = (later: number) => order.indexOf(statusOf({ joinedOn: `${year}-07-01`, confirmedOn: null }, `${year + later}-06-30`).status)
      expect(at(Math.max(a, b))).toBeGreaterThanOrEqual(at(Math.min(a, b)))
    }))
  })
})
