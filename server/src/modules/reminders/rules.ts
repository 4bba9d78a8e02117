import type { MyPart } from '@pioneer/shared-types/activities/schemas'
import type { ActivityStatus, PaperTaskState, Reach } from '@pioneer/shared-types/constants'
import { dayOf, startOfDay, timeOf } from '../../kernel/calendar'
import type { ReminderRules, RuleCode } from './rule-schema'

/** The law of reminding: when one is due, whether it still makes sense, and what follows from WeChat's answers. Pure. */

const MINUTE = 60_000
const DAY = 86_400_000

/** Fills the words in braces; a word that is not given leaves nothing. */
export const fill = (text: string, words: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '')

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** When the quiet hours that hold this instant end; null outside of them. They may pass midnight. */
export function quietUntil(quiet: ReminderRules['quiet'], now: Date): Date | null {
  const [from, to, at] = [minutesOf(quiet.from), minutesOf(quiet.to), minutesOf(timeOf(now))]
  const inside = from <= to ? at >= from && at < to : at >= from || at < to
  if (!inside) return null
  const end = startOfDay(dayOf(now)).getTime() + to * MINUTE
  return new Date(at < to ? end : end + DAY)
}

/** When a reminder falls due: so many minutes before an instant; of what is open for less than that, when half of its time is over. */
export const dueAt = (instant: Date, minutesBefore: number, opensAt?: Date): Date => {
  const due = instant.getTime() - minutesBefore * MINUTE
  return new Date(opensAt && due <= opensAt.getTime() ? (opensAt.getTime() + instant.getTime()) / 2 : due)
}

/** Whether one that fell due then is still made now, after the service was away. */
export const inTime = (due: Date, overdueMinutes: number, now: Date): boolean => now.getTime() - due.getTime() <= overdueMinutes * MINUTE

/** What a reminder of a meeting is judged by at the moment it is delivered. */
export interface MeetingFacts {
  status: ActivityStatus
  startAt: Date
  endAt: Date
  part: Pick<MyPart, 'role' | 'state' | 'reply' | 'request'> | null
  /** The start for which it was planned; null for those by hand. */
  plannedFor: Date | null
}

/** Nobody has decided about this person yet, who is expected. */
const awaited = ({ part }: MeetingFacts): boolean => part?.role === 'expected' && part.state === 'pending'

/** Neither replied nor asked for leave. */
const unanswered = ({ part }: MeetingFacts): boolean => part?.reply === null && !(part.request?.kind === 'leave' && (part.request.state === 'pending' || part.request.state === 'approved'))

/** Has asked for leave or for 补签, and it is others who have to act. */
const waitsForDecision = ({ part }: MeetingFacts): boolean => part?.request?.state === 'pending'

/** Whether a reminder of a meeting still has a purpose: signed in meanwhile, on leave, moved, cancelled or over, it has none. */
export function meetingNeeds(code: RuleCode, facts: MeetingFacts, now: Date): boolean {
  const moved = facts.plannedFor !== null && facts.plannedFor.getTime() !== facts.startAt.getTime()
  if (facts.status !== 'published' || moved || !awaited(facts)) return false
  switch (code) {
    case 'meeting-soon': return now < facts.startAt
    case 'remind-reply': return now < facts.startAt && unanswered(facts)
    case 'meeting-started':
    case 'remind-sign-in': return now < facts.endAt && !waitsForDecision(facts)
    default: return false
  }
}

/** Whether 参加 or 请假 can still be answered in the inbox. */
export const mayAnswer = (facts: MeetingFacts, now: Date): boolean => facts.status === 'published' && now < facts.startAt && awaited(facts) && unanswered(facts)

/** Whether a reminder of a paper still has a purpose: the paper is open (not withdrawn, not over) and this person has not done it. */
export const paperNeeds = (facts: { open: boolean; state: PaperTaskState | null }): boolean => facts.open && (facts.state === 'todo' || facts.state === 'doing')

/** How somebody is reached: WeChat needs a template, an account and an acceptance left; the inbox an account. */
export function reachOf(facts: { bound: boolean; template: boolean; credits: number }): Reach {
  if (!facts.bound) return 'call'
  return facts.template && facts.credits > 0 ? 'wechat' : 'inbox'
}

/** What WeChat, or its silence, said. */
export type Outcome = { kind: 'answered'; errcode: number } | { kind: 'not-reached' } | { kind: 'unknown' }

export interface Attempt {
  outcome: Outcome
  /** How many calls were made, this one among them. */
  tries: number
  /** An earlier call may have arrived: WeChat was asked and nobody knows the answer. */
  again: boolean
}

/**
 * What follows. `back`: the acceptance is certainly unused and returns to the ledger. `retry` while an earlier call may have arrived keeps it.
 * `ask-again`: nobody knows whether it arrived; the takeover decides whether another call can be made without reaching anybody twice.
 */
export type Step =
  | { do: 'sent' }
  | { do: 'no-credit' }
  | { do: 'retry'; seconds: number }
  | { do: 'ask-again'; seconds: number }
  | { do: 'failed' }
  | { do: 'unsure' }

/** The decision table of ARCHITECTURE.md, by the answers of the rules. */
export function nextStep({ answers }: Pick<ReminderRules, 'answers'>, { outcome, tries, again }: Attempt): Step {
  const wait = (after: readonly number[]): number | undefined => after[tries - 1]
  if (outcome.kind === 'unknown') {
    const seconds = wait(answers.unknown)
    return seconds === undefined ? { do: 'unsure' } : { do: 'ask-again', seconds }
  }
  if (outcome.kind === 'answered' && outcome.errcode === 0) return { do: 'sent' }
  // The only acceptance is used up, and nobody but the call before can have used it.
  if (outcome.kind === 'answered' && answers.noCredit.includes(outcome.errcode)) return again ? { do: 'sent' } : { do: 'no-credit' }
  const after = outcome.kind === 'not-reached' ? answers.notReached : answers.retry.find((row) => row.errcode === outcome.errcode)?.after
  const seconds = after && wait(after)
  if (seconds !== undefined) return { do: again ? 'ask-again' : 'retry', seconds }
  return { do: again ? 'unsure' : 'failed' }
}

/**
 * Whether a message of unknown outcome may be asked for again: only when WeChat can have had exactly one acceptance to spend, so that
 * whichever call comes second is refused. `sole`: at the claim one was left and no other message of unknown outcome was under way.
 * `moved`: something entered the ledger since (an acceptance WeChat may honour a second time).
 */
export const mayAskAgain = (facts: { sole: boolean; moved: boolean }): boolean => facts.sole && !facts.moved
