import type { Attempt, SaveAnswer, SavedAnswer } from '@pioneer/shared-types/study/schemas'
import type { Caller } from '../../kernel/access'
import { inWords } from '../../kernel/calendar'
import { newId, toId } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import type { QuestionRecord } from './bank-types'
import type { AnswerRecord, AttemptRecord, TaskRecord } from './model'
import { ownRow, type StudyParts } from './parts'
import { answerOf, attemptOf, checkKeys } from './present'
import { attemptsLeft, mergeAnswer } from './rules'

const MINUTE = 60_000
/** Two devices that start at once meet at most once or twice. */
const TRIES = 3

export interface AttemptsPart {
  /** One open go at a lesson for each member: a retry or another device finds it. A passed lesson is read again, not answered again: its wrong answers come back by themselves [D]. */
  startLesson(caller: Caller, code: string): Promise<Attempt>
  /** The same for a paper, as often as it allows. Throws not-found unless it was assigned to the caller. */
  startPaper(caller: Caller, id: string): Promise<Attempt>
  attempt(caller: Caller, id: string): Promise<Attempt>
  /** Keeps one answer: a single guarded write. */
  save(caller: Caller, id: string, questionId: string, input: SaveAnswer): Promise<SavedAnswer>
  /** The caller's own; throws not-found for anybody else's. */
  own(memberId: string, id: string): Promise<AttemptRecord>
  questionsOf(attempt: Pick<AttemptRecord, 'questionIds'>): Promise<QuestionRecord[]>
}

/** Throws what keeps an attempt from being written: withdrawn, over, or late. */
export function mustBeOpen(attempt: AttemptRecord, now: Date): void {
  if (attempt.state === 'withdrawn') throw new ProblemError('paper-withdrawn')
  if (attempt.state === 'handed-in') throw new ProblemError('attempt-over')
  if (attempt.state === 'lapsed' || (attempt.closesAt !== null && attempt.closesAt <= now)) throw new ProblemError('quiz-closed')
}

