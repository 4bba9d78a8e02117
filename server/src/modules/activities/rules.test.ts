import fc from 'fast-check'
import { ACTIVITY_STATUSES } from '@pioneer/shared-types/constants'
import { shippedActivityRules } from './rule-schema'
import { byToday, mayStep, phaseOf, quorumOf, rulesOn, strictestQuorum, timeFault, windowOf } from './rules'

const [v1] = shippedActivityRules()
if (!v1) throw new Error('no activity rules are shipped')
const rules = v1
const half = { numerator: 1, denominator: 2 }

const at = (time: string): Date => new Date(`2026-11-20T${time}Z`)
const meeting = { status: 'published' as const, startAt: at('01:00:00'), endAt: at('02:30:00'), finishedAt: null, checkIn: { ...rules.checkIn, ruleVersion: 1 } }

describe('the sign-in window', () => {
  it('opens 30 minutes before, is late 10 minutes after the start and closes at the end', () => {
    expect(windowOf(meeting)).toEqual({ opensAt: at('00:30:00'), lateAt: at('01:10:00'), closesAt: at('02:30:00') })
    expect(phaseOf(meeting, at('00:29:59'))).toBe('before')
    expect(phaseOf(meeting, at('00:30:00'))).toBe('open')
    expect(phaseOf(meeting, at('01:10:00'))).toBe('open')
    expect(phaseOf(meeting, at('01:10:01'))).toBe('late')
    expect(phaseOf(meeting, at('02:30:00'))).toBe('late')
    expect(phaseOf(meeting, at('02:30:01'))).toBe('closed')
  })

  it('closes when the activity is finished early, and never opens for what is no longer on', () => {
    const early = { ...meeting, finishedAt: at('01:05:00') }
    expect(windowOf(early)).toEqual({ opensAt: at('00:30:00'), lateAt: at('01:05:00'), closesAt: at('01:05:00') })
    expect(phaseOf({ ...early, status: 'finished' }, at('01:02:00'))).toBe('closed')
    expect(phaseOf({ ...meeting, status: 'cancelled' }, at('01:02:00'))).toBe('closed')
    expect(phaseOf({ ...meeting, status: 'draft' }, at('05:00:00'))).toBe('before')
  })

  it('keeps its order and runs through the phases once, whatever the times', () => {
    const span = fc.record({ start: fc.integer({ min: 0, max: 1e6 }), length: fc.integer({ min: 1, max: 1e5 }), finished: fc.option(fc.integer({ min: 0, max: 1e5 })), opens: fc.nat(600), late: fc.nat(600) })
    const order = ['before', 'open', 'late', 'closed']
    fc.assert(fc.property(span, fc.array(fc.integer({ min: -1e5, max: 2e5 }), { minLength: 2 }), ({ start, length, finished, opens, late }, moments) => {
      const time = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1) + seconds * 1000)
      const activity = {
        status: 'published' as const, startAt: time(start), endAt: time(start + length), finishedAt: finished === null ? null : time(start + finished),
        checkIn: { opensMinutes: opens, lateMinutes: late, ruleVersion: 1 },
      }
      const { opensAt, lateAt, closesAt } = windowOf(activity)
      expect(opensAt <= lateAt && lateAt <= closesAt && closesAt <= activity.endAt).toBe(true)
      const phases = [...moments].sort((a, b) => a - b).map((moment) => order.indexOf(phaseOf(activity, time(start + moment))))
      expect(phases).toEqual([...phases].sort((a, b) => a - b))
    }))
  })
})

