import jwt from 'jsonwebtoken'
import type { Context } from '../../kernel/context'
import { deriveKey, keyedDigest, sameSecret, secretKey } from '../../kernel/keys'
import { ProblemError } from '../../kernel/problems'
import { ACCESS_SECONDS } from './rules'

const ISSUER = 'pioneer-branch'
const AUDIENCE = 'pioneer-branch/api'

export interface Tokens {
  /** An access token for an account; it says nothing about roles. */
  issueAccess(accountId: string): string
  /** The account an access token speaks for; throws unauthenticated. */
  verifyAccess(token: string): string
  /** The n-th refresh cookie of a family: made from the key alone, so that nothing secret is stored and a successor can be repeated. */
  refreshValue(familyId: string, n: number): string
  /** Reads a refresh cookie; null when it was not made here. */
  readRefresh(value: string): { familyId: string; n: number } | null
}

export function createTokens({ keys, clock }: Pick<Context, 'keys' | 'clock'>): Tokens {
  const key = secretKey(keys.token)
  const refreshKey = deriveKey(keys.token, 'refresh-cookie')
  const seconds = (): number => Math.floor(clock.now().getTime() / 1000)
  const refreshValue = (familyId: string, n: number): string => `${familyId}.${n}.${keyedDigest(refreshKey, `${familyId}.${n}`)}`

  return {
    issueAccess: (accountId) =>
      jwt.sign({ iat: seconds() }, key, { algorithm: 'HS256', issuer: ISSUER, audience: AUDIENCE, subject: accountId, expiresIn: ACCESS_SECONDS }),
    verifyAccess: (token) => {
      let payload: string | jwt.JwtPayload
      try {
        payload = jwt.verify(token, key, { algorithms: ['HS256'], issuer: ISSUER, audience: AUDIENCE, clockTimestamp: seconds() })
      } catch {
        throw new ProblemError('unauthenticated')
      }
      const accountId = typeof payload === 'string' ? undefined : payload.sub
      if (accountId === undefined || !/^[0-9a-f]{24}$/.test(accountId)) throw new ProblemError('unauthenticated')
      return accountId
    },
    refreshValue,
    readRefresh: (value) => {
      const [familyId, number] = value.split('.')
      if (familyId === undefined || number === undefined || !/^[0-9a-f]{24}$/.test(familyId) || !/^\d{1,9}$/.test(number)) return null
      const n = Number(number)
      return sameSecret(value, refreshValue(familyId, n)) ? { familyId, n } : null
    },
  }
}