/** Beginning, looking at and answering: everything before handing in. No reply of this file holds a key. */
export function createAttempts(parts: StudyParts): AttemptsPart {
  const { context: { connection, clock }, models: { Task, Attempt }, bank, shelf } = parts

  const questionsOf: AttemptsPart['questionsOf'] = ({ questionIds }) => bank.questionsByIds(questionIds.map((id) => id.toHexString()))
  const own: AttemptsPart['own'] = async (memberId, id) => found(await Attempt.findOne({ _id: toId(id), memberId: toId(memberId) }).lean())
  const show = async (attempt: AttemptRecord): Promise<Attempt> => attemptOf(attempt, await questionsOf(attempt), clock.now())

  /** Takes the task's place for an attempt and writes it; null when somebody else was first. */
  async function begin(task: TaskRecord | null, attempt: AttemptRecord, fresh: TaskRecord): Promise<AttemptRecord | null> {
    try {
      return await inTransaction(connection, async (session) => {
        if (task === null) {
          await Task.create([fresh], { session })
        } else {
          const taken = await Task.updateOne({ _id: task._id, open: null, started: task.started, withdrawnAt: null }, { $set: { open: attempt._id }, $inc: { started: 1 } }, { session })
          if (taken.matchedCount === 0) return null
        }
        await Attempt.create([attempt], { session })
        return attempt
      })
    } catch (error) {
      if (isDuplicateKey(error)) return null
      throw error
    }
  }

  type Plan = Pick<AttemptRecord, 'title' | 'dueAt' | 'closesAt' | 'questionIds' | 'passRight' | 'passScore' | 'attemptsAllowed'> & { minutes: number | null }

  /** Answers the open attempt or makes one by `plan`, which throws when none may begin. */
  async function start(type: TaskRecord['type'], ref: string, memberId: string, plan: (task: TaskRecord | null, now: Date) => Promise<Plan>): Promise<Attempt> {
    const key = { type, ref, memberId: toId(memberId) }
    for (let tries = 0; tries < TRIES; tries += 1) {
      const task = await Task.findOne(key).lean()
      if (task?.withdrawnAt) throw new ProblemError('paper-withdrawn')
      if (task?.open) return show(await own(memberId, task.open.toHexString()))
      const now = clock.now()
      const { minutes, ...quiz } = await plan(task, now)
      const attempt: AttemptRecord = {
        _id: newId(), ...key, ...quiz, n: (task?.started ?? 0) + 1, state: 'open', startedAt: now, answers: {}, saves: 0, savedAt: null, result: null,
      }
      const fresh: TaskRecord = {
        _id: newId(), ...key, name: null, branchId: null, groupId: null, opensAt: null, dueAt: null, minutes, started: 1, open: attempt._id, results: [], withdrawnAt: null,
      }
      const begun = await begin(task, attempt, fresh)
      if (begun) return show(begun)
    }
    throw new ProblemError('conflict')
  }

  const startLesson: AttemptsPart['startLesson'] = async (caller, code) => start('lesson', code, ownRow(caller), async (task, now) => {
    const lesson = found(await bank.lesson(code))
    const { lesson: rules } = await bank.rules(now)
    if (task?.passedAt) throw new ProblemError('attempt-over', { title: '这一课已经学完，可以再看；答错的题会按日子回来' })
    if (attemptsLeft(task?.results.map((result) => result.handedInAt) ?? [], rules.attemptsPerDay, now) === 0) {
      throw new ProblemError('lesson-resting', { title: `今天答过 ${rules.attemptsPerDay} 次了，再看一遍微党课，明天再答` })
    }
    const questions = await bank.questionsOfLesson(code)
    return {
      title: lesson.title, dueAt: null, closesAt: null, questionIds: questions.map((question) => question._id), passRight: rules.passRight, passScore: null, attemptsAllowed: null,
      minutes: lesson.minutes,
    }
  })

  const startPaper: AttemptsPart['startPaper'] = async (caller, id) => start('paper', id, ownRow(caller), async (task, now) => {
    const { results } = found(task)
    const { title, opensAt, dueAt, questionIds, passScore, attemptsAllowed } = await shelf.get(id)
    if (now < opensAt) throw new ProblemError('quiz-closed', { title: `${inWords(opensAt)}开始答题`, opensAt: opensAt.toISOString() })
    if (now >= dueAt) throw new ProblemError('quiz-closed')
    if (results.length >= attemptsAllowed) throw new ProblemError('attempts-used')
    const { paper: { graceMinutes } } = await bank.rules(now)
    return { title, dueAt, closesAt: new Date(dueAt.getTime() + graceMinutes * MINUTE), questionIds, passRight: null, passScore, attemptsAllowed, minutes: null }
  })

  /** Why a guarded write found nothing to write: somebody was first, or the attempt takes nothing any more. */
  async function explain(memberId: string, id: string, questionId: string, given: AnswerRecord): Promise<SavedAnswer> {
    const attempt = await own(memberId, id)
    if (!attempt.questionIds.some((known) => known.equals(toId(questionId)))) throw new ProblemError('not-found')
    const stored = attempt.answers[questionId] ?? null
    if (stored === null || mergeAnswer(stored, given).answer !== stored) {
      mustBeOpen(attempt, clock.now())
      throw new ProblemError('conflict')
    }
    const { kept } = mergeAnswer(stored, given)
    // A repetition is welcome even after handing in: the outbox only wants to know that nothing was lost.
    if (!kept) mustBeOpen(attempt, clock.now())
    return { kept, answer: answerOf(questionId, stored), savedAt: stored.at.toISOString() }
  }

  const save: AttemptsPart['save'] = async (caller, id, questionId, { keys, rev }) => {
    const memberId = ownRow(caller)
    const now = clock.now()
    const given: AnswerRecord = { keys: [...keys].sort(), rev, at: now }
    const [question] = await bank.questionsByIds([questionId])
    checkKeys(found(question), given.keys, 'keys')
    const place = `answers.${questionId}`
    const written = await Attempt.updateOne({
      _id: toId(id), memberId: toId(memberId), state: 'open', questionIds: toId(questionId),
      $and: [{ $or: [{ closesAt: null }, { closesAt: { $gt: now } }] }, { $or: [{ [place]: { $exists: false } }, { [`${place}.rev`]: { $lt: rev } }] }],
    }, { $set: { [place]: given, savedAt: now }, $inc: { saves: 1 } })
    return written.matchedCount === 1 ? { kept: true, answer: answerOf(questionId, given), savedAt: now.toISOString() } : explain(memberId, id, questionId, given)
  }

  return {
    own, questionsOf, startLesson, startPaper, save,
    attempt: async (caller, id) => {
      const attempt = await own(ownRow(caller), id)
      if (attempt.state === 'withdrawn' || attempt.state === 'lapsed') mustBeOpen(attempt, clock.now())
      return show(attempt)
    },
  }
}
