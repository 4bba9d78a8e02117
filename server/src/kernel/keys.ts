import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto'

/** Derives an independent 32-byte key for one purpose (RFC 5869). */
export function deriveKey(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), Buffer.from(`pioneer/${purpose}`), 32))
}

/** A KeyObject: jsonwebtoken verifies fifty times faster with one than with a string. */
export const secretKey = (bytes: Buffer): KeyObject => createSecretKey(bytes)

/** Keyed digest, base64url: a blind index or a stored fingerprint of a secret. */
export const keyedDigest = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('base64url')

/** Constant-time comparison of two texts. */
export function sameSecret(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Authenticated encryption (AES-256-GCM) of short texts; the result is base64url and carries its nonce. `context` must be the same when opened. */
export function seal(key: Buffer, text: string, context: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')
}

/** Opens what `seal` closed; `null` when it was forged, damaged or sealed for something else. */
export function unseal(key: Buffer, sealed: string, context: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < 28) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context))
    decipher.setAuthTag(bytes.subarray(bytes.length - 16))
    return Buffer.concat([decipher.update(bytes.subarray(12, bytes.length - 16)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

export interface Keys {
  /** Signs access tokens. */
  token: Buffer
  /** Master of the tickets' secrets. */
  ticket: Buffer
  /** Seals claims. */
  claim: Buffer
  /** Encrypts personal data at rest. */
  data: Buffer
  /** Blind indexes and digests of secrets. */
  index: Buffer
}

/** Independent keys for each purpose, from the two secrets of the settings. */
export const keysOf = (secrets: { jwtSecret: Buffer; dataKey: Buffer }): Keys => ({
  token: deriveKey(secrets.jwtSecret, 'access-token'),
  ticket: deriveKey(secrets.jwtSecret, 'ticket'),
  claim: deriveKey(secrets.jwtSecret, 'claim'),
  data: deriveKey(secrets.dataKey, 'personal-data'),
  index: deriveKey(secrets.dataKey, 'blind-index'),
})
