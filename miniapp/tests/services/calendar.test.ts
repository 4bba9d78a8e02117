import { dayAndWeekdayText, dayOf, daysBetween, fullDayText, instantOf, partsOf, rangeText, secondsText, timeText } from '@/services/calendar'

describe('calendar of Shanghai', () => {
  test('an instant late in the UTC day is the next day here', () => {
    expect(partsOf('2026-11-19T16:00:00.000Z')).toEqual({ year: 2026, month: 11, day: 20, weekday: '五', hour: 0 })
    expect(partsOf('2026-12-31T16:30:00Z')).toMatchObject({ year: 2027, month: 1, day: 1 })
  })

  test('texts', () => {
    expect(timeText('2026-11-20T01:02:17.000Z')).toBe('09:02')
    expect(secondsText('2026-11-20T01:02:17.000Z')).toBe('09:02:17')
    expect(dayAndWeekdayText('2026-11-20T01:02:17.000Z')).toBe('11月20日 星期五')
    expect(fullDayText('2026-11-20T01:02:17.000Z')).toBe('2026年11月20日 星期五')
    expect(rangeText('2026-11-20T01:00:00Z', '2026-11-20T02:30:00Z')).toBe('09:00 – 10:30')
    expect(rangeText('2026-11-20T14:00:00Z', '2026-11-20T17:00:00Z')).toBe('22:00 – 11月21日 01:00')
  })

  test('days between are days of the calendar here, not of 24 hours', () => {
    expect(daysBetween('2026-11-20T15:59:00Z', '2026-11-20T16:01:00Z')).toBe(1)
    expect(daysBetween('2026-11-20T16:01:00Z', '2026-11-21T15:59:00Z')).toBe(0)
    expect(daysBetween('2026-11-21T01:00:00Z', '2026-11-20T01:00:00Z')).toBe(-1)
  })

  test('a day and a time of a form, and back', () => {
    expect(dayOf('2026-11-19T16:00:00.000Z')).toBe('2026-11-20')
    expect(new Date(instantOf('2026-11-20', '00:30')).toISOString()).toBe('2026-11-19T16:30:00.000Z')
    expect(instantOf('2026-11-20', '09:00', 2) - instantOf('2026-11-20', '09:00')).toBe(2 * 86_400_000)
    expect(instantOf('', '09:00')).toBeNaN()
    expect(instantOf('2026-11-20', '')).toBeNaN()
  })
})
