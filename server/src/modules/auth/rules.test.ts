import fc from 'fast-check'
import { REFRESH_GRACE, branchesThatSee, invitingAction, mayBeHeldAt, plainCode, rotationOf, shownCode } from './rules'

const NOW = new Date('2026-11-20T01:00:00Z')
const family = (n: number, over: Partial<Parameters<typeof rotationOf>[0]> = {}): Parameters<typeof rotationOf>[0] => ({
  n, rotatedAt: NOW, expiresAt: new Date(NOW.getTime() + 1_000_000), revokedAt: null, ...over,
})
const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds)

describe('rotationOf', () => {
  it('turns the newest, repeats its predecessor within the grace, catches what is older', () => {
    expect(rotationOf(family(3), 3, NOW)).toBe('rotate')
    expect(rotationOf(family(3), 2, later(REFRESH_GRACE))).toBe('repeat')
    expect(rotationOf(family(3), 2, later(REFRESH_GRACE + 1))).toBe('reuse')
    expect(rotationOf(family(3), 1, NOW)).toBe('reuse')
    expect(rotationOf(family(3), 4, NOW)).toBe('invalid')
    expect(rotationOf(family(3, { revokedAt: NOW }), 3, NOW)).toBe('invalid')
    expect(rotationOf(family(3, { expiresAt: NOW }), 3, NOW)).toBe('invalid')
  })

  it('never turns or repeats for a number two behind or more, whatever the clock says', () => {
    fc.assert(fc.property(fc.nat(1000), fc.integer({ min: 2, max: 1000 }), fc.integer({ min: -1e7, max: 900_000 }), (n, behind, ms) => {
      expect(['reuse', 'invalid']).toContain(rotationOf(family(n + behind), n, later(ms)))
    }))
  })
})

describe('invitation codes', () => {
  it('read the same with or without dash, spaces and capitals', () => {
    fc.assert(fc.property(fc.stringMatching(/^[2-9A-HJKMNP-TV-Z]{10}$/), (code) => {
      const shown = shownCode(code)
      expect(shown).toMatch(/^.{5}-.{5}$/)
      for (const typed of [shown, code, shown.toLowerCase(), ` ${shown.replace('-', ' – ')} `]) expect(plainCode(typed)).toBe(code)
    }))
  })
})

describe('roles and places', () => {
  it('knows where each role is held and who may invite to it', () => {
    expect(mayBeHeldAt('group-leader', 'group')).toBe(true)
    expect(mayBeHeldAt('secretary', 'group')).toBe(false)
    expect(mayBeHeldAt('committee-staff', 'branch')).toBe(false)
    expect(invitingAction('member')).toBe('invite:member')
    expect(invitingAction('group-leader')).toBe('invite:officer')
    expect(invitingAction('operator')).toBe('invite:committee')
  })
})

describe('branchesThatSee', () => {
  it('prefers the rows that fit over the meeting, and names each branch once', () => {
    expect(branchesThatSee(['a', 'b', 'a'], ['c'])).toEqual(['a', 'b'])
    expect(branchesThatSee([], ['c', null, 'c'])).toEqual(['c'])
    expect(branchesThatSee([], [null])).toEqual([])
  })
})
