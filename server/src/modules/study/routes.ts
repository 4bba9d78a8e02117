import type { FastifyInstance } from 'fastify'
import { IdParams } from '@pioneer/shared-types/common/schemas'
import { paperRoutes as desk, studyRoutes as contract } from '@pioneer/shared-types/study/routes'
import {
  AnswerParams, AssignPaper, Attempt, AttemptResult, Draw, Drawn, HandIn, Lesson, LessonList, LessonParams, PaperDetail, PaperList, PaperTask, PaperTasks, ReviewAnswer, ReviewParams,
  ReviewSet, ReviewVerdict, SaveAnswer, SavedAnswer, StudyHome, WithdrawPaper,
} from '@pioneer/shared-types/study/schemas'
import { mount } from '../../kernel/endpoint'
import type { StudyModule } from './service'

/** The member's own: the service looks whose attempt or paper it is. */
const OWN = { action: 'own:record', resource: 'self' } as const
const AT_ORG = { action: 'papers:assign', resource: 'org' } as const
const ON_PAPER = { action: 'papers:assign', resource: 'paper' } as const

export function studyRoutes(app: FastifyInstance, study: StudyModule): void {
  mount(app, contract.home, { access: OWN, schema: { reply: StudyHome }, summary: 'The study tab in one request', handle: ({ request }) => study.home(request.caller) })
  mount(app, contract.lessons, { access: OWN, schema: { reply: LessonList }, summary: 'All micro-lessons in their order', handle: ({ request }) => study.lessons(request.caller) })
  mount(app, contract.lesson, {
    access: OWN, schema: { params: LessonParams, reply: Lesson }, summary: 'A micro-lesson to read', handle: ({ request, params }) => study.lesson(request.caller, params.code),
  })
  mount(app, contract.startLesson, {
    access: OWN, schema: { params: LessonParams, reply: Attempt }, summary: 'Begins the quiz of a lesson, or answers the one that is open', handle: ({ request, params }) => study.startLesson(request.caller, params.code),
  })
  mount(app, contract.papers, { access: OWN, schema: { reply: PaperTasks }, summary: 'Papers assigned to me, open ones by deadline first', handle: ({ request }) => study.papers(request.caller) })
  mount(app, contract.paper, {
    access: OWN, schema: { params: IdParams, reply: PaperTask }, summary: 'A paper as it waits for me', handle: ({ request, params }) => study.paperOf(request.caller, params.id),
  })
  mount(app, contract.startPaper, {
    access: OWN, schema: { params: IdParams, reply: Attempt }, summary: 'Begins a paper, or answers the attempt that is open', handle: ({ request, params }) => study.startPaper(request.caller, params.id),
  })
  mount(app, contract.attempt, {
    access: OWN, schema: { params: IdParams, reply: Attempt }, summary: 'An attempt of mine with the answers kept so far', handle: ({ request, params }) => study.attempt(request.caller, params.id),
  })
  mount(app, contract.save, {
    access: OWN, schema: { params: AnswerParams, body: SaveAnswer, reply: SavedAnswer }, summary: 'Keeps one answer; of two devices the first to arrive counts',
    handle: ({ request, params, body }) => study.save(request.caller, params.id, params.questionId, body),
  })
  mount(app, contract.handIn, {
    access: OWN, schema: { params: IdParams, body: HandIn, reply: AttemptResult }, summary: 'Hands in, marks and settles points; repeated, answers the first result',
    handle: ({ request, params, body }) => study.handIn(request.caller, params.id, body),
  })
  mount(app, contract.result, {
    access: OWN, schema: { params: IdParams, reply: AttemptResult }, summary: 'The result of an attempt that was handed in', handle: ({ request, params }) => study.result(request.caller, params.id),
  })
  mount(app, contract.review, { access: OWN, schema: { reply: ReviewSet }, summary: 'Wrong answers that come back today', handle: ({ request }) => study.review(request.caller) })
  mount(app, contract.answerReview, {
    access: OWN, schema: { params: ReviewParams, body: ReviewAnswer, reply: ReviewVerdict }, summary: 'Answers a question that came back; counts once for the day it was due',
    handle: ({ request, params, body }) => study.answerReview(request.caller, params.questionId, body),
  })

  const papers = study.papersDesk
  mount(app, desk.draw, { access: AT_ORG, schema: { params: IdParams, body: Draw, reply: Drawn }, summary: 'Draws questions for a paper, without keys', handle: ({ params, body }) => papers.draw(params.id, body) })
  mount(app, desk.assign, {
    access: AT_ORG, schema: { params: IdParams, body: AssignPaper, reply: PaperDetail }, summary: 'Assigns a paper: freezes its questions and its people', status: 201,
    handle: ({ request, params, body }) => papers.assign(request.caller, params.id, body),
  })
  mount(app, desk.list, { access: AT_ORG, schema: { params: IdParams, reply: PaperList }, summary: 'Papers of an organization and below, newest first', handle: ({ params }) => papers.list(params.id) })
  mount(app, desk.detail, {
    access: ON_PAPER, schema: { params: IdParams, reply: PaperDetail }, summary: 'Who has done a paper and who has not; leaves a trace', handle: ({ request, params }) => papers.detail(request.caller, params.id),
  })
  mount(app, desk.withdraw, {
    access: ON_PAPER, schema: { params: IdParams, body: WithdrawPaper, reply: PaperDetail }, summary: 'Takes a paper back; results that were handed in stay', handle: ({ request, params, body }) => papers.withdraw(request.caller, params.id, body),
  })
}
