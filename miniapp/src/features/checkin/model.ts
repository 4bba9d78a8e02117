import type { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import type { Door, ProblemCode } from '@pioneer/shared-types/constants'
import type { OutboxEntry } from '@/services/outbox/model'

/** View logic of signing in. Pure. */

const TICKET = /^[A-Za-z0-9_-]{40,64}$/
/** `…/s/<ticket>` is what stands in the code of the screen, `t=<ticket>` what the web build makes of it. */
const TICKET_IN_TEXT = /(?:\/s\/|[?&]t=)([A-Za-z0-9_-]{40,64})(?![A-Za-z0-9_-])/
const PAIRING_IN_TEXT = /\/p\/([A-Za-z0-9_-]{6,64})(?![A-Za-z0-9_-])/
const ACTIVITY_ID = /^[0-9a-f]{24}$/

/** What a scanned code is: a sign-in ticket, a screen that waits to be paired, or something else. */
export type Scanned = { kind: 'ticket'; ticket: string } | { kind: 'pairing'; pairing: string } | { kind: 'other' }

export function scannedAs(text: string): Scanned {
  const ticket = TICKET_IN_TEXT.exec(text)?.[1]
  if (ticket !== undefined) return { kind: 'ticket', ticket }
  const pairing = PAIRING_IN_TEXT.exec(text)?.[1]
  return pairing === undefined ? { kind: 'other' } : { kind: 'pairing', pairing }
}

/** Parameters arrive percent-encoded in WeChat, sometimes twice, and plain in a browser. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export interface LandingParams {
  /** The ticket, in a browser. */
  t?: string
  /** The scanned link, encoded, when WeChat's own scanner opened the mini-program. */
  q?: string
  /** What stands in the mini-program code of an activity. */
  scene?: string
  /** A sign-in this phone already keeps. */
  entry?: string
}

/** With what the sign-in page was opened. */
export type Landing =
  | { kind: 'ticket'; ticket: string }
  | { kind: 'entry'; id: string }
  | { kind: 'activity'; activityId: string }
  | { kind: 'other' }
  | { kind: 'nothing' }

export function landingOf({ t, q, scene, entry }: LandingParams): Landing {
  if (entry) return { kind: 'entry', id: decoded(entry) }
  if (t) {
    const ticket = decoded(t)
    return TICKET.test(ticket) ? { kind: 'ticket', ticket } : { kind: 'other' }
  }
  if (q) {
    const scanned = scannedAs(decoded(decoded(q)))
    return scanned.kind === 'ticket' ? scanned : { kind: 'other' }
  }
  if (scene) {
    const activityId = decoded(scene).replace(/^\w+=/, '')
    return ACTIVITY_ID.test(activityId) ? { kind: 'activity', activityId } : { kind: 'other' }
  }
  return { kind: 'nothing' }
}

/** Where a sign-in stands, for the page that has to be shown. */
export type Step = 'working' | 'done' | 'saved' | 'login' | 'bind' | 'refused'

export function stepOf(entry: OutboxEntry): Step {
  switch (entry.state) {
    case 'done':
      return entry.result?.outcome === 'requested' ? 'saved' : 'done'
    case 'waiting':
      return entry.tries > 0 ? 'saved' : 'working'
    default:
      return entry.state
  }
}

/** The way on after a refusal. `scan`: read the screen again; `code`: type the code; `ask`: the secretary taps it in. */
export type WayOn = 'scan' | 'code' | 'ask' | 'request' | 'activities' | 'home'

const WAYS: Readonly<Partial<Record<ProblemCode, readonly WayOn[]>>> = {
  'activity-not-open': ['home', 'scan'],
  'activity-closed': ['request', 'ask'],
  'activity-cancelled': ['activities'],
  'activity-state': ['activities', 'ask'],
  'ticket-invalid': ['scan', 'code', 'ask'],
  'ticket-expired': ['scan', 'code', 'ask'],
  'claim-expired': ['scan', 'code', 'ask'],
  'claim-invalid': ['scan', 'code', 'ask'],
  'claim-used': ['scan', 'code', 'ask'],
  'claim-foreign': ['scan', 'code', 'ask'],
  'code-wrong': ['code', 'scan', 'ask'],
  'code-expired': ['code', 'scan', 'ask'],
  'code-locked': ['scan', 'ask'],
  'not-expected': ['ask', 'activities'],
  'already-requested': ['home'],
  'not-found': ['scan', 'code', 'ask'],
}

