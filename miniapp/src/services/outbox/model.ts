import type { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import type { Freeze, Frozen, Redeem } from '@pioneer/shared-types/checkins/schemas'
import type { Problem } from '@pioneer/shared-types/common/schemas'
import type { ActivityKind } from '@pioneer/shared-types/constants'
import { ApiError } from '../http/errors'

/**
 * What becomes of one sign-in on this phone. Pure: instants are parameters (ms by the phone's clock), nothing is sent
 * from here. A sign-in is kept before it is sent, and leaves only when the member has seen how it ended.
 */

/** What was read: the ticket of the QR code, or the typed code of one activity. */
export type ScanSource = { kind: 'ticket'; ticket: string } | { kind: 'code'; activityId: string; code: string }

/** The meeting the member had in mind, as far as the phone knew it. */
export interface About {
  activityId: string
  title: string
  kinds: ActivityKind[]
  startAt: string
  endAt: string
  place: string
}

/** The service's seal on the scan, got before anybody knew who scanned. */
export interface FrozenClaim {
  claim: string
  frozenAt: string
  /** Until when it may be redeemed, by the phone's clock. */
  usableUntil: number
}

/**
 * `waiting`: for the network or the service; `login`: for the member to sign in; `bind`: to say who they are;
 * `done` and `refused` are the ends.
 */
export type EntryState = 'waiting' | 'login' | 'bind' | 'done' | 'refused'

export interface OutboxEntry {
  id: string
  source: ScanSource
  capturedAt: number
  /** The secret half of the proof that this phone did the scan. */
  verifier: string
  claim: FrozenClaim | null
  /** Whose sign-in it is; null when nobody was signed in. Never sent in another's name. */
  memberId: string | null
  about: About | null
  state: EntryState
  /** How often it went out without an answer. */
  tries: number
  /** A binding carried the claim: what the service then repeats as `already` is news to the member. */
  carried: boolean
  /** Sent after the moment itself: the member was told it is kept, and wants to hear how it ended. */
  delayed: boolean
  result: CheckInResult | null
  problem: Problem | null
  seen: boolean
  settledAt: number | null
}

export type NewEntry = Pick<OutboxEntry, 'id' | 'source' | 'capturedAt' | 'verifier' | 'memberId' | 'about'>

export function newEntry(facts: NewEntry): OutboxEntry {
  return {
    ...facts,
    claim: null,
    state: 'waiting',
    tries: 0,
    carried: false,
    delayed: false,
    result: null,
    problem: null,
    seen: false,
    settledAt: null,
  }
}

export const isSettled = (entry: OutboxEntry): boolean => entry.state === 'done' || entry.state === 'refused'

export function sameSource(a: ScanSource, b: ScanSource): boolean {
  if (a.kind === 'ticket') return b.kind === 'ticket' && a.ticket === b.ticket
  return b.kind === 'code' && a.activityId === b.activityId && a.code === b.code
}

/** A code is live for two steps of 15 s after its own; later there is nothing to freeze. */
const FREEZE_WITHIN_MS = 40_000
/** Redeeming takes a moment too. */
const CLAIM_MARGIN_MS = 5_000
/** From here on the time of reading goes along: the service then judges by its policy for what comes late. */
const LATE_AFTER_MS = 20_000

export const canFreeze = (entry: OutboxEntry, now: number): boolean =>
  entry.claim === null && now - entry.capturedAt <= FREEZE_WITHIN_MS

export const claimIsUsable = (entry: OutboxEntry, now: number): boolean =>
  entry.claim !== null && now < entry.claim.usableUntil

/** First stage: what was seen, sealed with the service's time. */
export function freezeBody({ source }: OutboxEntry, challenge: string): Freeze {
  return source.kind === 'ticket'
    ? { ticket: source.ticket, challenge }
    : { activityId: source.activityId, code: source.code, challenge }
}

/** Second stage: the claim while it can be used, else what was read. */
export function redeemBody(entry: OutboxEntry, deviceId: string, now: number): Redeem {
  const { source, claim } = entry
  if (claim !== null && claimIsUsable(entry, now)) return { claim: claim.claim, verifier: entry.verifier, deviceId }
  const late = entry.tries > 0 || now - entry.capturedAt > LATE_AFTER_MS
  const when = late ? { capturedAt: new Date(entry.capturedAt).toISOString() } : {}
  return source.kind === 'ticket'
    ? { ticket: source.ticket, deviceId, ...when }
    : { activityId: source.activityId, code: source.code, deviceId, ...when }
}

/** Only the life of the claim is taken from the service: the phone's clock may be wrong. */
export function withClaim(entry: OutboxEntry, frozen: Frozen, now: number): OutboxEntry {
  const life = Date.parse(frozen.expiresAt) - Date.parse(frozen.frozenAt)
  const claim = { claim: frozen.claim, frozenAt: frozen.frozenAt, usableUntil: now + life - CLAIM_MARGIN_MS }
  return { ...entry, claim }
}

export const withoutClaim = (entry: OutboxEntry): OutboxEntry => ({ ...entry, claim: null })

export const withResult = (entry: OutboxEntry, result: CheckInResult, now: number): OutboxEntry => ({
  ...entry,
  state: 'done',
  result,
  problem: null,
  settledAt: now,
})

export const withRefusal = (entry: OutboxEntry, problem: Problem, now: number): OutboxEntry => ({
  ...entry,
  state: 'refused',
  problem,
  settledAt: now,
})

/** Nothing came back, or the service could not take it now. */
export const unanswered = (entry: OutboxEntry): OutboxEntry => ({
  ...entry,
  state: 'waiting',
  tries: entry.tries + 1,
  delayed: true,
})

/**
 * What a failure means for a sign-in: `later` = send again, nothing is decided; `login`, `bind` = somebody must come
 * first; `claim` = the seal is of no use any more, what was read still is; `refused` = decided.
 */
export type Verdict = 'later' | 'login' | 'bind' | 'claim' | 'refused'

export function verdictOf(error: unknown): Verdict {
  if (!(error instanceof ApiError)) return 'later'
  if (error.status === 401) return 'login'
  if (error.is('not-bound') || error.is('consent-required')) return 'bind'
  if (error.is('claim-expired') || error.is('claim-invalid') || error.is('claim-foreign')) return 'claim'
  if (error.status >= 500 || error.is('rate-limited')) return 'later'
  return 'refused'
}

/** Refused whoever asks: what was read is no code, or a guess. Everything else is for the policy to judge. */
export const isFinal = (refusal: ApiError): boolean =>
  refusal.is('ticket-invalid') || refusal.is('code-wrong') || refusal.is('code-locked')

const DELAYS_MS = [2_000, 5_000, 10_000, 20_000, 40_000, 60_000]
const LONGEST_DELAY_MS = 120_000

/** How long to wait before the next try while a page is open. */
export function retryDelay(tries: number): number {
  return DELAYS_MS[Math.max(0, tries - 1)] ?? LONGEST_DELAY_MS
}

/** What the member saw stays for an hour, so that the page that shows it can be opened again. */
const SEEN_FOR_MS = 3_600_000

/** The entries without those that ended, were seen and are old. */
export function pruned(entries: readonly OutboxEntry[], now: number): OutboxEntry[] {
  return entries.filter((entry) => !(isSettled(entry) && entry.seen && now - (entry.settledAt ?? 0) > SEEN_FOR_MS))
}

/** Entries this person may see and send; those of nobody belong to whoever holds the phone. */
export function ownedBy(entries: readonly OutboxEntry[], memberId: string | null): OutboxEntry[] {
  return entries.filter((entry) => entry.memberId === null || memberId === null || entry.memberId === memberId)
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Whether what is read from the phone's storage is a list of entries of this version. */
export function areEntries(value: unknown): value is OutboxEntry[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item) =>
        isRecord(item) &&
        typeof item.id === 'string' &&
        isRecord(item.source) &&
        typeof item.capturedAt === 'number' &&
        typeof item.verifier === 'string' &&
        typeof item.state === 'string',
    )
  )
}
