import { route } from '../common/route'
import type { IdParams } from '../common/schemas'
import type {
  AnswerParams, AssignPaper, Attempt, AttemptResult, BankImport, BankImportParams, BankList, BankPreview, BankPreviewQuery, Draw, Drawn, HandIn, Lesson, LessonList, LessonParams,
  PaperDetail, PaperList, PaperTask, PaperTasks, ReviewAnswer, ReviewImport, ReviewParams, ReviewSet, ReviewVerdict, SaveAnswer, SavedAnswer, StudyHome, WithdrawPaper,
} from './schemas'

export const studyRoutes = {
  /** 学习 tab in one request. */
  home: route<{ reply: StudyHome }>('GET', '/study'),
  lessons: route<{ reply: LessonList }>('GET', '/study/lessons'),
  lesson: route<{ params: LessonParams; reply: Lesson }>('GET', '/study/lessons/:code'),
  startLesson: route<{ params: LessonParams; reply: Attempt }>('POST', '/study/lessons/:code/attempts'),
  papers: route<{ reply: PaperTasks }>('GET', '/study/papers'),
  paper: route<{ params: IdParams; reply: PaperTask }>('GET', '/study/papers/:id'),
  startPaper: route<{ params: IdParams; reply: Attempt }>('POST', '/study/papers/:id/attempts'),
  attempt: route<{ params: IdParams; reply: Attempt }>('GET', '/study/attempts/:id'),
  save: route<{ params: AnswerParams; body: SaveAnswer; reply: SavedAnswer }>('PUT', '/study/attempts/:id/answers/:questionId'),
  handIn: route<{ params: IdParams; body: HandIn; reply: AttemptResult }>('POST', '/study/attempts/:id/hand-in'),
  result: route<{ params: IdParams; reply: AttemptResult }>('GET', '/study/attempts/:id/result'),
  review: route<{ reply: ReviewSet }>('GET', '/study/review'),
  answerReview: route<{ params: ReviewParams; body: ReviewAnswer; reply: ReviewVerdict }>('POST', '/study/review/:questionId'),
} as const

export const bankRoutes = {
  list: route<{ params: IdParams; reply: BankList }>('GET', '/orgs/:id/question-banks'),
  /** The body is the workbook itself (application/vnd.openxmlformats-officedocument.spreadsheetml.sheet). */
  preview: route<{ params: IdParams; query: BankPreviewQuery; reply: BankPreview }>('POST', '/orgs/:id/question-banks/preview'),
  /** Hands a preview in for review; repeating it answers the first result. The preview's id is the import's. */
  apply: route<{ params: BankImportParams; reply: BankImport }>('POST', '/orgs/:id/question-banks/imports/:importId/apply'),
  import: route<{ params: BankImportParams; reply: BankImport }>('GET', '/orgs/:id/question-banks/imports/:importId'),
  review: route<{ params: BankImportParams; body: ReviewImport; reply: BankImport }>('POST', '/orgs/:id/question-banks/imports/:importId/review'),
} as const

export const paperRoutes = {
  draw: route<{ params: IdParams; body: Draw; reply: Drawn }>('POST', '/orgs/:id/papers/draw'),
  assign: route<{ params: IdParams; body: AssignPaper; reply: PaperDetail }>('POST', '/orgs/:id/papers'),
  list: route<{ params: IdParams; reply: PaperList }>('GET', '/orgs/:id/papers'),
  detail: route<{ params: IdParams; reply: PaperDetail }>('GET', '/papers/:id'),
  withdraw: route<{ params: IdParams; body: WithdrawPaper; reply: PaperDetail }>('POST', '/papers/:id/withdraw'),
} as const
