import type { BankSummary } from '@pioneer/shared-types/study/schemas'
import type { Context } from '../../kernel/context'
import { toId } from '../../kernel/ids'
import type { OrgsService } from '../orgs/types'
import { bankModels, type BankRecord } from './bank-model'
import { topicsOf } from './bank-rules'
import type { BankService, QuestionRecord } from './bank-types'
import { createContentStore } from './content'

/** Wordings kept in memory: they never change but for one thing, that they are retired once and for ever. */
const QUESTIONS_KEPT = 5_000
/** For so long a wording that was live counts as live, milliseconds. */
const LIVE_FOR = 60_000

interface Kept { question: QuestionRecord; readAt: number }

export interface BankDeps { orgs: Pick<OrgsService, 'get'> }

/** Question banks, lessons and rules for the rest of study. */
export function createBankService(context: Context, deps: BankDeps): BankService {
  const { Bank, Import, Question } = bankModels(context.connection)
  const content = createContentStore(context)
  const kept = new Map<string, Kept>()

  const keep = (questions: readonly QuestionRecord[], readAt: number): void => {
    if (kept.size + questions.length > QUESTIONS_KEPT) kept.clear()
    for (const question of questions) kept.set(question._id.toHexString(), { question, readAt })
  }
  const known = (id: string, now: number): QuestionRecord | undefined => {
    const entry = kept.get(id)
    return entry && (entry.question.retiredAt !== null || Math.abs(now - entry.readAt) < LIVE_FOR) ? entry.question : undefined
  }

  /** Banks in reach, the shipped one first, then from the root down. A bank without an approved question is none yet. */
  const inReach = async (orgId: string): Promise<BankRecord[]> => {
    const { scopeIds } = await deps.orgs.get(orgId)
    const rank = new Map<string | undefined, number>(scopeIds.map((id, index) => [id.toHexString(), index + 1]))
    const banks = await Bank.find({ ownerOrgId: { $in: [null, ...scopeIds] }, version: { $gt: 0 } }).sort({ name: 1 }).lean()
    return banks.sort((a, b) => (rank.get(a.ownerOrgId?.toHexString()) ?? 0) - (rank.get(b.ownerOrgId?.toHexString()) ?? 0))
  }

  const lesson: BankService['lesson'] = async (code) => (await content.lessons()).find((item) => item.code === code) ?? null

  return {
    lesson,
    lessonsNow: () => content.lessons(),
    rules: (at) => content.rules(at),
    questionsOfLesson: async (code) => content.shippedQuestions((await lesson(code))?.questionCodes ?? []),

    questionsByIds: async (ids) => {
      const now = context.clock.now().getTime()
      const there = ids.flatMap((id) => known(id, now) ?? [])
      const byId = new Map(there.map((question) => [question._id.toHexString(), question]))
      const missing = ids.filter((id) => !byId.has(id))
      const read = missing.length === 0 ? [] : await Question.find({ _id: { $in: missing.map(toId) } }).sort({ _id: 1 }).lean()
      for (const question of read) byId.set(question._id.toHexString(), question)
      keep(read, now)
      return ids.flatMap((id) => byId.get(id) ?? [])
    },

    liveQuestions: (bankId) => Question.find({ bankId: toId(bankId), retiredAt: null }).sort({ code: 1 }).lean(),

    banksFor: async (orgId) => {
      const banks = await inReach(orgId)
      const live = await Question.find({ bankId: { $in: banks.map((bank) => bank._id) }, retiredAt: null }, { bankId: 1, topic: 1, type: 1 }).sort({ code: 1 }).lean()
      const summaries: BankSummary[] = []
      for (const bank of banks) {
        const questions = live.filter((question) => question.bankId.equals(bank._id))
        summaries.push({
          id: bank._id.toHexString(), name: bank.name, ownerOrgId: bank.ownerOrgId?.toHexString() ?? null,
          ownerName: bank.ownerOrgId ? (await deps.orgs.get(bank.ownerOrgId.toHexString())).name : '随系统提供', shipped: bank.ownerOrgId === null, version: bank.version,
          questions: questions.length, topics: topicsOf(questions),
        })
      }
      return summaries
    },

    bankFor: async (orgId, bankId) => {
      const bank = (await inReach(orgId)).find((item) => item._id.toHexString() === bankId)
      return bank ? { id: bankId, name: bank.name, version: bank.version } : null
    },

    pendingImports: async (orgIds) => {
      const rows = await Import.find({ orgId: { $in: orgIds.map(toId) }, state: 'pending' }, { items: 0 }).sort({ handedInAt: 1, _id: 1 }).lean()
      return rows.map((row) => ({ id: row._id.toHexString(), orgId: row.orgId.toHexString(), name: row.bankName, questions: row.count, importedBy: row.hands.at(-1)?.name ?? '', hands: row.hands }))
    },
  }
}
