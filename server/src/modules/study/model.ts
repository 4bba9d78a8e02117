import { Schema, type Connection, type Model } from 'mongoose'
import { ORG_TYPES, VERDICTS, type OrgType, type Verdict } from '@pioneer/shared-types/constants'
import type { ObjectId } from '../../kernel/ids'

/** A paper: fixed questions for fixed people. Nothing of it changes but its withdrawal. */
export interface PaperRecord {
  _id: ObjectId
  title: string
  ownerOrgId: ObjectId
  ownerName: string
  ownerType: OrgType
  /** The branch it lies in; null above branches. */
  ownerBranchId: ObjectId | null
  /** Path of the owner, root first. */
  scopeIds: ObjectId[]
  /** Frozen: a bank that changes later changes no paper. */
  questionIds: ObjectId[]
  /** How they were drawn, and from which version of the bank. */
  drawn: { bankId: ObjectId; bankVersion: number; seed: number; topics: string[] }
  opensAt: Date
  dueAt: Date
  attemptsAllowed: number
  passScore: number
  discipline: boolean
  /** The version of the study rules the defaults came from. */
  rulesVersion: number
  requestKey: string
  createdBy: ObjectId
  createdAt: Date
  withdrawnAt: Date | null
  withdrawnReason: string | null
}

export type QuizType = 'lesson' | 'paper'

/** A result as the task remembers it. */
export interface TaskResult { attemptId: ObjectId; score: number; passed: boolean; handedInAt: Date }

/**
 * One quiz of one person: a paper that was assigned (the list is frozen when it is), or a lesson somebody has begun.
 * `started`, `open`, `results`, `best`, `doneAt` and `passedAt` follow from the attempts, are written in their transactions and proved by reconcile.
 */
export interface TaskRecord {
  _id: ObjectId
  type: QuizType
  /** Id of the paper, code of the lesson. */
  ref: string
  memberId: ObjectId
  /** Of papers only: as the roster was when it was assigned. */
  name: string | null
  branchId: ObjectId | null
  groupId: ObjectId | null
  /** Of papers only; copies, for a paper's times never change. */
  opensAt: Date | null
  dueAt: Date | null
  /** Of lessons only: how long it takes, 学时. */
  minutes: number | null
  started: number
  open: ObjectId | null
  results: TaskResult[]
  /** Highest score; absent until something was handed in. */
  best?: number
  /** When something was first handed in, and when it was first passed; what came within the grace counts as of the deadline. */
  doneAt?: Date
  passedAt?: Date
  withdrawnAt: Date | null
}

/** One kept answer. */
export interface AnswerRecord { keys: string[]; rev: number; at: Date }

/** How a question was marked. */
export interface MarkRecord { questionId: ObjectId; given: string[]; verdict: Verdict; returnsOn: string | null }

/** What handing in came to; never changes. */
export interface ResultRecord {
  handedInAt: Date
  byDeadline: boolean
  /** The version of the study rules it was marked by: the one in force when the attempt was begun. */
  markingVersion: number
  marks: MarkRecord[]
  right: number
  score: number
  passed: boolean
  /** Best score so far, this one included. */
  best: number
  points: { heading: string; delta: number; reason: string }[]
}

/** One go at a quiz. `lapsed`: the deadline passed with nothing answered; `withdrawn`: the paper was taken back while it was open. */
export interface AttemptRecord {
  _id: ObjectId
  type: QuizType
  ref: string
  title: string
  memberId: ObjectId
  n: number
  state: 'open' | 'handed-in' | 'lapsed' | 'withdrawn'
  startedAt: Date
  dueAt: Date | null
  /** The deadline with its grace; nothing is taken from then on. */
  closesAt: Date | null
  questionIds: ObjectId[]
  /** What passing asks for; one of the two. */
  passRight: number | null
  passScore: number | null
  /** Of papers only. */
  attemptsAllowed: number | null
  /** By question id. */
  answers: Record<string, AnswerRecord>
  /** How often something was kept: what marking proves it has seen. */
  saves: number
  savedAt: Date | null
  result: ResultRecord | null
}

