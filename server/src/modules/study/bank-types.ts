import type { QuestionType } from '@pioneer/shared-types/constants'
import type { BankImport, BankList, BankPreview, BankSummary, LessonBlock, ReviewImport } from '@pioneer/shared-types/study/schemas'
import type { Caller } from '../../kernel/access'
import type { ObjectId } from '../../kernel/ids'
import type { StudyRules } from './data-schema'

/** What a question says. */
export interface QuestionContent {
  type: QuestionType
  stem: string
  /** A, B, C … in order; a true-or-false question has A 对 and B 错. */
  options: { key: string; text: string }[]
  /** Keys of the right options, in order. */
  answer: string[]
  explanation: string
  /** 知识点. */
  topic: string
  /** 出处: the article it follows from; null when the bank names none. */
  source: string | null
}

/** A question as a workbook gave it, and what it would be to the bank. */
export interface ImportItem extends QuestionContent { row: number; action: 'add' | 'change' | 'same' }

/**
 * One wording of a question. It is never edited: a changed question is a new document of the same code with the next version, and papers
 * keep the ids, so that a result can be marked again for ever.
 */
export interface QuestionRecord extends QuestionContent {
  _id: ObjectId
  bankId: ObjectId
  /** Names the question within its bank through all versions. */
  code: string
  version: number
  /** The stem as it is compared. */
  stemKey: string
  /** The import that brought it; null when it was shipped. */
  importId: ObjectId | null
  createdAt: Date
  /** Since when it is no longer drawn; null while it is live. */
  retiredAt: Date | null
}

/** 微党课 as it is shown. */
export interface LessonRecord {
  code: string
  title: string
  summary: string
  minutes: number
  topic: string
  blocks: LessonBlock[]
  /** Articles it follows from. */
  sources: string[]
  /** Codes of its questions in the shipped bank. */
  questionCodes: string[]
}

/** Questions that wait for somebody's review. */
export interface PendingImport {
  id: string
  orgId: string
  name: string
  questions: number
  importedBy: string
  /** Whoever had a hand in it may not review it. */
  hands: readonly { accountId: string; memberId: string | null }[]
}

/** Question banks, lessons and rules of study: what the rest of study stands on. */
export interface BankService {
  /** Questions with their keys in the order of the ids, retired ones too; ids of no question are left out. `retiredAt` is at most a minute old. */
  questionsByIds(ids: readonly string[]): Promise<QuestionRecord[]>
  /** What may be drawn from a bank now, by code. Whether somebody may draw from it is asked of `bankFor`. */
  liveQuestions(bankId: string): Promise<QuestionRecord[]>
  /** The lessons in force whose questions are all there, in their order. */
  lessonsNow(): Promise<LessonRecord[]>
  /** Null when there is no such lesson now. */
  lesson(code: string): Promise<LessonRecord | null>
  /** The live wording of a lesson's questions in its order; empty for an unknown lesson. */
  questionsOfLesson(code: string): Promise<QuestionRecord[]>
  /** The rules in force at an instant. */
  rules(at: Date): Promise<StudyRules>
  /** Banks an organization may draw from: the shipped one, its own and those of organizations above it. Throws not-found for an unknown organization. */
  banksFor(orgId: string): Promise<BankSummary[]>
  /** One of them by id; null when this organization may not draw from it. */
  bankFor(orgId: string, bankId: string): Promise<{ id: string; name: string; version: number } | null>
  /** Imports at exactly these organizations that wait for a review, oldest first. */
  pendingImports(orgIds: readonly string[]): Promise<PendingImport[]>
}

/** The five use cases of the bank's pages. */
export interface BankDesk {
  list(caller: Caller, orgId: string): Promise<BankList>
  /** Reads a workbook and shows what it would add or change. Throws workbook-invalid or too-large when it cannot be read. */
  preview(caller: Caller, orgId: string, target: { bankId?: string; name?: string }, file: Buffer): Promise<BankPreview>
  /** Hands a preview in for review. A second time answers the import as it is. Throws workbook-invalid when it had errors, workbook-changed when the bank has changed or the preview is too old. */
  apply(caller: Caller, orgId: string, importId: string): Promise<BankImport>
  import(caller: Caller, orgId: string, importId: string): Promise<BankImport>
  /** Decides once; whoever comes later gets what was decided. Throws review-own for those who brought the import. */
  review(caller: Caller, orgId: string, importId: string, decision: ReviewImport): Promise<BankImport>
}
