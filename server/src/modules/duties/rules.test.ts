import fc from 'fast-check'
import type { ActivityKind } from '@pioneer/shared-types/constants'
import { shippedData } from '../../kernel/rule-data'
import { parseDutyRules, type DutyRule, type DutyRules } from './rule-schema'
import { cellOf, emptyQuarters, monthsAsked, pressingOf, tallyOf } from './rules'
import type { DutyFacts, HeldMeeting } from './types'

const [rules] = shippedData('duty-rules').map(parseDutyRules) as [DutyRules]
const ruleOf = (kind: ActivityKind): DutyRule => rules.rules.find((rule) => rule.kind === kind)!
const at = (day: string): Date => new Date(`${day}T01:00:00Z`)
const facts = (over: Partial<DutyFacts> = {}): DutyFacts => ({ year: 2026, asOf: at('2026-11-20'), since: at('2025-01-01'), groups: [], committee: true, meetings: [], ...over })
let counter = 0
const meeting = (kind: ActivityKind, day: string, over: Partial<HeldMeeting> = {}): HeldMeeting => ({
  id: `m${(counter += 1)}`, kinds: [kind], title: '学条例', ownerOrgId: 'branch', groupIds: [], startAt: at(day), endAt: new Date(at(day).getTime() + 3_600_000), publishedAt: at('2026-01-01'), finished: true, held: true, ...over,
})
const dayIn = (month: number): string => `2026-${String(month).padStart(2, '0')}-15`
const states = (kind: ActivityKind, given: DutyFacts) => tallyOf(ruleOf(kind), given).periods.map((period) => cellOf(ruleOf(kind), given, period).state)

describe('tallyOf', () => {
  it('asks for what is over, counts what came before its time, and never more than asked', () => {
    fc.assert(fc.property(fc.constantFrom(...rules.rules), fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 30 }), fc.integer({ min: 1, max: 12 }), fc.nat(3), (rule, months, now, groups) => {
      const given = facts({ asOf: at(dayIn(now)), groups: Array.from({ length: groups }, (_, id) => ({ id: `g${id}`, since: at('2025-01-01') })), meetings: months.filter((month) => month <= now).map((month) => meeting(rule.kind, dayIn(month))) })
      const tally = tallyOf(rule, given)
      for (const period of tally.periods) {
        expect(period.done).toBeLessThanOrEqual(period.asked)
        expect(period.due).toBe(period.over ? period.asked : period.done)
      }
      expect(tally.due + tally.left).toBe(tally.periods.reduce((all, period) => all + period.asked, 0))
      const more = tallyOf(rule, { ...given, meetings: [...given.meetings, meeting(rule.kind, dayIn(now))] })
      expect(more.done * Math.max(1, tally.due)).toBeGreaterThanOrEqual(tally.done * Math.max(1, more.due) - (tally.due === 0 ? more.done : 0))
      expect(more.due - more.done).toBeLessThanOrEqual(tally.due - tally.done)
    }))
  })

  it('asks each group for its own meeting; a meeting of the branch for all counts for each', () => {
    const groups = ['g1', 'g2', 'g3'].map((id) => ({ id, since: at('2025-01-01') }))
    const tally = (meetings: HeldMeeting[]) => tallyOf(ruleOf('group-meeting'), facts({ groups, meetings })).periods[9]
    expect(tally([meeting('group-meeting', '2026-10-08', { ownerOrgId: 'g1', groupIds: ['g1'] })])).toMatchObject({ asked: 3, done: 1 })
    expect(tally([meeting('group-meeting', '2026-10-08')])).toMatchObject({ asked: 3, done: 3 })
    expect(tally([meeting('group-meeting', '2026-10-08', { groupIds: ['g1', 'g2'] })])).toMatchObject({ asked: 3, done: 2 })
  })

  it('does not take a group\'s meeting for the branch\'s, nor one that nobody attended', () => {
    expect(tallyOf(ruleOf('member-assembly'), facts({ meetings: [meeting('member-assembly', '2026-10-08', { ownerOrgId: 'g1', groupIds: ['g1'] }), meeting('member-assembly', '2026-10-09', { held: false })] })).done).toBe(0)
  })

  it('asks nothing of a committee or groups that are not there, nor of the time before the record began', () => {
    expect(tallyOf(ruleOf('committee-meeting'), facts({ committee: false }))).toMatchObject({ due: 0, done: 0, left: 0 })
    expect(tallyOf(ruleOf('group-meeting'), facts())).toMatchObject({ due: 0, left: 0 })
    const late = facts({ since: at('2026-08-20') })
    expect(tallyOf(ruleOf('theme-day'), late).due).toBe(2)
    expect(tallyOf(ruleOf('member-assembly'), late).due).toBe(0)
    expect(monthsAsked(late)).toBe(2)
    expect(monthsAsked(facts())).toBe(10)
  })
})

