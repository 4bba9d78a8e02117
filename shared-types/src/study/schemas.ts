import { Type, type Static } from '@sinclair/typebox'
import { PAPER_TASK_STATES, QUESTION_TYPES, VERDICTS } from '../constants'
import { WorkbookIssue } from '../roster/schemas'
import { Day, Id, Instant, Nullable, OneOf, Strict } from '../common/schemas'

/** A, B, C … of the options, in order. */
export const Keys = Type.Array(Type.String({ pattern: '^[A-H]$' }), { maxItems: 8, uniqueItems: true })

const asked = {
  id: Id, type: OneOf(QUESTION_TYPES), stem: Type.String(),
  options: Type.Array(Strict({ key: Type.String(), text: Type.String() })),
  /** 知识点. */
  topic: Type.String(),
}
/** A question as it is put: never with its key or explanation. */
export const AskedQuestion = Strict(asked)
export type AskedQuestion = Static<typeof AskedQuestion>

/** A question after handing in. */
export const MarkedQuestion = Strict({
  ...asked,
  answer: Keys, given: Keys, verdict: OneOf(VERDICTS), explanation: Type.String(),
  /** 出处: the article it follows from; null when the bank names none. */
  source: Nullable(Type.String()),
  /** The day it comes back for review; null when it does not. */
  returnsOn: Nullable(Day),
})
export type MarkedQuestion = Static<typeof MarkedQuestion>

/** A picture is fetched from `url` (a path of this service, open to everybody, never changing). */
export const LessonBlock = Type.Union([
  Strict({ kind: Type.Literal('heading'), text: Type.String() }),
  Strict({ kind: Type.Literal('text'), text: Type.String() }),
  Strict({ kind: Type.Literal('list'), items: Type.Array(Type.String()) }),
  Strict({ kind: Type.Literal('key'), text: Type.String() }),
  Strict({ kind: Type.Literal('picture'), url: Type.String(), alt: Type.String(), caption: Nullable(Type.String()), width: Type.Integer(), height: Type.Integer() }),
])
export type LessonBlock = Static<typeof LessonBlock>

const lessonCard = {
  code: Type.String(), title: Type.String(), summary: Type.String(), minutes: Type.Integer(), topic: Type.String(), questions: Type.Integer(),
  /** `resting`: today's attempts are used up, again tomorrow. */
  state: OneOf(['new', 'doing', 'tried', 'resting', 'passed'] as const),
  passedAt: Nullable(Instant),
  /** The attempt that is open. */
  attemptId: Nullable(Id),
}
export const LessonCard = Strict(lessonCard)
export type LessonCard = Static<typeof LessonCard>
export const Lesson = Strict({ ...lessonCard, blocks: Type.Array(LessonBlock), sources: Type.Array(Type.String()), passRight: Type.Integer() })
export type Lesson = Static<typeof Lesson>
export const LessonList = Strict({ items: Type.Array(LessonCard), passed: Type.Integer(), serverTime: Instant })
export type LessonList = Static<typeof LessonList>
export const LessonParams = Strict({ code: Type.String({ pattern: '^L\\d{2}$' }) })
export type LessonParams = Static<typeof LessonParams>

/** A paper as it waits for the caller. Scores are whole points of 100. */
export const PaperTask = Strict({
  id: Id, title: Type.String(), ownerName: Type.String(), questions: Type.Integer(), opensAt: Instant, dueAt: Instant, state: OneOf(PAPER_TASK_STATES),
  attempts: Type.Integer(), attemptsAllowed: Type.Integer(), best: Nullable(Type.Integer()), passScore: Type.Integer(),
  /** The attempt that is open. */
  attemptId: Nullable(Id),
  /** Those handed in, oldest first. */
  results: Type.Array(Strict({ attemptId: Id, score: Type.Integer(), handedInAt: Instant })),
})
export type PaperTask = Static<typeof PaperTask>
export const PaperTasks = Strict({ items: Type.Array(PaperTask), serverTime: Instant })
export type PaperTasks = Static<typeof PaperTasks>

/** 今年学时, minutes. */
export const StudyHours = Strict({
  year: Type.Integer(), minutes: Type.Integer(), neededMinutes: Type.Integer(),
  parts: Type.Array(Strict({ name: Type.String(), minutes: Type.Integer(), count: Type.Integer() })),
})
export type StudyHours = Static<typeof StudyHours>

/** 学习 tab in one request. */
export const StudyHome = Strict({
  serverTime: Instant,
  /** 今日微党课: null when all are passed. */
  today: Nullable(LessonCard),
  review: Strict({
    /** Due today. */
    due: Type.Integer(),
    /** How often in a row each was right, for those due (at most 5 are shown), and how often is needed. */
    rightInRow: Type.Array(Type.Integer()), needed: Type.Integer(),
    /** The next day something comes back; null when nothing waits. */
    nextOn: Nullable(Day),
  }),
  /** 要交的卷子: open ones by deadline, at most 3. */
  papers: Type.Array(PaperTask), paperCount: Type.Integer(),
  hours: StudyHours,
  /** Others than today's, at most 4. */
  lessons: Type.Array(LessonCard), lessonCount: Type.Integer(),
})
export type StudyHome = Static<typeof StudyHome>