describe('quorum', () => {
  it('tells at least half from more than half at even numbers', () => {
    expect(quorumOf({ comparison: 'at-least', ...half }, 30, 15)).toEqual({ required: 15, met: true })
    expect(quorumOf({ comparison: 'more-than', ...half }, 30, 15)).toEqual({ required: 16, met: false })
    expect(quorumOf({ comparison: 'at-least', ...half }, 31, 15)).toEqual({ required: 16, met: false })
    expect(quorumOf({ comparison: 'more-than', ...half }, 31, 16)).toEqual({ required: 16, met: true })
    expect(quorumOf({ comparison: 'at-least', numerator: 4, denominator: 5 }, 25, 20)).toEqual({ required: 20, met: true })
    expect(quorumOf({ comparison: 'at-least', numerator: 4, denominator: 5 }, 26, 20)).toEqual({ required: 21, met: false })
  })

  it('is met exactly when the fraction is reached or passed, compared in whole numbers', () => {
    const share = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).filter(([numerator, denominator]) => numerator <= denominator)
    fc.assert(fc.property(share, fc.integer({ min: 1, max: 500 }), fc.nat(500), ([numerator, denominator], expected, present) => {
      const atLeast = quorumOf({ comparison: 'at-least', numerator, denominator }, expected, present)
      const moreThan = quorumOf({ comparison: 'more-than', numerator, denominator }, expected, present)
      expect(atLeast.met).toBe(present * denominator >= expected * numerator)
      expect(moreThan.met).toBe(present * denominator > expected * numerator)
      const even = (expected * numerator) % denominator === 0
      expect(moreThan.required - atLeast.required).toBe(even ? 1 : 0)
    }))
  })

  it('is never met by nobody', () => {
    expect(quorumOf({ comparison: 'at-least', ...half }, 0, 0)).toEqual({ required: 1, met: false })
  })

  it('takes the strictest kind and says where it stands', () => {
    expect(strictestQuorum(rules, ['theme-day', 'member-assembly'], 30, 20)).toMatchObject({ kind: 'member-assembly', base: 30, required: 15, present: 20, met: true })
    expect(strictestQuorum(rules, ['member-assembly', 'election'], 30, 20)).toMatchObject({ kind: 'election', required: 24, met: false })
    expect(strictestQuorum(rules, ['member-assembly', 'admission'], 30, 15)).toMatchObject({ kind: 'admission', required: 16, met: false, article: '《中国共产党发展党员工作细则》第二十条' })
    expect(strictestQuorum(rules, ['theme-day', 'party-lecture'], 30, 20)).toBeNull()
  })
})

describe('steps of an activity', () => {
  it('goes from draft to published to finished or cancelled', () => {
    const allowed = Object.fromEntries(ACTIVITY_STATUSES.map((status) => [status, (['edit', 'publish', 'finish', 'cancel', 'amend'] as const).filter((step) => mayStep(status, step))]))
    expect(allowed).toEqual({ draft: ['edit', 'publish', 'cancel'], published: ['edit', 'finish', 'cancel', 'amend'], finished: ['cancel', 'amend'], cancelled: [] })
  })

  it('knows which times cannot be', () => {
    expect(timeFault(at('01:00:00'), at('02:00:00'), 168)).toBeNull()
    expect(timeFault(at('01:00:00'), at('01:00:00'), 168)).toMatchObject({ path: 'endAt' })
    expect(timeFault(new Date('2026-13-45T00:00:00Z'), at('01:00:00'), 168)).toMatchObject({ path: 'startAt' })
    expect(timeFault(at('01:00:00'), new Date('2026-11-40T00:00:00Z'), 168)).toMatchObject({ path: 'endAt' })
    expect(timeFault(at('01:00:00'), new Date('2026-12-01T00:00:00Z'), 168)?.message).toContain('最长 7 天')
  })

  it('puts what is running first, then what comes, then what is over', () => {
    const plan = (start: string, end: string, status: 'published' | 'finished' = 'published') => ({ ...meeting, status, startAt: at(start), endAt: at(end) })
    const [a, b, c, d, e] = [plan('00:00:00', '00:20:00'), plan('02:00:00', '03:00:00'), plan('00:40:00', '02:00:00'), plan('06:00:00', '07:00:00'), plan('00:30:00', '00:45:00', 'finished')]
    expect([a, b, c, d, e].sort(byToday(at('01:00:00')))).toEqual([c, b, d, e, a])
  })

  it('takes the rules in force on the day', () => {
    const later = { ...rules, version: 2, effectiveFrom: '2027-01-01' }
    expect(rulesOn([later, rules], '2026-12-31').version).toBe(1)
    expect(rulesOn([later, rules], '2027-06-01').version).toBe(2)
    expect(rulesOn([later, rules], '2000-01-01').version).toBe(1)
    expect(() => rulesOn([], '2026-01-01')).toThrow('no activity rules')
  })
})
