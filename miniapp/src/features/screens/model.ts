import type { ActivitySummary, Counts, Quorum } from '@pioneer/shared-types/activities/schemas'
import { TICKET_STEP_SECONDS } from '@pioneer/shared-types/constants'
import type { ScreenState } from '@pioneer/shared-types/screens/schemas'
import { daysBetween } from '@/services/calendar'
import { WORDS } from './words'

/** View logic of the room's screen. Pure: `now` is an instant in ms by the service's clock. */

/** A code is accepted for two steps after its own (architecture.md, sign-in protocol). */
const STILL_ACCEPTED_MS = 2 * TICKET_STEP_SECONDS * 1000
/** The next code is this late at most while the network is well. */
const OVERDUE_MS = 5_000

/** What the room sees. */
export type RoomView =
  | { kind: 'before'; opensAt: string; minutes: number }
  | { kind: 'open'; address: string | null; code: string | null; left: number | null; lost: boolean; covered: boolean }
  | { kind: 'ended' }
  | { kind: 'cancelled' }

/**
 * What to show at `now` of what was heard last. Without network the code stays as long as the service would still take
 * it; the QR code is covered once its time is over.
 */
export function roomView(screen: ScreenState, now: number, lost: boolean): RoomView {
  const { activity, url, code, expiresAt } = screen
  if (activity.status === 'cancelled') return { kind: 'cancelled' }
  if (activity.status === 'finished' || now > Date.parse(activity.endAt)) return { kind: 'ended' }
  const until = expiresAt === null ? null : Date.parse(expiresAt)
  if (until === null) {
    const waits = Date.parse(activity.opensAt) - now
    if (waits > 0 || !lost) return { kind: 'before', opensAt: activity.opensAt, minutes: Math.max(0, Math.ceil(waits / 60_000)) }
    return { kind: 'open', address: null, code: null, left: null, lost, covered: true }
  }
  const gone = lost || now > until + OVERDUE_MS
  return {
    kind: 'open',
    address: url,
    code: gone && now > until + STILL_ACCEPTED_MS ? null : code,
    left: gone ? null : Math.max(0, Math.min(TICKET_STEP_SECONDS, Math.ceil((until - now) / 1000))),
    lost: gone,
    covered: gone && now > until,
  }
}

/** 482 913 */
export const codeHalves = (code: string): [string, string] => [code.slice(0, 3), code.slice(3)]

/** Under the count: how many are on their way, on leave, guests; no names. */
export function restWords(counts: Counts, over: boolean): string {
  const parts = [
    counts.missing > 0 ? (over ? WORDS.notSigned(counts.missing) : WORDS.onTheWay(counts.missing)) : '',
    counts.leave > 0 ? WORDS.onLeave(counts.leave) : '',
    counts.madeUp > 0 ? WORDS.madeUp(counts.madeUp) : '',
    counts.guestsPresent > 0 ? WORDS.guests(counts.guestsPresent) : '',
  ].filter(Boolean)
  return counts.missing === 0 && counts.expected > 0 ? [WORDS.allHere, ...parts].join('，') : parts.join('，')
}

export interface QuorumWords {
  met: boolean
  title: string
  note: string
}

export function quorumWords({ met, present, required }: Quorum, over: boolean): QuorumWords {
  const lacking = Math.max(0, required - present)
  const title = met ? WORDS.enough : over ? WORDS.notEnoughAfter(lacking) : WORDS.notEnough(lacking)
  return { met, title, note: WORDS.quorum(present, required) }
}

const DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 15_000]

/** How long to wait before asking again after so many failures in a row. */
export const retryDelay = (failures: number): number => DELAYS_MS[Math.min(failures, DELAYS_MS.length) - 1] ?? DELAYS_MS[0] ?? 0

/** An answer that says nothing new so soon means that the service does not wait (it is closing): ask more slowly. */
export const restAfter = (news: boolean, tookMs: number): number => (news || tookMs >= 1_000 ? 0 : 1_000)

const PAIRING = /^[A-Z0-9]{8}$/

/** The pairing code in what was scanned (`…/p/ABCD2345`, encoded or not) or typed, in capitals; null when it is none. */
export function pairingOf(given: string): string | null {
  const text = given.replace(/%2F/gi, '/')
  const scanned = /\/p\/([A-Za-z0-9]+)/.exec(text)?.[1]
  if (scanned === undefined && text.includes('/')) return null
  const plain = (scanned ?? text).replace(/[\s-]/g, '').toUpperCase()
  return PAIRING.test(plain) ? plain : null
}

/** ABCD 2345, easier to read aloud. */
export const shownPairing = (pairing: string): string => `${pairing.slice(0, 4)} ${pairing.slice(4)}`

/** A screen may be opened until half an hour after the end; the service judges. */
const AFTER_END_MS = 30 * 60_000

/** How many are offered on a day without a meeting. */
const OFFERED = 3

/**
 * Meetings a screen may be opened for: what runs and what is on today; on other days the next ones. The one that was asked for is
 * always among them.
 */
export function screenable(items: readonly ActivitySummary[], now: number, wanted = ''): ActivitySummary[] {
  const fits = items.filter(({ status, endAt, canManage }) => canManage && ['published', 'finished'].includes(status) && Date.parse(endAt) + AFTER_END_MS > now)
  const rank = (activity: ActivitySummary) => {
    if (activity.status === 'finished' || now > Date.parse(activity.endAt)) return 3
    if (now >= Date.parse(activity.opensAt)) return 0
    return daysBetween(now, activity.startAt) === 0 ? 1 : 2
  }
  const sorted = fits.sort((a, b) => rank(a) - rank(b) || Date.parse(a.startAt) - Date.parse(b.startAt))
  const near = sorted.filter((activity) => rank(activity) < 2)
  const offered = near.length > 0 ? near : sorted.slice(0, OFFERED)
  return sorted.filter((activity) => offered.includes(activity) || activity.id === wanted)
}