describe('cellOf', () => {
  it('lights the lamps of a quarter', () => {
    const given = facts({ meetings: [meeting('theme-day', '2026-10-12'), meeting('theme-day', '2026-12-12', { finished: false, held: false })] })
    expect(states('theme-day', given).slice(8)).toEqual(['overdue', 'done', 'soon', 'planned'])
    expect(states('theme-day', facts({ asOf: at('2026-11-05') })).slice(9)).toEqual(['overdue', 'open', 'open'])
  })
  it('takes a meeting that is over and not finished for nothing yet', () => {
    expect(states('party-lecture', facts({ meetings: [meeting('party-lecture', '2026-11-10', { finished: false, held: false })] }))[3]).toBe('soon')
  })
  it('changes at midnight in Shanghai', () => {
    const ends = (asOf: string) => states('theme-day', facts({ asOf: new Date(asOf) }))[9]
    expect([ends('2026-10-31T15:59:59.999Z'), ends('2026-10-31T16:00:00.000Z')]).toEqual(['soon', 'overdue'])
  })
})

it('pressingOf: what can still be met comes before what was missed', () => {
  const lines = pressingOf(rules, facts({ meetings: [meeting('committee-meeting', '2026-11-10')] }))
  expect(lines.find(({ kind }) => kind === 'theme-day')).toMatchObject({ label: '没排，剩 10 天', overdue: false, dueAt: new Date('2026-11-30T15:59:59.999Z') })
  expect(lines.find(({ kind }) => kind === 'committee-meeting')).toMatchObject({ label: '10月没办', overdue: true })
  const labelOn = (day: string) => pressingOf(rules, facts({ asOf: at(day) })).find(({ kind }) => kind === 'theme-day')?.label
  expect(['2026-11-29', '2026-11-30'].map(labelOn)).toEqual(['没排，剩 1 天', '没排，今天是最后一天'])
})

it('pressingOf: what the old year left undone calls through January, in words that say so', () => {
  const of = (day: string) => {
    const asOf = at(day)
    return pressingOf(rules, facts({ year: 2027, asOf }), facts({ asOf, meetings: [meeting('youth-study', '2026-12-03')] })).filter(({ overdue }) => overdue)
  }
  const january = of('2027-01-05')
  const labelOf = (kind: ActivityKind): string | undefined => january.find((line) => line.kind === kind)?.label
  expect((['theme-day', 'member-assembly', 'appraisal', 'youth-study'] as const).map(labelOf)).toEqual(['去年12月没办', '去年10–12月没办', '去年没办', '去年12月办了 1 / 2'])
  expect(january[0]?.dueAt).toEqual(new Date('2026-12-31T15:59:59.999Z'))
  // What can still be met comes first; a month later the new year speaks for itself.
  expect(of('2027-01-25').map(({ kind }) => kind)).not.toContain('theme-day')
  expect(of('2027-02-03').map(({ label }) => label)).not.toContain('去年没办')
})

it('emptyQuarters: quarters that are over without any of the kinds', () => {
  const kinds = ['member-assembly', 'party-lecture'] as const
  expect(emptyQuarters(facts({ meetings: [meeting('party-lecture', '2026-02-03'), meeting('theme-day', '2026-08-03')] }), kinds)).toEqual([2, 3])
  expect(emptyQuarters(facts({ since: at('2026-06-01') }), kinds)).toEqual([3])
})

it('rules name each kind once', () => {
  expect(() => parseDutyRules({ ...rules, rules: [rules.rules[0], rules.rules[0]] })).toThrow(/twice/)
})
