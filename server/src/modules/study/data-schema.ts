import { Type, type Static } from '@sinclair/typebox'
import { QUESTION_TYPES } from '@pioneer/shared-types/constants'
import { checkData, Word } from '../../kernel/rule-data'

/** Content and rules of study are versioned data in server/data, checked when they are read (domain-rules.md). */

const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const versioned = { version: Type.Integer({ minimum: 1 }), name: Type.String({ minLength: 2 }), effectiveFrom: day }
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

/** Where the fact behind a question or lesson stands: its number on the fact sheet and the article of the regulation. */
const Source = Type.Object({ fact: Type.String({ pattern: '^F\\d{3}$' }), article: text(80) }, { additionalProperties: false })

export const BankQuestion = Type.Object({
  /** Names the question for ever; a changed wording is a new version of the same code. */
  code: Type.String({ pattern: '^Q\\d{3}$' }),
  type: Word(QUESTION_TYPES),
  stem: text(200),
  /** A, B, C …; a true-or-false question has A 对 and B 错. */
  options: Type.Array(Type.Object({ key: Type.String({ pattern: '^[A-H]$' }), text: text(100) }, { additionalProperties: false }), { minItems: 2, maxItems: 8 }),
  answer: Type.Array(Type.String({ pattern: '^[A-H]$' }), { minItems: 1, maxItems: 8, uniqueItems: true }),
  explanation: text(300),
  /** 知识点. */
  topic: text(20),
  source: Source,
}, { additionalProperties: false })
export type BankQuestion = Static<typeof BankQuestion>

/** 题库. */
export const QuestionBankData = Type.Object({ ...versioned, questions: Type.Array(BankQuestion) }, { additionalProperties: false })
export type QuestionBankData = Static<typeof QuestionBankData>

const LessonBlock = Type.Union([
  Type.Object({ kind: Type.Literal('heading'), text: text(40) }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('text'), text: text(400) }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('list'), items: Type.Array(text(120), { minItems: 1, maxItems: 12 }) }, { additionalProperties: false }),
  /** 要点: what to keep in mind. */
  Type.Object({ kind: Type.Literal('key'), text: text(160) }, { additionalProperties: false }),
  /** `picture`: file name without ending in server/data/pictures; `alt` says the same in words. */
  Type.Object({ kind: Type.Literal('picture'), picture: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }), alt: text(200), caption: Type.Optional(text(60)), width: Type.Integer({ minimum: 1 }), height: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
])

/** 微党课: three minutes of reading and a quiz of five questions. */
export const LessonData = Type.Object({
  code: Type.String({ pattern: '^L\\d{2}$' }),
  title: text(30), summary: text(80), minutes: Type.Integer({ minimum: 1, maximum: 20 }), topic: text(20),
  blocks: Type.Array(LessonBlock, { minItems: 3 }),
  /** Codes of the bank's questions. */
  questions: Type.Array(Type.String({ pattern: '^Q\\d{3}$' }), { minItems: 5, maxItems: 5, uniqueItems: true }),
  sources: Type.Array(Source, { minItems: 1 }),
}, { additionalProperties: false })
export type LessonData = Static<typeof LessonData>

export const LessonBook = Type.Object({ ...versioned, lessons: Type.Array(LessonData) }, { additionalProperties: false })
export type LessonBook = Static<typeof LessonBook>

/** How study is marked and counted. */
export const StudyRules = Type.Object({
  ...versioned,
  marking: Type.Object({
    /** What an incomplete answer to a multiple-choice question without a wrong option is worth, hundredths of the question. */
    partlyPercent: Type.Integer({ minimum: 0, maximum: 100 }),
  }, { additionalProperties: false }),
  lesson: Type.Object({ passRight: Type.Integer({ minimum: 1 }), attemptsPerDay: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
  paper: Type.Object({
    passScore: Type.Integer({ minimum: 0, maximum: 100 }), attempts: Type.Integer({ minimum: 1 }),
    /** Handing in is taken for so long after the deadline from those who began before it: the signal in a hall is weak. */
    graceMinutes: Type.Integer({ minimum: 0 }),
  }, { additionalProperties: false }),
  /** 错题: comes back on these days after each right answer until it was right so often in a row. */
  review: Type.Object({ rightInRow: Type.Integer({ minimum: 1 }), daysAfterWrong: Type.Integer({ minimum: 1 }), daysAfterRight: Type.Array(Type.Integer({ minimum: 1 })), perDay: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
  /** 学时: what counts and how much a year asks for. */
  hours: Type.Object({
    memberHours: Type.Number(), secretaryHours: Type.Number(),
    /** Kinds of meeting whose time counts, and the most a single one counts for, minutes. */
    kinds: Type.Array(Type.String()), mostMinutesEach: Type.Integer({ minimum: 1 }),
  }, { additionalProperties: false }),
}, { additionalProperties: false })
export type StudyRules = Static<typeof StudyRules>

export const parseBank = (data: unknown): QuestionBankData => checkData(QuestionBankData, data, 'study-bank')
export const parseLessons = (data: unknown): LessonBook => checkData(LessonBook, data, 'lessons')
export const parseStudyRules = (data: unknown): StudyRules => checkData(StudyRules, data, 'study-rules')