/** A question somebody answered wrong, on its way back (错题). */
export interface WrongRecord {
  _id: ObjectId
  memberId: ObjectId
  questionId: ObjectId
  rightInRow: number
  /** Shanghai day; null when settled. */
  dueOn: string | null
  /** The day it was last answered in review, and what that day's turn was: a double tap counts once. */
  answeredOn: string | null
  answeredDueOn: string | null
  answered: { keys: string[]; verdict: Verdict } | null
  firstAt: Date
  changedAt: Date
}

const { ObjectId: Id, Mixed } = Schema.Types
const options = { versionKey: false, strict: 'throw', minimize: false, autoIndex: false } as const
const part = { _id: false, strict: 'throw' } as const
const QUIZ_TYPES: readonly QuizType[] = ['lesson', 'paper']

const paperSchema = new Schema<PaperRecord>({
  _id: { type: Id, required: true },
  title: { type: String, required: true },
  ownerOrgId: { type: Id, required: true },
  ownerName: { type: String, required: true },
  ownerType: { type: String, required: true, enum: ORG_TYPES },
  ownerBranchId: { type: Id, default: null },
  scopeIds: { type: [Id], required: true },
  questionIds: { type: [Id], required: true },
  drawn: {
    type: new Schema({ bankId: { type: Id, required: true }, bankVersion: { type: Number, required: true }, seed: { type: Number, required: true }, topics: { type: [String], required: true } }, part),
    required: true,
  },
  opensAt: { type: Date, required: true },
  dueAt: { type: Date, required: true },
  attemptsAllowed: { type: Number, required: true },
  passScore: { type: Number, required: true },
  discipline: { type: Boolean, required: true },
  rulesVersion: { type: Number, required: true },
  requestKey: { type: String, required: true },
  createdBy: { type: Id, required: true },
  createdAt: { type: Date, required: true },
  withdrawnAt: { type: Date, default: null },
  withdrawnReason: { type: String, default: null },
}, { ...options, collection: 'papers' })
/** A retried assignment finds the first one. */
paperSchema.index({ createdBy: 1, requestKey: 1 }, { unique: true })
/** Lists of an organization and what lies below it, newest first. */
paperSchema.index({ scopeIds: 1, createdAt: -1, _id: -1 })
/** What falls due. */
paperSchema.index({ dueAt: 1 })

const taskSchema = new Schema<TaskRecord>({
  _id: { type: Id, required: true },
  type: { type: String, required: true, enum: QUIZ_TYPES },
  ref: { type: String, required: true },
  memberId: { type: Id, required: true },
  name: { type: String, default: null },
  branchId: { type: Id, default: null },
  groupId: { type: Id, default: null },
  opensAt: { type: Date, default: null },
  dueAt: { type: Date, default: null },
  minutes: { type: Number, default: null },
  started: { type: Number, required: true },
  open: { type: Id, default: null },
  results: {
    type: [new Schema<TaskResult>({ attemptId: { type: Id, required: true }, score: { type: Number, required: true }, passed: { type: Boolean, required: true }, handedInAt: { type: Date, required: true } }, part)],
    required: true,
  },
  best: { type: Number },
  doneAt: { type: Date },
  passedAt: { type: Date },
  withdrawnAt: { type: Date, default: null },
}, { ...options, collection: 'studyTasks' })
/** A quiz is one task of each person. */
taskSchema.index({ type: 1, ref: 1, memberId: 1 }, { unique: true })
/** Who has done a paper, counted from the index alone. */
taskSchema.index({ type: 1, ref: 1, best: 1 })
/** What a person has to do. */
taskSchema.index({ memberId: 1, type: 1, dueAt: 1 })
/** A branch's year. */
taskSchema.index({ branchId: 1, dueAt: 1 })

