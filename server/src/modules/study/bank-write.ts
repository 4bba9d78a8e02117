import type { ClientSession } from 'mongoose'
import { newId, type ObjectId } from '../../kernel/ids'
import type { BankModels, BankRecord } from './bank-model'
import { stemKeyOf } from './bank-rules'
import type { QuestionContent, QuestionRecord } from './bank-types'

/** What happens to a bank at once. */
export interface BankChange {
  /** The code is given, or drawn from the bank's own numbers. */
  added: readonly { code?: string; content: QuestionContent }[]
  changed: readonly { known: QuestionRecord; content: QuestionContent }[]
  retired: readonly QuestionRecord[]
}

/** Questions inserted with one command. */
const CHUNK = 500

/** `N0001`: codes of questions that were imported; shipped ones have their own. */
const codeOf = (number: number): string => `N${String(number).padStart(4, '0')}`

/**
 * Writes a change of a bank in the caller's transaction and makes it the bank's `version`. Old wordings are retired, never edited.
 * A bank that somebody else changes at the same time makes the transaction conflict and run again.
 */
export async function writeBank(
  { Bank, Question }: Pick<BankModels, 'Bank' | 'Question'>, bank: BankRecord, change: BankChange, to: { version: number; importId: ObjectId | null; now: Date }, session: ClientSession,
): Promise<void> {
  let { codes } = bank
  const retired = [...change.changed.map(({ known }) => known), ...change.retired]
  const born = (code: string, version: number, { type, stem, options, answer, explanation, topic, source }: QuestionContent): QuestionRecord => ({
    _id: newId(), bankId: bank._id, code, version, type, stem, stemKey: stemKeyOf(stem), options, answer, explanation, topic, source, importId: to.importId, createdAt: to.now, retiredAt: null,
  })
  const fresh = [
    ...change.added.map(({ code, content }) => born(code ?? codeOf((codes += 1)), 1, content)),
    ...change.changed.map(({ known, content }) => born(known.code, known.version + 1, content)),
  ]
  await Bank.updateOne({ _id: bank._id }, { $set: { version: to.version, codes, updatedAt: to.now } }, { session })
  if (retired.length > 0) await Question.updateMany({ _id: { $in: retired.map((question) => question._id) } }, { $set: { retiredAt: to.now } }, { session })
  // Made complete above: casting thousands of them would stop the process for seconds.
  for (let at = 0; at < fresh.length; at += CHUNK) await Question.insertMany(fresh.slice(at, at + CHUNK), { session, lean: true })
}
