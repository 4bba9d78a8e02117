import type { Connection } from 'mongoose'
import { inTransaction } from '../../kernel/transaction'
import { sourcesOfType, targetsOfSource } from '../points/reconcile'
import type { PointsService } from '../points/types'
import type { BankService } from './bank-types'
import { studyModels, type AttemptRecord, type QuizType, type TaskRecord } from './model'
import { countsAt, passes, scoreOf, verdictOf } from './rules'

/** Something in the store that cannot be right. */
export interface StudyFault { kind: 'fold' | 'attempt' | 'settled' | 'stray'; what: string }
export interface StudyReconciled { tasks: number; attempts: number }
export interface StudyReconcileDeps { points: Pick<PointsService, 'worth' | 'worthOf'>; bank: Pick<BankService, 'questionsByIds' | 'rules'> }

const RULE: Readonly<Record<QuizType, string>> = { lesson: 'lesson-passed', paper: 'study-test' }
const told = (value: unknown): string => (value instanceof Date ? value.toISOString() : JSON.stringify(value) ?? 'nothing')

/** Where a task differs from what its attempts say: the fold that every hand-in writes along. */
function foldFaults(task: TaskRecord, attempts: readonly AttemptRecord[]): string[] {
  const done = attempts.flatMap(({ _id, dueAt, result }) => (result ? [{ _id, ...result, countedAt: countsAt(result.handedInAt, dueAt) }] : []))
  const firstOf = (times: readonly Date[]): Date | undefined => times.reduce<Date | undefined>((first, time) => (first && first <= time ? first : time), undefined)
  const expected = {
    started: attempts.length,
    open: attempts.find((attempt) => attempt.state === 'open')?._id.toHexString() ?? null,
    results: done.map(({ _id, score, passed, handedInAt }) => `${_id.toHexString()} ${score} ${passed} ${handedInAt.toISOString()}`).sort(),
    best: done.length === 0 ? undefined : Math.max(...done.map((result) => result.score)),
    doneAt: firstOf(done.map((result) => result.countedAt)),
    passedAt: firstOf(done.filter((result) => result.passed).map((result) => result.countedAt)),
  }
  const stands = {
    started: task.started, open: task.open?.toHexString() ?? null, best: task.best, doneAt: task.doneAt, passedAt: task.passedAt,
    results: task.results.map(({ attemptId, score, passed, handedInAt }) => `${attemptId.toHexString()} ${score} ${passed} ${handedInAt.toISOString()}`).sort(),
  }
  return (Object.keys(expected) as (keyof typeof expected)[])
    .filter((field) => told(stands[field]) !== told(expected[field])).map((field) => `${field} is ${told(stands[field])}, the results say ${told(expected[field])}`)
}

/** Whether a result is what the law makes of its answers. */
async function markFaults(attempt: AttemptRecord, deps: StudyReconcileDeps): Promise<string[]> {
  const { result } = attempt
  if ((attempt.state === 'handed-in') !== (result !== null)) return [`is ${attempt.state} ${result ? 'with' : 'without'} a result`]
  if (!result) return []
  const rules = await deps.bank.rules(attempt.startedAt)
  const questions = await deps.bank.questionsByIds(attempt.questionIds.map((id) => id.toHexString()))
  if (questions.length !== attempt.questionIds.length) return ['names questions that do not exist']
  const verdicts = questions.map((question) => verdictOf(question, attempt.answers[question._id.toHexString()]?.keys ?? []))
  const right = verdicts.filter((verdict) => verdict === 'right').length
  const score = scoreOf(verdicts, rules.marking)
  const passed = passes({ right, score }, attempt.passRight === null ? { score: attempt.passScore ?? 0 } : { right: attempt.passRight })
  const expected = { verdicts: verdicts.join(), right, score, passed }
  const stands = { verdicts: result.marks.map((mark) => mark.verdict).join(), right: result.right, score: result.score, passed: result.passed }
  return (Object.keys(expected) as (keyof typeof expected)[])
    .filter((field) => stands[field] !== expected[field]).map((field) => `${field} is ${told(stands[field])}, its answers say ${told(expected[field])}`)
}

