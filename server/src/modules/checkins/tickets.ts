import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { CLAIM_LIFE_SECONDS, TICKET_STEP_SECONDS } from '@pioneer/shared-types/constants'

/**
 * The rotating ticket and the typed code (architecture.md, Sign-in protocol). Pure: secrets and instants are parameters.
 *
 * The secret of an activity is HKDF(master, activity id, epoch), so a ticket proves itself: nothing has to be looked up before its MAC is
 * checked, and nothing in a backup lets anybody forge one.
 *
 * Layout, 34 bytes, 46 characters of base64url: version 1 · activity id 12 · epoch 1 · step 4 · HMAC-SHA-256 cut to 16.
 */
const VERSION = 1
const SIGNED = 18
const LENGTH = SIGNED + 16
const STEP_MS = TICKET_STEP_SECONDS * 1000

/** Steps behind and ahead of the present one that still count as live: a slow camera, a screen whose answer was under way. */
export const STEPS_BEHIND = 2
export const STEPS_AHEAD = 1

export interface TicketFacts {
  /** 24 hexadecimal digits. */
  activityId: string
  /** 0–255; raising it voids every code shown so far. */
  epoch: number
  step: number
}

/** The step an instant lies in. */
export const stepAt = (instant: Date): number => Math.floor(instant.getTime() / STEP_MS)
/** The first instant of a step: when its ticket came on the screen. */
export const stepStart = (step: number): Date => new Date(step * STEP_MS)
/** Whether a step is accepted as seen just now. */
export const isLive = (step: number, now: Date): boolean => step >= stepAt(now) - STEPS_BEHIND && step <= stepAt(now) + STEPS_AHEAD

/** The steps that are live at an instant, the present one first. */
export function liveSteps(now: Date): number[] {
  const present = stepAt(now)
  const steps = [present]
  for (let behind = 1; behind <= STEPS_BEHIND; behind += 1) steps.push(present - behind)
  for (let ahead = 1; ahead <= STEPS_AHEAD; ahead += 1) steps.push(present + ahead)
  return steps
}

/** The secret of one activity and epoch; 32 bytes. */
export function activitySecret(master: Buffer, activityId: string, epoch: number): Buffer {
  return Buffer.from(hkdfSync('sha256', master, Buffer.from(activityId, 'hex'), Buffer.from(`check-in/${epoch}`), 32))
}

const macOf = (secret: Buffer, signed: Buffer): Buffer => createHmac('sha256', secret).update(signed).digest().subarray(0, 16)

/** Makes the ticket of a step. Throws RangeError for an epoch that does not fit its byte. */
export function encodeTicket(master: Buffer, { activityId, epoch, step }: TicketFacts): string {
  const signed = Buffer.alloc(SIGNED)
  signed.writeUInt8(VERSION, 0)
  signed.write(activityId, 1, 12, 'hex')
  signed.writeUInt8(epoch, 13)
  signed.writeUInt32BE(step, 14)
  return Buffer.concat([signed, macOf(activitySecret(master, activityId, epoch), signed)]).toString('base64url')
}

/** What a ticket says, if it was made with our master key; null for everything else. Says nothing about its age. */
export function verifyTicket(master: Buffer, ticket: string): TicketFacts | null {
  const bytes = Buffer.from(ticket, 'base64url')
  // One ticket has one spelling: spare bits and foreign characters are refused.
  if (bytes.length !== LENGTH || bytes[0] !== VERSION || bytes.toString('base64url') !== ticket) return null
  const signed = bytes.subarray(0, SIGNED)
  const activityId = signed.toString('hex', 1, 13)
  const epoch = signed.readUInt8(13)
  if (!timingSafeEqual(macOf(activitySecret(master, activityId, epoch), signed), bytes.subarray(SIGNED))) return null
  return { activityId, epoch, step: signed.readUInt32BE(14) }
}

/** The ticket in what a camera read: `…/s/<ticket>`, as it is or as the `q` of a mini-program link. Null when it is some other code. */
export function ticketOfUrl(url: string): string | null {
  const found = /\/s\/([A-Za-z0-9_-]{40,64})(?:[/?#].*)?$/.exec(url)
  return found?.[1] ?? null
}

/** The six digits shown beside the ticket of a step. */
export function codeOf(master: Buffer, { activityId, epoch, step }: TicketFacts): string {
  const digest = createHmac('sha256', activitySecret(master, activityId, epoch)).update(`code/${step}`).digest()
  // 48 bits make the remainder even to one part in 10⁸.
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
}

/** The first of `steps` whose typed code this is; null when none. */
export function matchCode(master: Buffer, activity: Omit<TicketFacts, 'step'>, code: string, steps: readonly number[]): number | null {
  return steps.find((step) => codeOf(master, { ...activity, step }) === code) ?? null
}

/** What was seen, sealed with the server's time at first contact. */
export interface Claim {
  /** Unique name of the claim: one attendance for each. */
  jti: string
  activityId: string
  frozenAt: Date
  step: number
  door: 'qr' | 'code'
  /** base64url(SHA-256(verifier)): only the phone that froze it can redeem it. */
  challenge: string
}

/** The text that is sealed. */
export const claimText = (claim: Claim): string =>
  JSON.stringify({ v: 1, j: claim.jti, a: claim.activityId, f: claim.frozenAt.getTime(), s: claim.step, d: claim.door, c: claim.challenge })

/** Reads a text that our own seal has vouched for; null when it is of another version. */
export function readClaim(text: string): Claim | null {
  const data = JSON.parse(text) as { v: number; j: string; a: string; f: number; s: number; d: 'qr' | 'code'; c: string }
  if (data.v !== 1) return null
  return { jti: data.j, activityId: data.a, frozenAt: new Date(data.f), step: data.s, door: data.d, challenge: data.c }
}

/** Until when a claim may be redeemed. */
export const claimExpiry = (frozenAt: Date): Date => new Date(frozenAt.getTime() + CLAIM_LIFE_SECONDS * 1000)
