import type { AskedQuestion, Attempt, KeptAnswer, LessonCard, MarkedQuestion, PaperTask } from '@pioneer/shared-types/study/schemas'
import { hexOrNull } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import type { LessonRecord, QuestionRecord } from './bank-types'
import type { AnswerRecord, AttemptRecord, MarkRecord, TaskRecord } from './model'
import { lessonState, paperTaskState } from './rules'
import type { FixedPaper } from './shelf'

/** A question as it is put. The key, the explanation and the source stay here until the answer is handed in. */
export const askedOf = ({ _id, type, stem, options, topic }: QuestionRecord): AskedQuestion =>
  ({ id: _id.toHexString(), type, stem, options: options.map(({ key, text }) => ({ key, text })), topic })

export const markedOf = (question: QuestionRecord, mark: Pick<MarkRecord, 'given' | 'verdict' | 'returnsOn'>): MarkedQuestion => ({
  ...askedOf(question), answer: [...question.answer], given: [...mark.given], verdict: mark.verdict, explanation: question.explanation, source: question.source, returnsOn: mark.returnsOn,
})

export const answerOf = (questionId: string, { keys, rev }: Pick<AnswerRecord, 'keys' | 'rev'>): KeptAnswer => ({ questionId, keys: [...keys], rev })

export const quizOf = ({ type, ref, title }: AttemptRecord): Attempt['quiz'] => ({ type, id: ref, title })

export const attemptOf = (attempt: AttemptRecord, questions: readonly QuestionRecord[], now: Date): Attempt => ({
  id: attempt._id.toHexString(), quiz: quizOf(attempt), n: attempt.n, state: attempt.state === 'open' ? 'open' : 'handed-in', startedAt: attempt.startedAt.toISOString(),
  dueAt: attempt.dueAt?.toISOString() ?? null, questions: questions.map(askedOf),
  answers: Object.entries(attempt.answers).map(([id, answer]) => answerOf(id, answer)), savedAt: attempt.savedAt?.toISOString() ?? null, serverTime: now.toISOString(),
})

export const stateOf = (task: TaskRecord, paper: Pick<FixedPaper, 'dueAt'>, now: Date): PaperTask['state'] =>
  paperTaskState({ done: task.results.length > 0, open: task.open !== null, dueAt: paper.dueAt }, now)

export const paperTaskOf = (task: TaskRecord, paper: FixedPaper, now: Date): PaperTask => ({
  id: task.ref, title: paper.title, ownerName: paper.ownerName, questions: paper.questionIds.length, opensAt: paper.opensAt.toISOString(), dueAt: paper.dueAt.toISOString(),
  state: stateOf(task, paper, now), attempts: task.results.length, attemptsAllowed: paper.attemptsAllowed, best: task.best ?? null, passScore: paper.passScore,
  attemptId: hexOrNull(task.open), results: task.results.map(({ attemptId, score, handedInAt }) => ({ attemptId: attemptId.toHexString(), score, handedInAt: handedInAt.toISOString() })),
})

/** `task` is null until somebody has begun the lesson. */
export const lessonCardOf = (lesson: LessonRecord, task: TaskRecord | null, perDay: number, now: Date): LessonCard => ({
  code: lesson.code, title: lesson.title, summary: lesson.summary, minutes: lesson.minutes, topic: lesson.topic, questions: lesson.questionCodes.length,
  state: lessonState({ passed: task?.passedAt !== undefined, open: (task?.open ?? null) !== null, handedInAt: task?.results.map((result) => result.handedInAt) ?? [] }, perDay, now),
  passedAt: task?.passedAt?.toISOString() ?? null, attemptId: hexOrNull(task?.open),
})

/** Checks an answer against its question; throws validation naming the field. Nothing chosen is an answer too. */
export function checkKeys(question: QuestionRecord, keys: readonly string[], path: string): void {
  const fault = (message: string): ProblemError => new ProblemError('validation', { fields: [{ path, message }] })
  if (keys.some((key) => !question.options.some((option) => option.key === key))) throw fault('没有这个选项，刷新后再选')
  if (question.type !== 'multiple' && keys.length > 1) throw fault('这道题只能选一个')
}