const pointsSchema = new Schema({ heading: { type: String, required: true }, delta: { type: Number, required: true }, reason: { type: String, required: true } }, part)
const markSchema = new Schema<MarkRecord>({
  questionId: { type: Id, required: true }, given: { type: [String], required: true }, verdict: { type: String, required: true, enum: VERDICTS }, returnsOn: { type: String, default: null },
}, part)
const resultSchema = new Schema<ResultRecord>({
  handedInAt: { type: Date, required: true },
  byDeadline: { type: Boolean, required: true },
  markingVersion: { type: Number, required: true },
  marks: { type: [markSchema], required: true },
  right: { type: Number, required: true },
  score: { type: Number, required: true },
  passed: { type: Boolean, required: true },
  best: { type: Number, required: true },
  points: { type: [pointsSchema], required: true },
}, part)

const attemptSchema = new Schema<AttemptRecord>({
  _id: { type: Id, required: true },
  type: { type: String, required: true, enum: QUIZ_TYPES },
  ref: { type: String, required: true },
  title: { type: String, required: true },
  memberId: { type: Id, required: true },
  n: { type: Number, required: true },
  state: { type: String, required: true, enum: ['open', 'handed-in', 'lapsed', 'withdrawn'] },
  startedAt: { type: Date, required: true },
  dueAt: { type: Date, default: null },
  closesAt: { type: Date, default: null },
  questionIds: { type: [Id], required: true },
  passRight: { type: Number, default: null },
  passScore: { type: Number, default: null },
  attemptsAllowed: { type: Number, default: null },
  // Question id → AnswerRecord: each answer is written by its own path, so that two questions never wait for each other's content.
  answers: { type: Mixed, required: true },
  saves: { type: Number, required: true },
  savedAt: { type: Date, default: null },
  result: { type: resultSchema, default: null },
}, { ...options, collection: 'attempts' })
/** One go after the other. */
attemptSchema.index({ type: 1, ref: 1, memberId: 1, n: 1 }, { unique: true })
/** One open go at a quiz for each person: whoever starts again or on another device finds it. */
attemptSchema.index({ memberId: 1, type: 1, ref: 1 }, { unique: true, partialFilterExpression: { state: 'open' } })
/** Open ones whose time is over, for the job. */
attemptSchema.index({ closesAt: 1 }, { partialFilterExpression: { state: 'open' } })
attemptSchema.index({ memberId: 1, startedAt: 1 })

const wrongSchema = new Schema<WrongRecord>({
  _id: { type: Id, required: true },
  memberId: { type: Id, required: true },
  questionId: { type: Id, required: true },
  rightInRow: { type: Number, required: true },
  dueOn: { type: String, default: null },
  answeredOn: { type: String, default: null },
  answeredDueOn: { type: String, default: null },
  answered: { type: new Schema({ keys: { type: [String], required: true }, verdict: { type: String, required: true, enum: VERDICTS } }, part), default: null },
  firstAt: { type: Date, required: true },
  changedAt: { type: Date, required: true },
}, { ...options, collection: 'wrongAnswers' })
wrongSchema.index({ memberId: 1, questionId: 1 }, { unique: true })
wrongSchema.index({ memberId: 1, dueOn: 1 })

export interface StudyModels { Paper: Model<PaperRecord>; Task: Model<TaskRecord>; Attempt: Model<AttemptRecord>; Wrong: Model<WrongRecord> }

/** The models of this half of the module, bound to one connection. */
export function studyModels(connection: Connection): StudyModels {
  return {
    Paper: (connection.models['Paper'] as Model<PaperRecord> | undefined) ?? connection.model<PaperRecord>('Paper', paperSchema),
    Task: (connection.models['StudyTask'] as Model<TaskRecord> | undefined) ?? connection.model<TaskRecord>('StudyTask', taskSchema),
    Attempt: (connection.models['Attempt'] as Model<AttemptRecord> | undefined) ?? connection.model<AttemptRecord>('Attempt', attemptSchema),
    Wrong: (connection.models['WrongAnswer'] as Model<WrongRecord> | undefined) ?? connection.model<WrongRecord>('WrongAnswer', wrongSchema),
  }
}

export async function ensureIndexes(connection: Connection): Promise<void> {
  const { Paper, Task, Attempt, Wrong } = studyModels(connection)
  for (const model of [Paper, Task, Attempt, Wrong]) await model.createIndexes()
}