/** What the ledger must say of a task: worth what its best result is, under the rules when that was handed in. */
async function targetOf(task: TaskRecord, attempts: readonly AttemptRecord[], deps: StudyReconcileDeps): Promise<number> {
  const done = attempts.flatMap(({ result, dueAt }) => (result ? [{ ...result, countedAt: countsAt(result.handedInAt, dueAt) }] : []))
    .sort((a, b) => a.handedInAt.getTime() - b.handedInAt.getTime())
  if (task.type === 'lesson') {
    const passed = done.find((result) => result.passed)
    return passed ? deps.points.worth(RULE.lesson, passed.countedAt) : 0
  }
  const best = done.reduce<(typeof done)[number] | undefined>((first, result) => (first && first.score >= result.score ? first : result), undefined)
  return best ? deps.points.worthOf(RULE.paper, best.countedAt, best.score) : 0
}

/**
 * Proves that every result is what the law makes of its answers, that every task is the fold of its attempts, and that the ledger says of each quiz
 * exactly what its best results are worth. Memory holds one quiz at a time, each looked at as it was at one instant: the service may go on working.
 */
export async function* reconcileStudy(connection: Connection, deps: StudyReconcileDeps, seen: StudyReconciled): AsyncGenerator<StudyFault> {
  const { Task, Attempt } = studyModels(connection)

  const look = (type: QuizType, ref: string): Promise<StudyFault[]> => inTransaction(connection, async (session) => {
    const faults: StudyFault[] = []
    const tasks = await Task.find({ type, ref }).sort({ memberId: 1 }).session(session).lean()
    const byMember = new Map<string, AttemptRecord[]>()
    for (const attempt of await Attempt.find({ type, ref }).sort({ memberId: 1, n: 1 }).session(session).lean()) {
      const memberId = attempt.memberId.toHexString()
      byMember.set(memberId, [...(byMember.get(memberId) ?? []), attempt])
    }
    const settled = await targetsOfSource(connection, `${type}:${ref}`, session)
    for (const task of tasks) {
      const memberId = task.memberId.toHexString()
      const name = `${type} ${ref} ${memberId}`
      const attempts = byMember.get(memberId) ?? []
      byMember.delete(memberId)
      faults.push(...foldFaults(task, attempts).map((what): StudyFault => ({ kind: 'fold', what: `${name}: ${what}` })))
      for (const attempt of attempts) faults.push(...(await markFaults(attempt, deps)).map((what): StudyFault => ({ kind: 'attempt', what: `${name} #${attempt.n}: ${what}` })))
      const key = `${RULE[type]} ${memberId}`
      const target = await targetOf(task, attempts, deps)
      if ((settled.get(key) ?? 0) !== target) faults.push({ kind: 'settled', what: `${name}: settled at ${settled.get(key) ?? 0}, must be ${target}` })
      settled.delete(key)
      seen.attempts += attempts.length
    }
    faults.push(...[...byMember.keys()].map((memberId): StudyFault => ({ kind: 'stray', what: `attempts at ${type} ${ref} of ${memberId}, who has no such task` })))
    faults.push(...[...settled].filter(([, target]) => target !== 0).map(([key, target]): StudyFault => ({ kind: 'stray', what: `${type}:${ref} ${key}: settled at ${target}, but nobody has such a task` })))
    seen.tasks += tasks.length
    return faults
  })

  for (const type of ['lesson', 'paper'] as const) {
    const visited = new Set<string>()
    for await (const { ref } of Task.find({ type }, { ref: 1 }).sort({ type: 1, ref: 1, memberId: 1 }).lean().cursor({ batchSize: 1000 })) {
      if (visited.has(ref)) continue
      visited.add(ref)
      yield* await look(type, ref)
    }
    for await (const source of sourcesOfType(connection, type)) {
      const ref = source.slice(type.length + 1)
      if (!visited.has(ref)) yield* await look(type, ref)
    }
  }
}
