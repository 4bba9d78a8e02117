import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { bytesToBase64url, challengeOf } from '@/services/crypto'

describe('base64url', () => {
  it('agrees with Node for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(bytesToBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
      }),
    )
  })
})

describe('a challenge', () => {
  it('is the base64url of SHA-256 of the verifier', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{32,64}$/), (verifier) => {
        expect(challengeOf(verifier)).toBe(createHash('sha256').update(verifier).digest('base64url'))
      }),
    )
  })
})
