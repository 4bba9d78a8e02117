import fc from 'fast-check'
import jwt from 'jsonwebtoken'
import { ManualClock } from '../../kernel/clock'
import type { Keys } from '../../kernel/keys'
import { newId } from '../../kernel/ids'
import { secretKey } from '../../kernel/keys'
import { createTokens } from './tokens'

const clock = new ManualClock('2026-11-20T01:00:00Z')
const keysWith = (byte: number): Keys => {
  const key = Buffer.alloc(32, byte)
  return { token: key, ticket: key, claim: key, data: key, index: key }
}
const tokens = createTokens({ clock, keys: keysWith(1) })
const accountId = newId().toHexString()

describe('access tokens', () => {
  beforeEach(() => clock.set('2026-11-20T01:00:00Z'))

  it('speak for their account for fifteen minutes and say nothing about roles', () => {
    const token = tokens.issueAccess(accountId)
    expect(tokens.verifyAccess(token)).toBe(accountId)
    expect(Object.keys(jwt.decode(token) as object).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sub'])
    clock.advance(15 * 60_000 - 1)
    expect(tokens.verifyAccess(token)).toBe(accountId)
    clock.advance(1)
    expect(() => tokens.verifyAccess(token)).toThrow('unauthenticated')
  })

  it('refuses other keys, algorithms, issuers, audiences and subjects', () => {
    const iat = Math.floor(clock.now().getTime() / 1000)
    const key = secretKey(keysWith(1).token)
    const good = { algorithm: 'HS256', issuer: 'pioneer-branch', audience: 'pioneer-branch/api', subject: accountId, expiresIn: 60 } as const
    expect(tokens.verifyAccess(jwt.sign({ iat }, key, good))).toBe(accountId)
    const [head, body] = tokens.issueAccess(accountId).split('.')
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
    for (const forged of [
      createTokens({ clock, keys: keysWith(2) }).issueAccess(accountId), jwt.sign({ iat }, key, { ...good, algorithm: 'HS512' }), jwt.sign({ iat }, key, { ...good, issuer: 'x' }),
      jwt.sign({ iat }, key, { ...good, audience: 'x' }), jwt.sign({ iat }, key, { ...good, subject: 'x' }), `${none}.${body}.`, `${head}.${body}.`, 'x', '',
    ]) expect(() => tokens.verifyAccess(forged)).toThrow('unauthenticated')
  })
})

describe('refresh cookies', () => {
  it('are read only when made here, unchanged', () => {
    const family = newId().toHexString()
    fc.assert(fc.property(fc.nat(1e6), fc.nat(100), fc.constantFrom(...'aZ0.-'), (n, place, letter) => {
      const value = tokens.refreshValue(family, n)
      expect(tokens.readRefresh(value)).toEqual({ familyId: family, n })
      const at = place % value.length
      const changed = value.slice(0, at) + letter + value.slice(at + 1)
      if (changed !== value) expect(tokens.readRefresh(changed)).toBeNull()
    }))
    expect(createTokens({ clock, keys: keysWith(2) }).readRefresh(tokens.refreshValue(family, 1))).toBeNull()
    expect(tokens.readRefresh('')).toBeNull()
  })
})
