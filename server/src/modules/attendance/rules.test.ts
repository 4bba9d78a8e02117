import fc from 'fast-check'
import { ATTENDANCE_STATES, DOORS, FLAGS, type AttendanceState } from '@pioneer/shared-types/constants'
import { toId } from '../../kernel/ids'
import { approved, refuseAsk } from './request-rules'
import {
  ABSENCE_AFTER, ABSENCE_RULE, PENDING, countsFrom, decideSet, foldChanges, foldFault, kindsMadeUp, listFlags, mayArrive, pointsReason, presentAt, targetsOf, type CountRow, type Terms,
} from './rules'
import type { AttendanceRecord, Change, Standing } from './types'

const at = (time: string): Date => new Date(`2026-11-20T${time}Z`)
const meeting = { startAt: at('01:00:00'), opensAt: at('00:30:00'), lateAt: at('01:10:00'), closesAt: at('02:30:00'), endAt: at('02:30:00') }
const state = fc.constantFrom(...ATTENDANCE_STATES)
const standing: fc.Arbitrary<Standing> = fc.record({
  state, late: fc.boolean(), lateMinutes: fc.nat(100), at: fc.option(fc.date({ noInvalidDate: true })), door: fc.option(fc.constantFrom(...DOORS)), flags: fc.subarray([...FLAGS]), reason: fc.option(fc.string()),
})
const history = fc.array(standing, { maxLength: 8 }).map((standings) => standings.map((next, index): Change => ({
  ...next, version: index + 1, from: standings[index - 1]?.state ?? 'pending', recordedAt: at('03:00:00'), actorAccountId: null,
})))

describe('the fold of changes', () => {
  it('is the last standing, with their number as version', () => {
    fc.assert(fc.property(history, (changes) => {
      const { version, ...folded } = foldChanges(changes)
      const last = changes.at(-1)
      expect(version).toBe(changes.length)
      expect(folded).toEqual(last ? { state: last.state, late: last.late, lateMinutes: last.lateMinutes, at: last.at, door: last.door, flags: last.flags, reason: last.reason } : PENDING)
    }))
  })

  it('notices a link that was taken out, doubled or moved', () => {
    fc.assert(fc.property(history.filter((changes) => changes.length > 1), fc.nat(), (changes, pick) => {
      const index = pick % (changes.length - 1)
      expect(() => foldChanges(changes.filter((_, other) => other !== index))).toThrow()
      expect(() => foldChanges([...changes.slice(0, index + 1), ...changes.slice(index)])).toThrow()
    }))
  })

  it('notices a record that says something else', () => {
    const changes: Change[] = [{ ...presentAt(at('01:02:00'), meeting, 'qr', []), version: 1, from: 'pending', recordedAt: at('01:02:00'), actorAccountId: null }]
    const record = { ...foldChanges(changes), changes } as AttendanceRecord
    expect(foldFault(record)).toBeNull()
    expect(foldFault({ ...record, state: 'absent' })).toMatch(/^state/)
    expect(foldFault({ ...record, version: 2 })).toMatch(/^version/)
    expect(foldFault({ ...record, changes: [] })).not.toBeNull()
  })
})

describe('late', () => {
  it('begins after the frozen minutes and counts from the start', () => {
    expect(presentAt(meeting.lateAt, meeting, 'qr', [])).toMatchObject({ late: false, lateMinutes: 0 })
    expect(presentAt(new Date(meeting.lateAt.getTime() + 1), meeting, 'qr', [])).toMatchObject({ late: true, lateMinutes: 10 })
    expect(presentAt(at('01:16:59'), meeting, 'code', ['stale-ticket'])).toMatchObject({ state: 'present', late: true, lateMinutes: 16, flags: ['stale-ticket'] })
  })
  it('whoever is there counts, also after leave or absence', () => {
    expect(ATTENDANCE_STATES.filter(mayArrive)).toEqual(['pending', 'leave', 'absent'])
  })
})

