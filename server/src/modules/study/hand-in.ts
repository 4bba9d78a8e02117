import type { ClientSession } from 'mongoose'
import type { AttemptResult, HandIn } from '@pioneer/shared-types/study/schemas'
import { HEADING_NAMES } from '@pioneer/shared-types/constants'
import type { Caller } from '../../kernel/access'
import { dayOf } from '../../kernel/calendar'
import { hexOrNull, newId } from '../../kernel/ids'
import type { Job } from '../../kernel/jobs'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction } from '../../kernel/transaction'
import type { EntryRecord, Settlement } from '../points/types'
import { mustBeOpen, type AttemptsPart } from './attempts'
import type { QuestionRecord } from './bank-types'
import type { AnswerRecord, AttemptRecord, MarkRecord, ResultRecord, TaskRecord, TaskResult } from './model'
import { ownRow, type StudyParts } from './parts'
import { checkKeys, markedOf, quizOf } from './present'
import { wrongAgain } from './review-rules'
import { attemptsLeft, countsAt, mergeAnswers, passes, scoreOf, verdictOf } from './rules'

/** Answers may slip in between reading and marking so often; a phone sends one at a time. */
const TRIES = 5
/** Attempts settled in one run of the job. */
const BATCH = 500

export interface HandInPart {
  /** Marks, settles points and keeps what was wrong, in one transaction; repeated, it answers the first result. After the grace what was kept in time counts. */
  handIn(caller: Caller, id: string, input: HandIn): Promise<AttemptResult>
  result(caller: Caller, id: string): Promise<AttemptResult>
  /** Hands in what was kept when the grace of a deadline is over; where nothing was answered the attempt lapses. */
  job: Job
}

/** An answer was kept, or somebody else handed in, after the attempt was read: look again. */
class Outrun extends Error {}

interface Settled { attempt: AttemptRecord; task: TaskRecord; changed: boolean }

