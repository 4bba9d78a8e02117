import fc from 'fast-check'
import { ACTIVITY_KINDS } from '@pioneer/shared-types/constants'
import { shippedData } from '../../kernel/rule-data'
import { parseStudyRules } from './data-schema'
import { hoursOf, type AttendedMeeting } from './hours-rules'

const [v1] = shippedData('study-rules').map(parseStudyRules)
if (!v1) throw new Error('no study rules are shipped')
const rules = v1.hours
const meeting = (minutes: number, ...kinds: AttendedMeeting['kinds'][number][]): AttendedMeeting => ({ kinds, startAt: new Date('2026-11-20T01:00:00Z'), endAt: new Date(Date.parse('2026-11-20T01:00:00Z') + minutes * 60_000) })

it('counts meetings of study by their length, each once and no longer than the most, and lessons', () => {
  expect(hoursOf(rules, [meeting(90, 'member-assembly', 'theme-day', 'party-lecture'), meeting(90, 'theme-day'), meeting(600, 'party-lecture'), meeting(60, 'committee-meeting')], [3, 4], false)).toEqual({
    minutes: 427, neededMinutes: 32 * 60,
    parts: [{ name: '党课', minutes: 240, count: 1 }, { name: '主题党日', minutes: 180, count: 2 }, { name: '微党课', minutes: 7, count: 2 }],
  })
  expect(hoursOf(rules, [], [], true)).toEqual({ minutes: 0, neededMinutes: 56 * 60, parts: [] })
})

it('is the sum of its parts, in any order of meetings', () => {
  const meetings = fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.subarray([...ACTIVITY_KINDS], { minLength: 1 })).map(([minutes, kinds]) => meeting(minutes, ...kinds)), { maxLength: 20 })
  fc.assert(fc.property(meetings, fc.array(fc.integer({ min: 1, max: 20 })), (all, lessons) => {
    const hours = hoursOf(rules, all, lessons, false)
    expect(hours.minutes).toBe(hours.parts.reduce((sum, part) => sum + part.minutes, 0))
    expect(hoursOf(rules, [...all].reverse(), [...lessons].reverse(), false)).toEqual(hours)
    const counting = all.filter(({ kinds }) => kinds.some((kind) => rules.kinds.includes(kind)))
    expect(hours.parts.reduce((sum, part) => sum + part.count, 0)).toBe(counting.length + lessons.length)
    expect(hours.minutes).toBeLessThanOrEqual(counting.length * rules.mostMinutesEach + lessons.reduce((sum, minutes) => sum + minutes, 0))
  }))
})
