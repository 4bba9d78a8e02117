import type { ActivityStatus, Flag } from '@pioneer/shared-types/constants'
import { timeOf } from '../../kernel/calendar'

/**
 * What becomes of a sign-in (domain-rules.md, Attendance). Pure: a reader finds the whole policy here.
 * All instants are UTC.
 */

/** A ticket not older than this is believed without asking the secretary, milliseconds [D]. */
export const STALE_ACCEPTED = 5 * 60_000
/** So long after the end a ticket is still evidence for the secretary, milliseconds [D]. */
export const EVIDENCE_LIFE = 24 * 3_600_000

export interface SignInFacts {
  status: ActivityStatus
  startAt: Date
  endAt: Date
  /** Opens, closes (the end, or earlier when the secretary finished it). */
  window: { opensAt: Date; closesAt: Date }
  now: Date
  /** When the code was on the screen: the first instant of its step. */
  shownAt: Date
  /** When the service first saw it while it was live: now, or the frozen time of a claim. Null when it arrived too old to be live. */
  liveAt: Date | null
  /** When the account was bound to its roster row; null when it is not. */
  boundAt: Date | null
}

export type SignInDecision =
  /** Present, at this instant. */
  | { kind: 'record'; at: Date; flags: Flag[] }
  /** Evidence for the secretary. */
  | { kind: 'request'; ticketAt: Date }
  | { kind: 'refuse'; code: 'activity-not-open' | 'activity-closed' | 'activity-cancelled' | 'ticket-expired' }

/**
 * The table “What arrives late” [D]:
 * | evidence | while signing in is open | up to 24 h after the end | later |
 * |---|---|---|---|
 * | seen live (or frozen live) | present at that instant | present when it was seen live before the end | activity-closed |
 * | ≤5 min old, account bound before the start | present at the ticket's time, flag stale-ticket | request | activity-closed |
 * | older, or bound later | request | request | activity-closed |
 * A code shown outside the window is evidence of nothing. A frozen claim keeps its instant however long the binding takes.
 * A ticket shows when the code was on the screen, not that its sender was there: that is why older ones wait for a person.
 */
export function decideSignIn(facts: SignInFacts): SignInDecision {
  const { window, now, liveAt, shownAt } = facts
  if (facts.status === 'cancelled') return { kind: 'refuse', code: 'activity-cancelled' }
  const seen = liveAt ?? now
  if (liveAt) {
    if (liveAt < window.opensAt) return { kind: 'refuse', code: 'activity-not-open' }
    if (liveAt <= window.closesAt) return { kind: 'record', at: liveAt, flags: lateBinding(facts) }
  }
  // The step in which the window opens begins before it.
  const ticketAt = shownAt < window.opensAt && shownAt.getTime() + 15_000 > window.opensAt.getTime() ? window.opensAt : shownAt
  if (seen < window.opensAt) return { kind: 'refuse', code: 'activity-not-open' }
  if (now.getTime() > facts.endAt.getTime() + EVIDENCE_LIFE) return { kind: 'refuse', code: 'activity-closed' }
  const shownInWindow = ticketAt >= window.opensAt && ticketAt <= window.closesAt && ticketAt <= now
  if (!shownInWindow) return { kind: 'refuse', code: now > window.closesAt ? 'activity-closed' : 'ticket-expired' }
  const believed = now.getTime() - ticketAt.getTime() <= STALE_ACCEPTED && now <= window.closesAt && facts.boundAt !== null && facts.boundAt < facts.startAt
  return believed ? { kind: 'record', at: ticketAt, flags: ['stale-ticket'] } : { kind: 'request', ticketAt }
}

/** A soft flag for the secretary: whoever proved only after the meeting who they are. */
const lateBinding = (facts: SignInFacts): Flag[] => (facts.boundAt !== null && facts.boundAt > facts.endAt ? ['bound-late'] : [])

/** Whether a code may be on the screen at this instant. */
export const isOpen = (facts: { status: ActivityStatus; window: { opensAt: Date; closesAt: Date } }, now: Date): boolean =>
  facts.status === 'published' && now >= facts.window.opensAt && now <= facts.window.closesAt

/** The sentence after a sign-in (looks.md §5). */
export function signedInWords(attendance: { at: Date | null; late: boolean; lateMinutes: number }, again: boolean): string {
  const time = attendance.at ? `${timeOf(attendance.at)} ` : ''
  if (again) return `${time}已经签过了`
  return attendance.late ? `迟到 ${attendance.lateMinutes} 分钟，已记下` : `已签到 ${time.trim()}`
}