describe('what it is worth', () => {
  const terms: Terms = { earned: [{ rule: 'theme-day-attended', points: 1 }, { rule: 'meeting-attended', points: 1 }], madeUp: ['meeting-attended'], absence: -2 }
  const worth = (now: AttendanceState, role: 'expected' | 'guest' = 'expected', cancelled = false) => targetsOf(terms, { state: now, role, cancelled }).map(({ target }) => target)
  it.each([
    ['present', [1, 1, 0], [1, 1, 0]], ['made-up', [0, 1, 0], [0, 1, 0]], ['leave', [0, 0, 0], [0, 0, 0]], ['pending', [0, 0, 0], [0, 0, 0]], ['absent', [0, 0, -2], [0, 0, 0]],
  ] as const)('%s', (now, expected, guest) => {
    expect(worth(now)).toEqual(expected)
    expect(worth(now, 'guest')).toEqual(guest)
    expect(worth(now, 'expected', true).every((target) => target === 0)).toBe(true)
  })
  it('names every rule, so that each is settled again', () => {
    fc.assert(fc.property(state, fc.boolean(), (now, cancelled) => {
      expect(targetsOf(terms, { state: now, role: 'expected', cancelled }).map(({ rule }) => rule)).toEqual(['theme-day-attended', 'meeting-attended', ABSENCE_RULE])
    }))
  })
  it('a theme day cannot be made up, the assembly in it can', () => {
    expect(kindsMadeUp(['theme-day', 'member-assembly', 'volunteer'])).toEqual(['member-assembly'])
  })
  it('says why', () => {
    const present = presentAt(at('01:02:00'), meeting, 'qr', [])
    expect(pointsReason(['theme-day'], 'pending', present)).toBe('参加主题党日')
    expect(pointsReason(['theme-day'], 'absent', { ...present, reason: '补记' })).toBe('更正：参加主题党日（补记）')
    expect(pointsReason(['theme-day'], 'present', PENDING)).toBe('更正：撤回签到：主题党日')
    expect(pointsReason(['theme-day'], 'pending', { ...PENDING, state: 'absent' })).toBe('无故缺席主题党日')
  })
})

describe('counts', () => {
  const row = fc.record<CountRow>({ state, role: fc.constantFrom('expected', 'guest'), late: fc.boolean(), votes: fc.boolean(), count: fc.nat(50) })
  it('add up: everybody expected is present, on leave, made up or missing', () => {
    fc.assert(fc.property(fc.array(row), (rows) => {
      const counts = countsFrom(rows)
      expect(counts.present + counts.leave + counts.missing + counts.madeUp).toBe(counts.expected)
      expect(counts.late).toBeLessThanOrEqual(counts.present)
      expect(counts.votingPresent).toBeLessThanOrEqual(Math.min(counts.votingExpected, counts.present))
    }))
  })
})

describe('soft flags of a list', () => {
  const member = (index: number) => toId(index.toString(16).padStart(24, '0'))
  const row = (index: number, over: Partial<AttendanceRecord>) => ({ memberId: member(index), state: 'present' as const, deviceDigest: `d${index}`, flags: [], at: at('01:02:00'), ...over })
  it('shows one phone for two, and a picture passed around', () => {
    const flags = listFlags([
      row(1, { deviceDigest: 'same' }), row(2, { deviceDigest: 'same' }), row(3, {}), row(4, { deviceDigest: null }), row(5, { deviceDigest: null }),
      row(6, { flags: ['stale-ticket'] }), row(7, { flags: ['stale-ticket'] }), row(8, { flags: ['stale-ticket'] }), row(9, { flags: ['stale-ticket'], at: at('01:05:00') }),
    ])
    expect([1, 2, 3, 4, 5].map((index) => flags.get(member(index).toHexString()))).toEqual([['shared-device'], ['shared-device'], [], [], []])
    expect([6, 9].map((index) => flags.get(member(index).toHexString()))).toEqual([['stale-ticket', 'many-claims'], ['stale-ticket']])
  })
})

