import type { ReviewAnswer, ReviewSet, ReviewVerdict } from '@pioneer/shared-types/study/schemas'
import type { Caller } from '../../kernel/access'
import { dayOf } from '../../kernel/calendar'
import { toId } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import type { QuestionRecord } from './bank-types'
import type { WrongRecord } from './model'
import { ownRow, type StudyParts } from './parts'
import { askedOf, checkKeys, markedOf } from './present'
import { afterReview, planReview } from './review-rules'
import { verdictOf } from './rules'

/** What comes back to a member today. */
export interface Portion { due: { wrong: WrongRecord & { dueOn: string }; question: QuestionRecord }[]; needed: number; nextOn: string | null }

export interface ReviewPart {
  review(caller: Caller): Promise<ReviewSet>
  /** Counts once for each question and the day it was due: repeated, it answers the first verdict. No points are given for it. */
  answerReview(caller: Caller, questionId: string, input: ReviewAnswer): Promise<ReviewVerdict>
  portion(memberId: string, now: Date): Promise<Portion>
}

/** 错题: what was answered wrong comes back until it was right so often in a row. */
export function createReview(parts: StudyParts): ReviewPart {
  const { context: { clock }, models: { Wrong }, bank } = parts

  const portion: ReviewPart['portion'] = async (memberId, now) => {
    const { review: rules } = await bank.rules(now)
    const today = dayOf(now)
    const rows = await Wrong.find({ memberId: toId(memberId), $or: [{ dueOn: { $ne: null } }, { answeredOn: today }] }).sort({ dueOn: 1, _id: 1 }).lean()
    const questions = new Map((await bank.questionsByIds(rows.map((row) => row.questionId.toHexString()))).map((question) => [question._id.toHexString(), question]))
    // A question that was taken out of its bank, perhaps for being wrong, comes back to nobody.
    const live = rows.filter((row) => questions.get(row.questionId.toHexString())?.retiredAt === null)
    const { due, nextOn } = planReview(rules, live, today)
    return {
      due: due.flatMap((wrong) => { const question = questions.get(wrong.questionId.toHexString()); return question && wrong.dueOn !== null ? [{ wrong: { ...wrong, dueOn: wrong.dueOn }, question }] : [] }),
      needed: rules.rightInRow, nextOn,
    }
  }

  /** The verdict of a turn that was taken; null when another turn stands there by now. */
  function verdictOn(row: WrongRecord, question: QuestionRecord, dueOn: string): Pick<ReviewVerdict, 'question' | 'rightInRow' | 'settled'> | null {
    if (row.answeredDueOn !== dueOn || !row.answered) return null
    return {
      question: markedOf(question, { given: row.answered.keys, verdict: row.answered.verdict, returnsOn: row.dueOn }), rightInRow: row.rightInRow, settled: row.dueOn === null,
    }
  }

  const answerReview: ReviewPart['answerReview'] = async (caller, questionId, { keys, dueOn }) => {
    const memberId = ownRow(caller)
    const filter = { memberId: toId(memberId), questionId: toId(questionId) }
    const row = found(await Wrong.findOne(filter).lean())
    const [question] = await bank.questionsByIds([questionId])
    const asked = found(question)
    const now = clock.now()
    const today = dayOf(now)
    const { review: rules } = await bank.rules(now)
    const answer = async (given: Omit<ReviewVerdict, 'left' | 'needed'>): Promise<ReviewVerdict> => ({ ...given, needed: rules.rightInRow, left: (await portion(memberId, now)).due.length })

    if (row.dueOn !== dueOn) {
      const first = verdictOn(row, asked, dueOn)
      if (first) return answer(first)
      throw new ProblemError('conflict', { title: '这道题已经换了日子，刷新后再看' })
    }
    if (dueOn > today) throw new ProblemError('conflict', { title: '还没到复习这道题的日子' })
    if (keys.length === 0) throw new ProblemError('validation', { fields: [{ path: 'keys', message: '选一个答案再提交' }] })
    checkKeys(asked, keys, 'keys')
    const verdict = verdictOf(asked, keys)
    const written = await Wrong.findOneAndUpdate({ ...filter, dueOn }, {
      $set: { ...afterReview(rules, row.rightInRow, verdict === 'right', today), answeredOn: today, answeredDueOn: dueOn, answered: { keys: [...keys].sort(), verdict }, changedAt: now },
    }, { returnDocument: 'after' }).lean()
    const verdictNow = verdictOn(written ?? found(await Wrong.findOne(filter).lean()), asked, dueOn)
    if (!verdictNow) throw new ProblemError('conflict', { title: '这道题已经换了日子，刷新后再看' })
    return answer(verdictNow)
  }

  return {
    portion, answerReview,
    review: async (caller) => {
      const { due, needed, nextOn } = await portion(ownRow(caller), clock.now())
      return { items: due.map(({ wrong, question }) => ({ question: askedOf(question), rightInRow: wrong.rightInRow, dueOn: wrong.dueOn })), needed, nextOn }
    },
  }
}
