import sha256 from 'fast-sha256'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Base64 for URLs, without padding (RFC 4648 §5). The mini-program has no btoa. */
export function bytesToBase64url(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(index, index + 3)
    const digits = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63]
    const count = Math.min(3, bytes.length - index) + 1
    text += digits
      .slice(0, count)
      .map((digit) => ALPHABET.charAt(digit))
      .join('')
  }
  return text
}

/** Bytes nobody can guess, from the system's own source. */
export async function randomBytes(length: number): Promise<Uint8Array> {
  if (process.env.TARO_ENV === 'weapp') {
    return new Promise((resolve, reject) => {
      wx.getRandomValues({
        length,
        success: ({ randomValues }) => resolve(new Uint8Array(randomValues)),
        fail: ({ errMsg }) => reject(new Error(errMsg)),
      })
    })
  }
  return globalThis.crypto.getRandomValues(new Uint8Array(length))
}

export interface Proof {
  /** Kept on this phone until the claim is redeemed. */
  verifier: string
  /** Goes out with the scan: base64url of SHA-256 of the verifier's characters. */
  challenge: string
}

/** The challenge that belongs to a verifier. */
export function challengeOf(verifier: string): string {
  return bytesToBase64url(sha256(Uint8Array.from(verifier, (char) => char.charCodeAt(0))))
}

/** A new secret that ties a scan to this phone: who only sees the challenge cannot use the claim. */
export async function newProof(): Promise<Proof> {
  const verifier = bytesToBase64url(await randomBytes(32))
  return { verifier, challenge: challengeOf(verifier) }
}
