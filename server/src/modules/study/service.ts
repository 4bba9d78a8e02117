import type { Context } from '../../kernel/context'
import { toId } from '../../kernel/ids'
import type { Job } from '../../kernel/jobs'
import { createAttempts, type AttemptsPart } from './attempts'
import { createHandIn, type HandInPart } from './hand-in'
import { createMember, type MemberPart } from './member'
import { studyModels } from './model'
import { createPaperDoor } from './paper-counts'
import { createPapers, type PapersPart } from './papers'
import type { StudyDeps, StudyParts } from './parts'
import { createReview, type ReviewPart } from './review'
import { PaperShelf } from './shelf'
import type { StudyHooks, StudyService } from './types'

export { ensureIndexes } from './model'

/** The door of the module and what its routes and jobs need. */
export interface StudyModule extends StudyService, Omit<MemberPart, 'paper'>, Pick<AttemptsPart, 'startLesson' | 'startPaper' | 'attempt' | 'save'>, Pick<HandInPart, 'handIn' | 'result'>, Pick<ReviewPart, 'review' | 'answerReview'> {
  /** A paper as it waits for the caller. */
  paperOf: MemberPart['paper']
  readonly papersDesk: PapersPart
  readonly jobs: readonly Job[]
}

/** Study (学习): lessons, papers, attempts, and what comes back. The bank of questions is a part of its own below it. */
export function createStudyService(context: Context, deps: StudyDeps): StudyModule {
  const models = studyModels(context.connection)
  // Nothing above has to listen for study to be right: reminders and ratings are told when they are there.
  let hooks: StudyHooks = { paperAssigned: async () => undefined, resultsChanged: () => undefined }
  const parts: StudyParts = { ...deps, context, models, shelf: new PaperShelf(models.Paper), hooks: () => hooks }
  const attempts = createAttempts(parts)
  const { job, ...handIn } = createHandIn(parts, attempts)
  const reviews = createReview(parts)
  const { paper: paperOf, ...member } = createMember(parts, reviews)
  const { Task, Attempt, Wrong } = models

  return {
    ...member, ...createPaperDoor(parts), paperOf, handIn: handIn.handIn, result: handIn.result,
    startLesson: attempts.startLesson, startPaper: attempts.startPaper, attempt: attempts.attempt, save: attempts.save,
    review: reviews.review, answerReview: reviews.answerReview,
    papersDesk: createPapers(parts),
    jobs: [job],
    bindHooks: (given) => { hooks = given },
    pendingImports: (orgIds) => deps.bank.pendingImports(orgIds),
    lessonMinutes: async (memberIds, from, to) => {
      if (memberIds.length === 0) return new Map()
      const sums = await Task.aggregate<{ _id: { toHexString(): string }; minutes: number }>([
        { $match: { type: 'lesson', memberId: { $in: memberIds.map(toId) }, passedAt: { $gte: from, $lt: to } } },
        { $group: { _id: '$memberId', minutes: { $sum: '$minutes' } } },
      ])
      return new Map(sums.map(({ _id, minutes }) => [_id.toHexString(), minutes]))
    },
    allOf: async (memberId) => {
      const own = { memberId: toId(memberId) }
      return [
        ...await Task.find(own).sort({ _id: 1 }).lean(),
        ...await Attempt.find(own).sort({ startedAt: 1, _id: 1 }).lean(),
        ...await Wrong.find(own).sort({ firstAt: 1, _id: 1 }).lean(),
      ]
    },
  }
}