/** One kept answer. `rev` counts the changes of this answer, from 1. */
export const KeptAnswer = Strict({ questionId: Id, keys: Keys, rev: Type.Integer({ minimum: 1, maximum: 10_000 }) })
export type KeptAnswer = Static<typeof KeptAnswer>

export const Attempt = Strict({
  id: Id,
  quiz: Strict({ type: OneOf(['lesson', 'paper'] as const), id: Type.String(), title: Type.String() }),
  /** 1, 2, 3 … of this member on this quiz. */
  n: Type.Integer(), state: OneOf(['open', 'handed-in'] as const), startedAt: Instant,
  /** Null for lessons. */
  dueAt: Nullable(Instant),
  questions: Type.Array(AskedQuestion), answers: Type.Array(KeptAnswer), savedAt: Nullable(Instant), serverTime: Instant,
})
export type Attempt = Static<typeof Attempt>

export const AnswerParams = Strict({ id: Id, questionId: Id })
export type AnswerParams = Static<typeof AnswerParams>
/** `rev` is one more than the rev the phone knows; the first to arrive wins, a repetition is welcome. */
export const SaveAnswer = Strict({ keys: Keys, rev: KeptAnswer.properties.rev })
export type SaveAnswer = Static<typeof SaveAnswer>
/** `kept` is false when another device was first: `answer` is what counts then. */
export const SavedAnswer = Strict({ kept: Type.Boolean(), answer: KeptAnswer, savedAt: Instant })
export type SavedAnswer = Static<typeof SavedAnswer>

/** Everything the phone holds goes along: what is newer than the kept answers counts. */
export const HandIn = Strict({ answers: Type.Array(KeptAnswer, { maxItems: 200 }) })
export type HandIn = Static<typeof HandIn>

export const AttemptResult = Strict({
  id: Id, quiz: Attempt.properties.quiz, n: Type.Integer(), handedInAt: Instant,
  /** Handed in by the service at the deadline with what was kept. */
  byDeadline: Type.Boolean(),
  right: Type.Integer(), total: Type.Integer(), score: Type.Integer(), passed: Type.Boolean(),
  /** Best score so far, this one included. */
  best: Type.Integer(),
  /** Lines of the ledger this hand-in brought; empty when it brought none. */
  points: Type.Array(Strict({ heading: Type.String(), delta: Type.Integer(), reason: Type.String() })),
  /** What may follow, in words: 今天还能再答一次. */
  next: Nullable(Type.String()),
  /** Another attempt may be started now. */
  again: Type.Boolean(),
  questions: Type.Array(MarkedQuestion), markingVersion: Type.Integer(),
})
export type AttemptResult = Static<typeof AttemptResult>

/** 错题: what comes back today. `dueOn` goes back with the answer, so that a double tap counts once. */
export const ReviewSet = Strict({ items: Type.Array(Strict({ question: AskedQuestion, rightInRow: Type.Integer(), dueOn: Day })), needed: Type.Integer(), nextOn: Nullable(Day) })
export type ReviewSet = Static<typeof ReviewSet>
export const ReviewParams = Strict({ questionId: Id })
export type ReviewParams = Static<typeof ReviewParams>
export const ReviewAnswer = Strict({ keys: Keys, dueOn: Day })
export type ReviewAnswer = Static<typeof ReviewAnswer>
export const ReviewVerdict = Strict({ question: MarkedQuestion, rightInRow: Type.Integer(), needed: Type.Integer(), settled: Type.Boolean(), left: Type.Integer() })
export type ReviewVerdict = Static<typeof ReviewVerdict>

// --- bank (题库) ---

export const BankSummary = Strict({
  id: Id, name: Type.String(), ownerOrgId: Nullable(Id), ownerName: Type.String(),
  /** Comes with the product; every branch may draw from it. */
  shipped: Type.Boolean(), version: Type.Integer(), questions: Type.Integer(),
  topics: Type.Array(Strict({ name: Type.String(), single: Type.Integer(), multiple: Type.Integer(), judge: Type.Integer() })),
})
export type BankSummary = Static<typeof BankSummary>
export const ImportSummary = Strict({
  id: Id, bankId: Nullable(Id), bankName: Type.String(), state: OneOf(['pending', 'approved', 'rejected'] as const), questions: Type.Integer(),
  importedBy: Type.String(), importedAt: Instant, mine: Type.Boolean(), canReview: Type.Boolean(), reason: Nullable(Type.String()),
})
export type ImportSummary = Static<typeof ImportSummary>
export const BankList = Strict({ banks: Type.Array(BankSummary), imports: Type.Array(ImportSummary) })
export type BankList = Static<typeof BankList>