describe('the secretary', () => {
  const decide = (from: AttendanceState, to: AttendanceState, now: Date, reason: string | null = null, settled = false) => decideSet({ from, to, reason, now, meeting, settled })
  it('taps in while it runs, never late, and from the start afterwards', () => {
    expect(decide('pending', 'present', at('01:20:00'))).toEqual({ kind: 'set', standing: { state: 'present', late: false, lateMinutes: 0, at: at('01:20:00'), door: 'tap', flags: [], reason: null } })
    expect(decide('pending', 'present', at('04:00:00'))).toMatchObject({ kind: 'set', standing: { at: meeting.startAt } })
    expect(decide('pending', 'present', at('00:20:00'))).toMatchObject({ kind: 'refuse', code: 'activity-not-open' })
  })
  it('undoes', () => {
    expect(decide('present', 'pending', at('01:20:00'))).toEqual({ kind: 'set', standing: PENDING })
    expect(decide('absent', 'pending', at('04:00:00'), '点错', true)).toMatchObject({ kind: 'refuse', code: 'activity-state' })
  })
  it('never calls anybody absent before the end', () => {
    expect(decide('pending', 'absent', meeting.closesAt)).toMatchObject({ kind: 'refuse', code: 'activity-state' })
    expect(decide('pending', 'absent', at('02:31:00'))).toMatchObject({ kind: 'set', standing: { state: 'absent', at: null } })
  })
  it('changes what was decided after the end only with a reason', () => {
    expect(decide('absent', 'leave', at('04:00:00'))).toMatchObject({ kind: 'refuse', code: 'validation', path: 'reason' })
    expect(decide('absent', 'leave', at('04:00:00'), '住院')).toMatchObject({ kind: 'set', standing: { state: 'leave', reason: '住院' } })
    expect(decide('pending', 'made-up', at('04:00:00'))).toMatchObject({ kind: 'refuse', code: 'validation' })
    expect(decide('present', 'made-up', at('04:00:00'), '补课')).toMatchObject({ kind: 'refuse', code: 'activity-state' })
  })
  it('always gets a standing or a sentence', () => {
    fc.assert(fc.property(state, state, fc.date({ min: at('00:00:00'), max: new Date('2026-11-23T00:00:00Z'), noInvalidDate: true }), fc.option(fc.string({ minLength: 1 })), fc.boolean(), (from, to, now, reason, settled) => {
      const decision = decide(from, to, now, reason, settled)
      if (decision.kind === 'set') expect(decision.standing.state).toBe(to)
      else expect(decision.title).toMatch(/[\u4e00-\u9fff]/)
    }))
  })
})

describe('requests', () => {
  it('leave is asked before the end, a sign-in from the opening to a day after it', () => {
    const ask = (kind: 'leave' | 'sign-in', now: Date, from: AttendanceState = 'pending') => refuseAsk({ kind, state: from, now, meeting })?.code ?? null
    expect(ask('leave', at('00:00:00'))).toBeNull()
    expect(ask('leave', at('02:30:00.001'))).toBe('activity-closed')
    expect(ask('leave', at('00:00:00'), 'leave')).toBe('activity-state')
    expect(ask('sign-in', at('00:29:00'))).toBe('activity-not-open')
    expect(ask('sign-in', new Date(meeting.endAt.getTime() + ABSENCE_AFTER), 'absent')).toBeNull()
    expect(ask('sign-in', new Date(meeting.endAt.getTime() + ABSENCE_AFTER + 1))).toBe('activity-closed')
    expect(ask('sign-in', at('01:00:00'), 'present')).toBe('activity-state')
  })
  it('approved ones count from the ticket, without one from the start, and change nothing for whoever is present', () => {
    const request = { kind: 'sign-in' as const, ticketAt: at('01:20:00'), flags: ['stale-ticket' as const], reason: '离线' }
    expect(approved(request, 'absent', meeting)).toMatchObject({ state: 'present', late: true, lateMinutes: 20, at: at('01:20:00'), door: 'request', flags: ['stale-ticket'] })
    expect(approved({ ...request, ticketAt: null }, 'pending', meeting)).toMatchObject({ late: false, at: meeting.startAt })
    expect(approved({ ...request, kind: 'leave' }, 'pending', meeting)).toMatchObject({ state: 'leave', at: null })
    expect(approved(request, 'present', meeting)).toBeNull()
  })
})