export function createHandIn(parts: StudyParts, attempts: Pick<AttemptsPart, 'own' | 'questionsOf'>): HandInPart {
  const { context: { connection, clock, log }, models: { Task, Attempt, Wrong }, bank, points } = parts
  const keyOf = ({ type, ref, memberId }: AttemptRecord) => ({ type, ref, memberId })

  /** What the quiz is worth to the member now, when this result changed it. */
  async function settlementOf(attempt: AttemptRecord, before: TaskRecord, result: ResultRecord, actorAccountId: string | null): Promise<Settlement | null> {
    const occurredAt = countsAt(result.handedInAt, attempt.dueAt)
    const base = { memberId: attempt.memberId.toHexString(), source: { type: attempt.type, id: attempt.ref, title: attempt.title }, occurredAt, actorAccountId }
    if (attempt.type === 'lesson') {
      if (!result.passed || before.passedAt) return null
      // A lesson is worth something once: before it was passed nothing was settled.
      return { ...base, first: true, rule: 'lesson-passed', target: await points.worth('lesson-passed', occurredAt), reason: '微党课学完并通过' }
    }
    if (before.best !== undefined && result.score <= before.best) return null
    const target = await points.worthOf('study-test', occurredAt, result.score)
    const first = before.results.length === 0
    return target === 0 && first ? null : { ...base, first, rule: 'study-test', target, reason: `理论测试 ${result.score} 分，按最好的一次算` }
  }

  /** Questions answered wrong come back from the beginning, whether they were on their way or settled before. */
  async function keepWrong(attempt: AttemptRecord, marks: readonly MarkRecord[], at: Date, session: ClientSession): Promise<void> {
    const wrong = marks.filter((mark) => mark.returnsOn !== null)
    if (wrong.length === 0) return
    await Wrong.bulkWrite(wrong.map(({ questionId, returnsOn }) => ({
      updateOne: {
        filter: { memberId: attempt.memberId, questionId },
        update: {
          $set: { rightInRow: 0, dueOn: returnsOn, changedAt: at },
          $setOnInsert: { _id: newId(), firstAt: at, answeredOn: null, answeredDueOn: null, answered: null },
        },
        upsert: true,
      },
    })), { session })
  }

  /** Everything a hand-in comes to, from the answers that count. */
  async function mark(attempt: AttemptRecord, answers: AttemptRecord['answers'], handedInAt: Date, byDeadline: boolean): Promise<ResultRecord> {
    const rules = await bank.rules(attempt.startedAt)
    const returns = wrongAgain(rules.review, dayOf(handedInAt)).dueOn
    const marks = (await attempts.questionsOf(attempt)).map((question): MarkRecord => {
      const given = answers[question._id.toHexString()]?.keys ?? []
      const verdict = verdictOf(question, given)
      return { questionId: question._id, given: [...given], verdict, returnsOn: verdict === 'wrong' || verdict === 'partly' ? returns : null }
    })
    const verdicts = marks.map(({ verdict }) => verdict)
    const right = verdicts.filter((verdict) => verdict === 'right').length
    const score = scoreOf(verdicts, rules.marking)
    const pass = attempt.passRight === null ? { score: attempt.passScore ?? 0 } : { right: attempt.passRight }
    return { handedInAt, byDeadline, markingVersion: rules.version, marks, right, score, passed: passes({ right, score }, pass), best: score, points: [] }
  }

  const linesOf = (entries: readonly EntryRecord[]): ResultRecord['points'] => entries.map(({ heading, delta, reason }) => ({ heading: HEADING_NAMES[heading], delta, reason }))

  /** One transaction: the task moves on, points are settled, what was wrong is kept, and last the attempt is closed, which proves that all answers were seen. */
  const close = (attempt: AttemptRecord, answers: AttemptRecord['answers'], marked: ResultRecord, actorAccountId: string | null): Promise<Settled> => inTransaction(connection, async (session) => {
    const { handedInAt, score, passed } = marked
    const entry: TaskResult = { attemptId: attempt._id, score, passed, handedInAt }
    const doneAt = countsAt(handedInAt, attempt.dueAt)
    const before = await Task.findOneAndUpdate({ ...keyOf(attempt), open: attempt._id }, {
      $set: { open: null }, $push: { results: entry }, $max: { best: score }, $min: { doneAt, ...(passed ? { passedAt: doneAt } : {}) },
    }, { returnDocument: 'before', session }).lean()
    if (!before) throw new Outrun()
    const best = Math.max(score, before.best ?? 0)
    const settlement = await settlementOf(attempt, before, marked, actorAccountId)
    const entries = settlement ? await points.settle([settlement], session) : []
    await keepWrong(attempt, marked.marks, handedInAt, session)
    const result: ResultRecord = { ...marked, best, points: linesOf(entries) }
    const done = await Attempt.updateOne({ _id: attempt._id, state: 'open', saves: attempt.saves }, { $set: { state: 'handed-in', answers, result } }, { session })
    if (done.matchedCount === 0) throw new Outrun()
    return {
      attempt: { ...attempt, state: 'handed-in', answers, result }, changed: true,
      task: { ...before, open: null, results: [...before.results, entry], best, ...(passed && !before.passedAt ? { passedAt: doneAt } : {}) },
    }
  })

  const lapse = (attempt: AttemptRecord): Promise<void> => inTransaction(connection, async (session) => {
    const done = await Attempt.updateOne({ _id: attempt._id, state: 'open', saves: attempt.saves }, { $set: { state: 'lapsed' } }, { session })
    if (done.matchedCount === 1) await Task.updateOne({ ...keyOf(attempt), open: attempt._id }, { $set: { open: null } }, { session })
  })

  const taskOf = async (attempt: AttemptRecord): Promise<TaskRecord> => found(await Task.findOne(keyOf(attempt)).lean())

  /** Brings an attempt to its end. `given` is what the phone holds; null at the deadline. */
  async function settle(first: AttemptRecord, given: ((attempt: AttemptRecord) => AttemptRecord['answers']) | null, actorAccountId: string | null): Promise<Settled> {
    let attempt = first
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (attempt.state === 'handed-in') return { attempt, task: await taskOf(attempt), changed: false }
      const now = clock.now()
      const late = attempt.closesAt !== null && attempt.closesAt <= now
      if (!late || attempt.state !== 'open') mustBeOpen(attempt, now)
      // After the grace what was kept in time counts, handed in when the time was over.
      const answers = late || !given ? attempt.answers : given(attempt)
      if (late && Object.values(answers).every(({ keys }) => keys.length === 0)) {
        await lapse(attempt)
        throw new ProblemError('quiz-closed')
      }
      try {
        return await close(attempt, answers, await mark(attempt, answers, (late ? attempt.closesAt : null) ?? now, late), late ? null : actorAccountId)
      } catch (error) {
        if (!(error instanceof Outrun)) throw error
        attempt = found(await Attempt.findById(attempt._id).lean())
      }
    }
    throw new ProblemError('conflict')
  }

  /** What may follow, in words, and whether another attempt may begin now. */
  async function followUp(attempt: AttemptRecord, task: TaskRecord): Promise<Pick<AttemptResult, 'next' | 'again'>> {
    const now = clock.now()
    if (attempt.type === 'lesson') {
      if (task.passedAt) return { again: false, next: null }
      const left = attemptsLeft(task.results.map((result) => result.handedInAt), (await bank.rules(now)).lesson.attemptsPerDay, now)
      if (left === 0 && !task.open) return { again: false, next: '今天的次数用完了。再看一遍微党课，明天再答' }
      return { again: true, next: `再看一遍微党课，今天还能再答${left === 1 ? '一' : ` ${left} `}次` }
    }
    const left = (attempt.attemptsAllowed ?? 0) - task.results.length
    if (task.withdrawnAt || attempt.dueAt === null || now >= attempt.dueAt) return { again: false, next: null }
    if (left <= 0) return { again: false, next: '次数用完了，成绩按最好的一次算' }
    return { again: true, next: task.best === 100 ? null : `还能再答 ${left} 次，成绩按最好的一次算` }
  }

  async function present(attempt: AttemptRecord, task: TaskRecord, questions: readonly QuestionRecord[]): Promise<AttemptResult> {
    const result = attempt.result
    if (!result) throw new ProblemError('conflict', { title: '还没有交卷，交了才能看结果' })
    const byId = new Map(questions.map((question) => [question._id.toHexString(), question]))
    return {
      id: attempt._id.toHexString(), quiz: quizOf(attempt), n: attempt.n, handedInAt: result.handedInAt.toISOString(), byDeadline: result.byDeadline,
      right: result.right, total: result.marks.length, score: result.score, passed: result.passed, best: result.best, points: result.points.map(({ heading, delta, reason }) => ({ heading, delta, reason })),
      ...(await followUp(attempt, task)),
      questions: result.marks.flatMap((item) => { const question = byId.get(item.questionId.toHexString()); return question ? [markedOf(question, item)] : [] }),
      markingVersion: result.markingVersion,
    }
  }

  const handIn: HandInPart['handIn'] = async (caller, id, { answers }) => {
    const attempt = await attempts.own(ownRow(caller), id)
    const questions = await attempts.questionsOf(attempt)
    const byId = new Map(questions.map((question) => [question._id.toHexString(), question]))
    for (const [index, { questionId, keys }] of answers.entries()) {
      const question = byId.get(questionId)
      if (!question) throw new ProblemError('validation', { fields: [{ path: `answers.${index}.questionId`, message: '这道题不在这份卷子里' }] })
      checkKeys(question, keys, `answers.${index}.keys`)
    }
    const at = clock.now()
    const given = answers.map(({ questionId, keys, rev }) => ({ questionId, answer: { keys: [...keys].sort(), rev, at } satisfies AnswerRecord }))
    const { attempt: done, task, changed } = await settle(attempt, (current) => mergeAnswers(current.answers, given), caller.accountId)
    if (changed) tell(task, caller.branchId)
    return present(done, task, questions)
  }

  function tell(task: TaskRecord, branchId: string | null): void {
    const place = hexOrNull(task.branchId) ?? branchId
    if (place !== null) parts.hooks().resultsChanged([place])
  }

  return {
    handIn,
    result: async (caller, id) => {
      const attempt = await attempts.own(ownRow(caller), id)
      return present(attempt, await taskOf(attempt), await attempts.questionsOf(attempt))
    },
    job: {
      name: 'study-deadlines', every: 60_000, lease: 300_000,
      async run(now) {
        const over = await Attempt.find({ state: 'open', closesAt: { $lte: now } }).sort({ closesAt: 1, _id: 1 }).limit(BATCH).lean()
        for (const attempt of over) {
          try {
            const { task, changed } = await settle(attempt, null, null)
            if (changed) tell(task, null)
          } catch (error) {
            // Lapsed, or withdrawn in between: that is its end. One that cannot be settled must not keep the others waiting.
            if (!(error instanceof ProblemError)) log.error({ err: error, attempt: attempt._id.toHexString() }, 'an attempt could not be settled at its deadline')
          }
        }
      },
    },
  }
}
