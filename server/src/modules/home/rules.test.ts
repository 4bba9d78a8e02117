import fc from 'fast-check'
import type { MyPart } from '@pioneer/shared-types/activities/schemas'
import { ATTENDANCE_STATES, type AttendanceState } from '@pioneer/shared-types/constants'
import { awaitsReply, stampsOf, themeDayCounts } from './rules'

const now = new Date('2026-11-20T01:00:00Z')
const part = (state: AttendanceState, over: Partial<MyPart> = {}): MyPart => ({ role: 'expected', state, late: false, at: null, door: null, reply: null, request: null, ...over })
const day = (month: number, date: number, state: AttendanceState) => ({ startAt: new Date(Date.UTC(2026, month - 1, date, 1)), state })

describe('我的这一年', () => {
  it('stamps each month with the best that happened in it', () => {
    const days = [day(1, 5, 'present'), day(2, 5, 'absent'), day(2, 20, 'made-up'), day(3, 5, 'leave'), day(4, 5, 'absent'), day(10, 29, 'pending'), day(11, 25, 'pending'), day(12, 3, 'leave')]
    expect(stampsOf(days, 2026, now).map((stamp) => stamp.state)).toEqual([
      'present', 'made-up', 'leave', 'absent', 'none', 'none', 'none', 'none', 'none', 'pending', 'future', 'leave',
    ])
    expect(themeDayCounts(days, 2026)).toEqual({ present: 2, leave: 2, absent: 2 })
  })

  it('reckons months in Shanghai', () => {
    const midnight = { startAt: new Date('2026-08-31T17:00:00Z'), state: 'present' as const }
    expect(stampsOf([midnight], 2026, now)[8]).toEqual({ month: 9, state: 'present' })
  })

  it('has twelve squares, in order, and none says more than happened', () => {
    const days = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), fc.constantFrom(...ATTENDANCE_STATES)))
    fc.assert(fc.property(days, (drawn) => {
      const list = drawn.map(([month, date, state]) => day(month, date, state))
      const stamps = stampsOf(list, 2026, now)
      expect(stamps.map((stamp) => stamp.month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
      for (const { month, state } of stamps) {
        const states = drawn.filter(([drawnMonth]) => drawnMonth === month).map(([, , drawnState]) => drawnState as string)
        if (state === 'future') expect(month).toBeGreaterThanOrEqual(11)
        else if (state === 'none') expect(month).toBeLessThan(11)
        else expect(states).toContain(state)
      }
      const counts = themeDayCounts(list, 2026)
      expect(counts.present + counts.leave + counts.absent).toBe(drawn.filter(([, , state]) => state !== 'pending').length)
    }))
  })
})

describe('replies', () => {
  it('asks who has not said a word yet', () => {
    expect(awaitsReply(part('pending'))).toBe(true)
    expect(awaitsReply(part('pending', { reply: 'attend' }))).toBe(false)
    expect(awaitsReply(part('pending', { role: 'guest' }))).toBe(false)
    expect(awaitsReply(part('leave'))).toBe(false)
    expect(awaitsReply(part('pending', { request: { kind: 'leave', state: 'pending', reason: '出差' } }))).toBe(false)
    expect(awaitsReply(part('pending', { request: { kind: 'leave', state: 'rejected', reason: '出差' } }))).toBe(true)
    expect(awaitsReply(undefined)).toBe(false)
  })
})