/** A question with its key: what a workbook says, and what a reviewer reads. */
export const KeyedQuestion = Strict({
  row: Type.Integer(), action: OneOf(['add', 'change', 'same'] as const), type: OneOf(QUESTION_TYPES), stem: Type.String(),
  options: Type.Array(Strict({ key: Type.String(), text: Type.String() })), answer: Keys, explanation: Type.String(), topic: Type.String(),
})
export type KeyedQuestion = Static<typeof KeyedQuestion>
export const BankPreview = Strict({
  previewId: Id, sheet: Type.String(), headerRow: Type.Integer(), bankName: Type.String(),
  totals: Strict({ rows: Type.Integer(), add: Type.Integer(), change: Type.Integer(), same: Type.Integer(), errors: Type.Integer(), warnings: Type.Integer() }),
  columns: Type.Array(Strict({ header: Type.String(), field: Nullable(Type.String()), note: Nullable(Type.String()) })),
  issues: Type.Array(WorkbookIssue),
  /** Those that could be read, at most 200. */
  questions: Type.Array(KeyedQuestion), canApply: Type.Boolean(),
})
export type BankPreview = Static<typeof BankPreview>
/** `bankId` to add to a bank of this organization, else `name` for a new one. */
export const BankPreviewQuery = Strict({ bankId: Type.Optional(Id), name: Type.Optional(Type.String({ minLength: 2, maxLength: 30 })) })
export type BankPreviewQuery = Static<typeof BankPreviewQuery>
export const BankImportParams = Strict({ id: Id, importId: Id })
export type BankImportParams = Static<typeof BankImportParams>
export const BankImport = Strict({ ...ImportSummary.properties, items: Type.Array(KeyedQuestion) })
export type BankImport = Static<typeof BankImport>
export const ReviewImport = Strict({ decision: OneOf(['approve', 'reject'] as const), reason: Type.Optional(Type.String({ minLength: 2, maxLength: 100 })) })
export type ReviewImport = Static<typeof ReviewImport>

// --- papers (卷子) ---

/** Which questions are drawn. The same seed draws the same; another seed draws others. */
export const Draw = Strict({
  bankId: Id, topics: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 30 })),
  single: Type.Integer({ minimum: 0, maximum: 100 }), multiple: Type.Integer({ minimum: 0, maximum: 100 }), judge: Type.Integer({ minimum: 0, maximum: 100 }),
  seed: Type.Integer({ minimum: 0, maximum: 2_147_483_647 }),
})
export type Draw = Static<typeof Draw>
/** Without keys: whoever assigns may have to answer too. */
export const Drawn = Strict({ questions: Type.Array(AskedQuestion), available: Strict({ single: Type.Integer(), multiple: Type.Integer(), judge: Type.Integer() }) })
export type Drawn = Static<typeof Drawn>
export const AssignPaper = Strict({
  title: Type.String({ minLength: 2, maxLength: 40 }), draw: Draw, dueAt: Instant,
  /** Left out: now. */
  opensAt: Type.Optional(Instant),
  attempts: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  /** 党小组 of the branch, or branches below; left out = everyone of the organization. */
  orgIds: Type.Optional(Type.Array(Id, { maxItems: 50 })),
  /** Counts as the discipline test of the star rating. */
  discipline: Type.Optional(Type.Boolean()),
  /** Made by the client before sending; a retry with the same key answers the first result. */
  requestKey: Type.String({ minLength: 8, maxLength: 64 }),
})
export type AssignPaper = Static<typeof AssignPaper>
const paper = {
  id: Id, title: Type.String(), ownerOrgId: Id, ownerName: Type.String(), questions: Type.Integer(), opensAt: Instant, dueAt: Instant, attemptsAllowed: Type.Integer(),
  passScore: Type.Integer(), discipline: Type.Boolean(), withdrawnReason: Nullable(Type.String()),
  assigned: Type.Integer(), done: Type.Integer(), passed: Type.Integer(),
  /** Mean of the best scores of those who are done, one decimal; null while nobody is. */
  mean: Nullable(Type.Number()),
}
export const PaperSummary = Strict(paper)
export type PaperSummary = Static<typeof PaperSummary>
export const PaperList = Strict({ items: Type.Array(PaperSummary), serverTime: Instant })
export type PaperList = Static<typeof PaperList>
/** Who has done it and who has not, those who have not first. */
export const PaperDetail = Strict({
  ...paper, serverTime: Instant,
  people: Type.Array(Strict({
    memberId: Id, name: Type.String(), groupName: Nullable(Type.String()), state: OneOf(PAPER_TASK_STATES), attempts: Type.Integer(), best: Nullable(Type.Integer()), doneAt: Nullable(Instant),
  })),
})
export type PaperDetail = Static<typeof PaperDetail>
export const WithdrawPaper = Strict({ reason: Type.String({ minLength: 2, maxLength: 100 }) })
export type WithdrawPaper = Static<typeof WithdrawPaper>
