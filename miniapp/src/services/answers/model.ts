import type { Problem } from '@pioneer/shared-types/common/schemas'
import type { HandIn, KeptAnswer, SaveAnswer, SavedAnswer } from '@pioneer/shared-types/study/schemas'
import { ApiError } from '../http/errors'

/**
 * What becomes of the answers of a quiz on this phone. Pure: nothing is sent from here. An answer is kept before it is
 * sent and leaves only when the service has said what it keeps.
 */

/** One submitted answer that the service has not confirmed. There is one a question: the newest. */
export interface WaitingAnswer {
  /** Whose answer it is. Never sent in another's name. */
  memberId: string
  attemptId: string
  questionId: string
  keys: string[]
  /** The change of this answer the service is known to keep; 0 while it is known to keep none. */
  base: number
  /** What went out on this base without an answer coming back: the service may keep one of these. */
  sent: string[][]
  /** How often it went out without an answer. */
  tries: number
}

/** Options in the order of the alphabet, as the contract has them. */
const inOrder = (keys: readonly string[]): string[] => [...keys].sort()

/** Whether two answers choose the same options. */
export const sameKeys = (a: readonly string[], b: readonly string[]): boolean => inOrder(a).join() === inOrder(b).join()

const isFor = (entry: WaitingAnswer, attemptId: string, questionId: string): boolean => entry.attemptId === attemptId && entry.questionId === questionId

export type Submitted = Pick<WaitingAnswer, 'memberId' | 'attemptId' | 'questionId' | 'keys' | 'base'>

/** The entries with this answer; an older one to the same question makes room and leaves its place in the order. */
export function withAnswer(entries: readonly WaitingAnswer[], answer: Submitted): WaitingAnswer[] {
  const keys = inOrder(answer.keys)
  const older = entries.find((entry) => isFor(entry, answer.attemptId, answer.questionId) && entry.memberId === answer.memberId)
  if (older === undefined) return [...entries, { ...answer, keys, sent: [], tries: 0 }]
  const base = Math.max(older.base, answer.base)
  const newer: WaitingAnswer = { ...older, keys, base, sent: base === older.base ? older.sent : [] }
  return entries.map((entry) => (entry === older ? newer : entry))
}

/** What is sent: one more than what the service is known to keep. */
export const saveBody = ({ keys, base }: WaitingAnswer): SaveAnswer => ({ keys, rev: base + 1 })

/** The entry as it goes out: from now on the service may keep these options. */
export const goingOut = (entry: WaitingAnswer): WaitingAnswer =>
  entry.sent.some((keys) => sameKeys(keys, entry.keys)) ? entry : { ...entry, sent: [...entry.sent, entry.keys] }

/** What an answer of the service leaves waiting, and whether another device's answer now stands instead of this phone's. */
export interface Outcome {
  left: WaitingAnswer | null
  replaced: boolean
}

/**
 * What follows from the service's answer.
 * @param entry as it stands now: the member may have chosen otherwise while it was on its way
 * @param sent the options of this request
 */
export function outcomeOf(entry: WaitingAnswer, sent: readonly string[], saved: SavedAnswer): Outcome {
  const { answer, kept } = saved
  // what the service keeps may be an earlier try of this phone whose reply was lost: that is nobody else's answer
  const own = kept || (answer.rev === entry.base + 1 && entry.sent.some((keys) => sameKeys(keys, answer.keys)))
  if (own) {
    const done = sameKeys(entry.keys, kept ? sent : answer.keys)
    return { left: done ? null : { ...entry, base: answer.rev, sent: [], tries: 0 }, replaced: false }
  }
  return { left: null, replaced: !sameKeys(entry.keys, answer.keys) }
}

/** What a failure means: `later` = send again, nothing is decided; `over` = this attempt takes no answers any more. */
export function verdictOf(error: unknown): 'later' | 'over' {
  if (!(error instanceof ApiError)) return 'later'
  if (error.status === 401 || error.is('not-bound') || error.is('consent-required')) return 'later'
  if (error.status >= 500 || error.is('rate-limited') || error.is('conflict')) return 'later'
  return 'over'
}

/** Entries this member may see and send. */
export const ownedBy = (entries: readonly WaitingAnswer[], memberId: string | null): WaitingAnswer[] => entries.filter((entry) => entry.memberId === memberId)

/** An answer as the page shows it. */
export interface Given {
  keys: string[]
  /** The change the service is known to keep; 0 = none. */
  rev: number
  /** Not confirmed yet. */
  waits: boolean
}
export type GivenAnswers = Readonly<Record<string, Given>>

/** What is answered, by question: what the service keeps, the newer of what was heard, and over it what still waits. */
export function merged(kept: readonly KeptAnswer[], heard: readonly KeptAnswer[], waiting: readonly WaitingAnswer[]): GivenAnswers {
  const given: Record<string, Given> = {}
  for (const { questionId, keys, rev } of [...kept, ...heard]) {
    if (rev >= (given[questionId]?.rev ?? 0)) given[questionId] = { keys, rev, waits: false }
  }
  for (const { questionId, keys, base } of waiting) {
    given[questionId] = { keys, rev: Math.max(base, given[questionId]?.rev ?? 0), waits: true }
  }
  return given
}

/**
 * Everything the phone holds, for handing in. An answer that went out without a reply may have arrived, so what replaced
 * it counts as one change more.
 */
export function handInBody(given: GivenAnswers, waiting: readonly WaitingAnswer[]): HandIn {
  const revOf = (questionId: string, { rev, waits }: Given): number => {
    if (!waits) return rev
    const lost = waiting.find((entry) => entry.questionId === questionId)?.sent.length ?? 0
    return rev + (lost > 0 ? 2 : 1)
  }
  return { answers: Object.entries(given).map(([questionId, answer]) => ({ questionId, keys: answer.keys, rev: revOf(questionId, answer) })) }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isKeys = (value: unknown): boolean => Array.isArray(value) && value.every((key) => typeof key === 'string')

/** Whether what is read from the phone's storage is a list of entries of this version. */
export function areWaiting(value: unknown): value is WaitingAnswer[] {
  return (
    Array.isArray(value) &&
    value.every(
      (item) =>
        isRecord(item) &&
        [item.memberId, item.attemptId, item.questionId].every((part) => typeof part === 'string') &&
        isKeys(item.keys) &&
        Array.isArray(item.sent) &&
        item.sent.every(isKeys) &&
        typeof item.base === 'number' &&
        typeof item.tries === 'number',
    )
  )
}

/** What the phone knows of the answers of this session, by attempt, beside what waits. */
export interface AnswersState {
  waiting: WaitingAnswer[]
  /** What the service said it keeps. */
  heard: Readonly<Record<string, KeptAnswer[]>>
  /** When it last kept one. */
  savedAt: Readonly<Record<string, string>>
  /** Questions whose answer another device had given first. */
  replaced: Readonly<Record<string, string[]>>
  /** Why an attempt takes no answers any more. */
  over: Readonly<Record<string, Problem>>
}

export const NOTHING_HEARD: Omit<AnswersState, 'waiting'> = { heard: {}, savedAt: {}, replaced: {}, over: {} }