/** What the member can do now, the best first. Codes this version does not know offer every way. */
export function waysOn(code: string): readonly WayOn[] {
  return WAYS[code as ProblemCode] ?? ['scan', 'code', 'ask']
}

/** Problems of typing: the cells shake and are cleared, the page stays. */
export const isTypingProblem = (code: string): boolean => code === 'code-wrong' || code === 'code-expired'

const DOOR_TAGS: Readonly<Record<Door, string>> = { qr: '扫码', code: '口令', tap: '书记点到', request: '补签', job: '系统' }

export interface Signed {
  /** The instant that counts; null when only the outcome is known. */
  at: string | null
  /** Shown without animation. */
  again: boolean
  late: boolean
  lateMinutes: number
  door: string | null
  gained: number
  /** Headings that gained, e.g. 履职 +1, with the first reason. */
  gains: ReadonlyArray<{ heading: string; delta: number; reason: string }>
}

/** What the page of success says. A sign-in that a binding or a retry carried is repeated as `already`, yet is news. */
export function signedOf(entry: OutboxEntry, headingNames: Readonly<Record<string, string>>): Signed | null {
  const { result } = entry
  if (result === null) return null
  const { attendance } = result
  const gains = gainsOf(result, headingNames)
  return {
    at: attendance?.at ?? null,
    again: result.outcome === 'already' && !entry.carried && entry.tries === 0,
    late: attendance?.late ?? false,
    lateMinutes: attendance?.lateMinutes ?? 0,
    door: attendance?.door ? DOOR_TAGS[attendance.door] : null,
    gained: result.points.gained,
    gains,
  }
}

function gainsOf(result: CheckInResult, names: Readonly<Record<string, string>>): Array<Signed['gains'][number]> {
  const byHeading = new Map<string, { heading: string; delta: number; reason: string }>()
  for (const { heading, delta, reason } of result.points.entries) {
    const known = byHeading.get(heading)
    const name = names[heading] ?? heading
    byHeading.set(heading, { heading: name, delta: (known?.delta ?? 0) + delta, reason: known?.reason ?? reason })
  }
  return [...byHeading.values()].filter(({ delta }) => delta > 0)
}

/** So long after the end what was kept still counts (domain rules, what arrives late). */
const EVIDENCE_MS = 24 * 3_600_000

/** Until when a kept sign-in should reach the service; null when the meeting is not known. */
export function sendBy(entry: OutboxEntry): number | null {
  return entry.about === null ? null : Date.parse(entry.about.endAt) + EVIDENCE_MS
}

/** The three steps of a kept sign-in. */
export type TrackState = 'ok' | 'now' | 'todo'
export interface Track {
  /** Reaches the service. */
  sent: TrackState
  /** Counts. */
  confirmed: TrackState
}

export function trackOf(entry: OutboxEntry): Track {
  if (entry.state !== 'done') return { sent: 'now', confirmed: 'todo' }
  return { sent: 'ok', confirmed: entry.result?.outcome === 'requested' ? 'now' : 'ok' }
}

/** What 首页 says about the outbox; the most urgent of it. */
export type OutboxNews =
  | { kind: 'waiting' | 'login' | 'bind' | 'refused' | 'requested' | 'recorded'; entry: OutboxEntry }
  | null

const URGENCY = ['refused', 'login', 'bind', 'waiting', 'requested', 'recorded'] as const

export function newsOf(entries: readonly OutboxEntry[]): OutboxNews {
  const kinds = entries.map((entry) => ({ kind: newsKind(entry), entry }))
  for (const kind of URGENCY) {
    const found = kinds.find((item) => item.kind === kind)
    if (found) return { kind, entry: found.entry }
  }
  return null
}

function newsKind(entry: OutboxEntry): (typeof URGENCY)[number] | null {
  if (entry.state === 'waiting') return entry.tries > 0 ? 'waiting' : null
  if (entry.state === 'refused') return 'refused'
  if (entry.state !== 'done') return entry.state
  if (entry.seen || !entry.delayed) return null
  return entry.result?.outcome === 'requested' ? 'requested' : 'recorded'
}
