import type { PaperTaskState, QuestionType, Verdict } from '@pioneer/shared-types/constants'
import { dayOf, startOfDay } from '../../kernel/calendar'
import type { StudyRules } from './data-schema'

/** What marking needs to know of a question. */
export interface Keyed { type: QuestionType; answer: readonly string[] }

const sameKeys = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((key) => b.includes(key))

/**
 * How an answer was marked: exactly the right options is `right`; some of the right ones and none wrong, of several to be chosen, is `partly`;
 * nothing chosen is `blank`; all else is `wrong`.
 */
export function verdictOf(question: Keyed, given: readonly string[]): Verdict {
  if (given.length === 0) return 'blank'
  if (sameKeys(given, question.answer)) return 'right'
  return question.type === 'multiple' && given.every((key) => question.answer.includes(key)) ? 'partly' : 'wrong'
}

/** Whole points of 100: ⌊100 · earned ÷ possible⌋, each question worth the same, in integers. No question at all scores 0. */
export function scoreOf(verdicts: readonly Verdict[], marking: StudyRules['marking']): number {
  if (verdicts.length === 0) return 0
  const hundredths = verdicts.reduce((sum, verdict) => sum + (verdict === 'right' ? 100 : verdict === 'partly' ? marking.partlyPercent : 0), 0)
  return Math.floor(hundredths / verdicts.length)
}

/** What passing asks for: so many right answers (lessons), or a score (papers). */
export type Pass = { right: number } | { score: number }
export const passes = (result: { right: number; score: number }, pass: Pass): boolean =>
  'right' in pass ? result.right >= pass.right : result.score >= pass.score

/** An answer as it is kept; `rev` counts its changes from 1. */
export interface Answer { keys: readonly string[]; rev: number }

/**
 * Which of two answers to a question counts: the one with the higher rev. Of two changes with the same rev the first to arrive is kept,
 * so another device that did not know of it is told; the same answer again is a repetition and welcome.
 */
export function mergeAnswer<T extends Answer>(stored: T | null, given: T): { kept: boolean; answer: T } {
  if (stored === null || given.rev > stored.rev) return { kept: true, answer: given }
  return { kept: given.rev === stored.rev && sameKeys(given.keys, stored.keys), answer: stored }
}

/** The kept answers by question with what is newer of those that were handed in; in whatever order they come. */
export function mergeAnswers<T extends Answer>(stored: Readonly<Record<string, T>>, given: readonly { questionId: string; answer: T }[]): Record<string, T> {
  const merged: Record<string, T> = { ...stored }
  for (const { questionId, answer } of given) merged[questionId] = mergeAnswer(merged[questionId] ?? null, answer).answer
  return merged
}

/**
 * When a result counts as done: what is handed in within the grace, or by the service after it, counts as of the deadline, so that a paper
 * of 31 December stays in its year. Lessons have no deadline.
 */
export const countsAt = (handedInAt: Date, dueAt: Date | null): Date => (dueAt !== null && dueAt < handedInAt ? dueAt : handedInAt)

/** Where a member stands with a paper; `missed` as long as nothing was handed in when it was due, `doing` until an attempt that is open is settled. */
export function paperTaskState(task: { done: boolean; open: boolean; dueAt: Date }, now: Date): PaperTaskState {
  if (task.done) return 'done'
  if (task.open) return 'doing'
  return now < task.dueAt ? 'todo' : 'missed'
}

export type LessonState = 'new' | 'doing' | 'tried' | 'resting' | 'passed'

/** How many attempts at a lesson are left on the Shanghai day of `now`. */
export const attemptsLeft = (handedInAt: readonly Date[], perDay: number, now: Date): number =>
  Math.max(0, perDay - handedInAt.filter((at) => dayOf(at) === dayOf(now)).length)

export function lessonState(task: { passed: boolean; open: boolean; handedInAt: readonly Date[] }, perDay: number, now: Date): LessonState {
  if (task.passed) return 'passed'
  if (task.open) return 'doing'
  if (attemptsLeft(task.handedInAt, perDay, now) === 0) return 'resting'
  return task.handedInAt.length === 0 ? 'new' : 'tried'
}

/**
 * 今日微党课: the first lesson in the order of the book that was not passed before today, so that it stays the same for the whole
 * Shanghai day, passed or not. Null when all were passed before.
 */
export function todaysLesson(codes: readonly string[], passedAt: ReadonlyMap<string, Date>, now: Date): string | null {
  const today = startOfDay(dayOf(now))
  return codes.find((code) => { const passed = passedAt.get(code); return passed === undefined || passed >= today }) ?? null
}
