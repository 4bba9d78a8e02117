import { randomBytes } from 'node:crypto'
import { Types } from 'mongoose'

export type ObjectId = Types.ObjectId

/** A new identifier. */
export const newId = (): ObjectId => new Types.ObjectId()
/** Reads an identifier that the contract has already checked. */
export const toId = (hex: string): ObjectId => new Types.ObjectId(hex)
/** `null` stays `null`. */
export const hexOrNull = (id: ObjectId | null | undefined): string | null => (id ? id.toHexString() : null)

/** Letters and digits that are not mistaken for each other when read aloud (Crockford's alphabet without U). */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A random code people can type, of `length` characters (about 4.9 bits each). */
export function randomCode(length: number): string {
  let out = ''
  while (out.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // Reject the tail so that every letter is equally likely.
      if (byte < 240 && out.length < length) out += ALPHABET[byte % ALPHABET.length]
    }
  }
  return out
}

/** Unguessable token, base64url. */
export const randomToken = (bytes = 32): string => randomBytes(bytes).toString('base64url')
