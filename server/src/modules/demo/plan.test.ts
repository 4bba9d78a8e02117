import fc from 'fast-check'
import { dayOf } from '../../kernel/calendar'
import { BRANCHES, LEADS, cast } from './cast'
import { comingUp, meetingNow, meetingsBetween, workday } from './plan'

const instants = fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true })
const DAY = 86_400_000

describe('meetings of the demo', () => {
  it('begin within ten minutes, on a mark of five, at least five minutes away', () => {
    fc.assert(fc.property(instants, (now) => {
      const { startAt } = meetingNow(now, null)
      const away = startAt.getTime() - now.getTime()
      expect(away >= 5 * 60_000 && away < 10 * 60_000).toBe(true)
      expect(startAt.getTime() % (5 * 60_000)).toBe(0)
    }))
  })

  it('lie within the range, each once, and two ranges in a row hold none twice and none that one would not', () => {
    fc.assert(fc.property(instants, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }), (from, first, second) => {
      const middle = new Date(from.getTime() + first * DAY)
      const to = new Date(middle.getTime() + second * DAY)
      const keys = meetingsBetween(from, to, from).map((meeting) => meeting.key)
      expect(new Set(keys).size).toBe(keys.length)
      for (const { startAt, endAt } of meetingsBetween(from, to, from)) expect(startAt > from && endAt <= to && startAt < endAt).toBe(true)
      const inTwo = [...meetingsBetween(from, middle, from), ...meetingsBetween(middle, to, middle)].map((meeting) => meeting.key)
      expect(new Set(inTwo).size).toBe(inTwo.length)
      for (const key of inTwo) expect(keys).toContain(key)
    }), { numRuns: 30 })
  })

  it('are on working days, and what comes up is to come', () => {
    fc.assert(fc.property(instants, (now) => {
      for (const meeting of comingUp(now)) {
        expect(meeting.startAt > now).toBe(true)
        expect(workday(dayOf(meeting.startAt))).toBe(dayOf(meeting.startAt))
      }
    }))
  })
})

describe('people of the demo', () => {
  const actors = cast(2026)

  it('are about 120 in six branches, each name once, the same every time', () => {
    expect(actors.length).toBeGreaterThanOrEqual(118)
    expect(actors.length).toBeLessThanOrEqual(126)
    expect(new Set(actors.map((actor) => actor.fields.name)).size).toBe(actors.length)
    expect(cast(2026)).toEqual(actors)
    expect(new Set(actors.map((actor) => actor.branch)).size).toBe(BRANCHES.length)
  })

  it('keep the constitution: eighteen at least, a year of probation', () => {
    for (const { fields: { birthMonth, joinedOn, confirmedOn, status } } of actors) {
      if (joinedOn) expect(Number(joinedOn.slice(0, 4)) - Number(birthMonth?.slice(0, 4))).toBeGreaterThanOrEqual(20)
      expect(status === 'full').toBe(Boolean(confirmedOn))
      if (confirmedOn && joinedOn) expect(Number(confirmedOn.slice(0, 4)) - Number(joinedOn.slice(0, 4))).toBe(1)
    }
  })

  it('give every branch a secretary, and the demo accounts their seats in the first', () => {
    BRANCHES.forEach((_, branch) => expect(actors.filter((actor) => actor.branch === branch && actor.roles.includes('secretary'))).toHaveLength(1))
    const leads = actors.filter((actor) => actor.lead !== null)
    expect(leads.map(({ lead, branch, roles, fields }) => [lead, branch, roles.length, fields.name])).toEqual([
      ['secretary', 0, 1, LEADS.secretary], ['member', 0, 0, LEADS.member], ['member2', 0, 0, LEADS.member2],
    ])
  })
})
