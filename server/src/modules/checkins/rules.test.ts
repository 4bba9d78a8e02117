import fc from 'fast-check'
import { EVIDENCE_LIFE, STALE_ACCEPTED, decideSignIn, isOpen, signedInWords, type SignInFacts } from './rules'

const at = (time: string): Date => new Date(`2026-11-20T${time}Z`)
const startAt = at('01:00:00')
const endAt = at('02:30:00')
const window = { opensAt: at('00:30:00'), closesAt: endAt }
const before = at('00:00:00')

const facts = (over: Partial<SignInFacts>): SignInFacts => {
  const now = over.now ?? at('01:02:00')
  return { status: 'published', startAt, endAt, window, now, shownAt: now, liveAt: now, boundAt: before, ...over }
}
const plus = (instant: Date, milliseconds: number): Date => new Date(instant.getTime() + milliseconds)

describe('what becomes of a sign-in', () => {
  it('seen live', () => {
    expect(decideSignIn(facts({ now: at('00:29:59.999') }))).toEqual({ kind: 'refuse', code: 'activity-not-open' })
    expect(decideSignIn(facts({ now: window.opensAt }))).toEqual({ kind: 'record', at: window.opensAt, flags: [] })
    expect(decideSignIn(facts({ now: endAt }))).toEqual({ kind: 'record', at: endAt, flags: [] })
    expect(decideSignIn(facts({ status: 'cancelled' }))).toEqual({ kind: 'refuse', code: 'activity-cancelled' })
  })

  it('seen live a moment after the end, the code shown before it: the secretary decides', () => {
    const now = plus(endAt, 10_000)
    expect(decideSignIn(facts({ now, shownAt: plus(endAt, -5_000) }))).toEqual({ kind: 'request', ticketAt: plus(endAt, -5_000) })
    expect(decideSignIn(facts({ now, shownAt: now }))).toEqual({ kind: 'refuse', code: 'activity-closed' })
  })

  it('frozen live: counts from then, however long the binding takes', () => {
    const liveAt = at('01:02:00')
    expect(decideSignIn(facts({ now: at('03:00:00'), liveAt, shownAt: liveAt, boundAt: at('02:00:00') }))).toEqual({ kind: 'record', at: liveAt, flags: [] })
    expect(decideSignIn(facts({ now: plus(endAt, 40 * 86_400_000), liveAt, shownAt: liveAt, boundAt: plus(endAt, 1) }))).toEqual({ kind: 'record', at: liveAt, flags: ['bound-late'] })
  })

  it.each([
    // name, ticket age, now, bound, outcome
    ['five minutes old while it runs', STALE_ACCEPTED, at('01:30:00'), before, 'record'],
    ['a moment more than five minutes', STALE_ACCEPTED + 1, at('01:30:00'), before, 'request'],
    ['bound at the start', 60_000, at('01:30:00'), startAt, 'request'],
    ['bound during the meeting', 60_000, at('01:30:00'), at('01:15:00'), 'request'],
    ['not bound', 60_000, at('01:30:00'), null, 'request'],
    ['fresh enough, but the meeting is over', 60_000, plus(endAt, 30_000), before, 'request'],
    ['the last instant that counts as evidence', EVIDENCE_LIFE, plus(endAt, EVIDENCE_LIFE), before, 'request'],
    ['a day after the end', EVIDENCE_LIFE, plus(endAt, EVIDENCE_LIFE + 1), before, 'activity-closed'],
  ] as const)('arriving late: %s', (_, age, now, boundAt, outcome) => {
    const shownAt = plus(now, -age)
    const decision = decideSignIn(facts({ now, shownAt, liveAt: null, boundAt }))
    if (outcome === 'record') expect(decision).toEqual({ kind: 'record', at: shownAt, flags: ['stale-ticket'] })
    else if (outcome === 'request') expect(decision).toEqual({ kind: 'request', ticketAt: shownAt })
    else expect(decision).toEqual({ kind: 'refuse', code: outcome })
  })

  it('a code shown outside the window proves nothing', () => {
    expect(decideSignIn(facts({ now: at('01:00:00'), shownAt: at('00:20:00'), liveAt: null }))).toEqual({ kind: 'refuse', code: 'ticket-expired' })
    expect(decideSignIn(facts({ now: at('01:00:00'), shownAt: at('01:10:00'), liveAt: null }))).toEqual({ kind: 'refuse', code: 'ticket-expired' })
    expect(decideSignIn(facts({ now: at('03:00:00'), shownAt: at('02:40:00'), liveAt: null }))).toEqual({ kind: 'refuse', code: 'activity-closed' })
    // Finished early: what was shown afterwards does not count.
    expect(decideSignIn(facts({ now: at('02:00:00'), shownAt: at('01:50:00'), liveAt: null, window: { ...window, closesAt: at('01:45:00') } }))).toEqual({ kind: 'refuse', code: 'activity-closed' })
  })

  it('holds for every combination: the whole table', () => {
    const time = fc.integer({ min: -2 * 3_600_000, max: EVIDENCE_LIFE + 4 * 3_600_000 }).map((offset) => plus(startAt, offset))
    fc.assert(fc.property(
      fc.constantFrom('published' as const, 'finished' as const, 'cancelled' as const), time, fc.nat(EVIDENCE_LIFE * 2), fc.option(fc.nat(60_000)), fc.option(time), fc.integer({ min: 0, max: 90 * 60_000 }),
      (status, now, age, frozenAgo, boundAt, early) => {
        const shownAt = plus(now, -age)
        const liveAt = frozenAgo === null ? null : plus(now, -frozenAgo)
        const closesAt = plus(endAt, -early)
        const given = facts({ status, now, shownAt, liveAt, boundAt, window: { opensAt: window.opensAt, closesAt } })
        const decision = decideSignIn(given)
        if (status === 'cancelled') return expect(decision).toEqual({ kind: 'refuse', code: 'activity-cancelled' })
        if (decision.kind === 'record') {
          // Presence lies in the window, never in the future, and never comes from an old ticket of somebody bound too late.
          expect(decision.at >= window.opensAt && decision.at <= closesAt && decision.at <= now).toBe(true)
          if (decision.flags.includes('stale-ticket')) {
            expect(liveAt === null || liveAt > closesAt).toBe(true)
            expect(now.getTime() - decision.at.getTime()).toBeLessThanOrEqual(STALE_ACCEPTED)
            expect(boundAt !== null && boundAt < startAt && now <= closesAt).toBe(true)
          } else expect(decision.at).toEqual(liveAt)
        }
        if (decision.kind === 'request') {
          expect(decision.ticketAt >= window.opensAt && decision.ticketAt <= closesAt && decision.ticketAt <= now).toBe(true)
          expect(now.getTime()).toBeLessThanOrEqual(endAt.getTime() + EVIDENCE_LIFE)
        }
        if (decision.kind === 'refuse' && decision.code === 'activity-not-open') expect((liveAt ?? now) < window.opensAt).toBe(true)
        return undefined
      }), { numRuns: 2_000 })
  })
})

describe('the room shows a code', () => {
  it('only while signing in is open', () => {
    expect(isOpen({ status: 'published', window }, window.opensAt)).toBe(true)
    expect(isOpen({ status: 'published', window }, at('00:29:59'))).toBe(false)
    expect(isOpen({ status: 'published', window }, plus(endAt, 1))).toBe(false)
    expect(isOpen({ status: 'finished', window }, startAt)).toBe(false)
    expect(isOpen({ status: 'cancelled', window }, startAt)).toBe(false)
  })
})

describe('words', () => {
  it('are those of looks.md', () => {
    expect(signedInWords({ at: at('01:02:00'), late: false, lateMinutes: 0 }, false)).toBe('已签到 09:02')
    expect(signedInWords({ at: at('01:16:00'), late: true, lateMinutes: 16 }, false)).toBe('迟到 16 分钟，已记下')
    expect(signedInWords({ at: at('01:02:00'), late: false, lateMinutes: 0 }, true)).toBe('09:02 已经签过了')
    expect(signedInWords({ at: null, late: false, lateMinutes: 0 }, true)).toBe('已经签过了')
  })
})
