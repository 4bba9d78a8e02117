import type { ClientSession } from 'mongoose'
import { ROLE_NAMES } from '@pioneer/shared-types/constants'
import type { BankImport, ImportSummary } from '@pioneer/shared-types/study/schemas'
import type { Caller } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import { newId, toId } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import { readWorkbook } from '../../kernel/workbook/workbook'
import type { AuditService } from '../audit/types'
import type { AuthService } from '../auth/types'
import type { MembersService } from '../members/types'
import type { OrgsService } from '../orgs/types'
import { bankModels, type BankRecord, type ImportHand, type ImportRecord } from './bank-model'
import { stemKeyOf } from './bank-rules'
import type { BankDesk, BankService, QuestionRecord } from './bank-types'
import { writeBank } from './bank-write'
import { against, draftBank, keyed } from './workbook'

/** How long a preview may wait, milliseconds. */
const PREVIEW_LIFE = 86_400_000
/** So many of a person's previews at one place are kept, the newest. */
const PREVIEWS_KEPT = 5
/** Decided imports are listed for so long, milliseconds, and at most so many. */
const RECENT = 30 * 86_400_000
const RECENT_MOST = 20

const CHANGED = '题库在预览之后有变化，请重新预览'
const TOO_OLD = '预览超过一天，请重新上传表格'

export interface BankDeskDeps {
  orgs: Pick<OrgsService, 'get' | 'facts'>
  members: Pick<MembersService, 'find'>
  auth: Pick<AuthService, 'allowed'>
  audit: Pick<AuditService, 'record'>
  bank: Pick<BankService, 'banksFor'>
}

type Summary = Omit<ImportRecord, 'items'>

/** Import of question banks: preview, hand in, review by somebody else. */
export function createBankDesk(context: Context, deps: BankDeskDeps): BankDesk {
  const models = bankModels(context.connection)
  const { Bank, Import, Question } = models

  const handOf = async (caller: Caller): Promise<ImportHand> => {
    const member = caller.memberId === null ? null : await deps.members.find(caller.memberId)
    const staff = caller.grants.find((grant) => grant.role !== 'member')
    return { accountId: caller.accountId, memberId: caller.memberId, name: member?.name ?? (staff ? ROLE_NAMES[staff.role] : '') }
  }
  /** The same person on another phone is the same person. */
  const isHand = (record: Summary, caller: Caller): boolean =>
    record.hands.some((hand) => hand.accountId === caller.accountId || (hand.memberId !== null && hand.memberId === caller.memberId))

  const live = async (bank: BankRecord | null, session: ClientSession | null): Promise<QuestionRecord[]> =>
    bank ? Question.find({ bankId: bank._id, retiredAt: null }).sort({ code: 1 }).session(session).lean() : []
  const bankOf = async (record: Pick<ImportRecord, 'orgId' | 'bankName'>, session: ClientSession | null): Promise<BankRecord | null> =>
    Bank.findOne({ ownerOrgId: record.orgId, name: record.bankName }).session(session).lean()

  const mayReview = async (caller: Caller, orgId: string): Promise<boolean> => {
    const facts = await deps.orgs.facts(orgId)
    return facts !== null && deps.auth.allowed(caller, 'bank:review', facts)
  }

  const summarize = (record: Summary, caller: Caller, reviewer: boolean): ImportSummary => {
    const mine = isHand(record, caller)
    return {
      id: record._id.toHexString(), bankId: record.bankId?.toHexString() ?? null, bankName: record.bankName, state: record.state === 'preview' ? 'pending' : record.state,
      questions: record.count, importedBy: record.hands.at(-1)?.name ?? '', importedAt: (record.handedInAt ?? record.createdAt).toISOString(),
      mine, canReview: record.state === 'pending' && !mine && reviewer, reason: record.reason,
    }
  }

  /** While it waits, each question is shown as what it would be to the bank as it is now. */
  const present = async (record: ImportRecord, caller: Caller): Promise<BankImport> => {
    const items = record.state === 'pending' ? against(record.items.map(({ row, action: _action, ...content }) => ({ row, content })), await live(await bankOf(record, null), null)).all : record.items
    return { ...summarize(record, caller, await mayReview(caller, record.orgId.toHexString())), items: items.map(keyed) }
  }

  const importOf = async (orgId: string, importId: string, session: ClientSession | null): Promise<ImportRecord> =>
    found(await Import.findOne({ _id: toId(importId), orgId: toId(orgId) }).session(session).lean())

  /** The bank a workbook is for: one of this organization by id or name; a name it does not have yet makes a new one. */
  const targetOf = async (orgId: string, target: { bankId?: string; name?: string }): Promise<{ bank: BankRecord | null; name: string }> => {
    const org = await deps.orgs.get(orgId)
    if (org.type === 'group') throw new ProblemError('validation', { fields: [{ path: 'id', message: '请在支部或它的上级导入' }] })
    if (target.bankId !== undefined) {
      const bank = found(await Bank.findOne({ _id: toId(target.bankId), ownerOrgId: org._id }).lean())
      return { bank, name: bank.name }
    }
    const name = (target.name ?? `${org.name}题库`).normalize('NFKC').replace(/\s+/gu, ' ').trim()
    if (name.length < 2) throw new ProblemError('validation', { fields: [{ path: 'name', message: '题库名称至少两个字' }] })
    return { bank: await bankOf({ orgId: org._id, bankName: name }, null), name }
  }

  const preview: BankDesk['preview'] = async (caller, orgId, target, file) => {
    const { bank, name } = await targetOf(orgId, target)
    const draft = draftBank(await readWorkbook(file), await live(bank, null))
    const { items, ...shown } = draft
    const now = context.clock.now()
    const _id = newId()
    const record: ImportRecord = {
      _id, orgId: toId(orgId), bankId: bank?._id ?? null, bankName: name, bankVersion: bank?.version ?? 0, state: 'preview', canApply: draft.canApply,
      // What cannot be handed in need not be kept.
      items: draft.canApply ? items : [], count: draft.canApply ? items.length : 0, hands: [await handOf(caller)], createdAt: now, handedInAt: null,
      expiresAt: new Date(now.getTime() + PREVIEW_LIFE), decidedAt: null, decidedBy: null, reason: null,
    }
    await Import.insertMany([record], { lean: true })
    // Whoever mends a workbook uploads it again and again, and each preview may be megabytes.
    const older = await Import.find({ orgId: record.orgId, state: 'preview', 'hands.accountId': caller.accountId }, { _id: 1 }).sort({ createdAt: -1, _id: -1 }).skip(PREVIEWS_KEPT).lean()
    if (older.length > 0) await Import.deleteMany({ _id: { $in: older.map((row) => row._id) } })
    return { previewId: _id.toHexString(), bankName: name, ...shown }
  }

  const apply: BankDesk['apply'] = async (caller, orgId, importId) => {
    const hand = await handOf(caller)
    const record = await inTransaction(context.connection, async (session) => {
      const known = await importOf(orgId, importId, session)
      if (known.state !== 'preview') return known
      const now = context.clock.now()
      if (known.expiresAt !== null && known.expiresAt <= now) throw new ProblemError('workbook-changed', { title: TOO_OLD })
      if (!known.canApply) throw new ProblemError('workbook-invalid')
      const bank = await bankOf(known, session)
      if ((bank?.version ?? 0) !== known.bankVersion) throw new ProblemError('workbook-changed', { title: CHANGED })
      const hands = isHand(known, caller) ? known.hands : [...known.hands, hand]
      const handedIn = { state: 'pending' as const, hands, handedInAt: now, expiresAt: null }
      await Import.updateOne({ _id: known._id }, { $set: handedIn }, { session })
      await deps.audit.record(caller, {
        action: 'bank.handed-in', targetType: 'question-bank', targetId: importId, orgId, detail: `导入题库“${known.bankName}”${known.count} 题，等待审核`,
      }, session)
      return { ...known, ...handedIn }
    })
    return present(record, caller)
  }

  /** Makes the questions live; in the caller's transaction. Answers the bank's id and what each question was. */
  const publish = async (record: ImportRecord, now: Date, session: ClientSession): Promise<Pick<ImportRecord, 'bankId' | 'items'>> => {
    let bank = await bankOf(record, session)
    if (!bank) {
      bank = { _id: newId(), name: record.bankName, ownerOrgId: record.orgId, version: 0, codes: 0, updatedAt: now }
      await Bank.create([bank], { session })
    }
    const questions = await live(bank, session)
    const known = new Map(questions.map((question) => [stemKeyOf(question.stem), question]))
    const items = against(record.items.map(({ row, action: _action, ...content }) => ({ row, content })), questions).all
    await writeBank(models, bank, {
      added: items.filter((item) => item.action === 'add').map((content) => ({ content })),
      changed: items.flatMap((content) => {
        const before = content.action === 'change' ? known.get(stemKeyOf(content.stem)) : undefined
        return before ? [{ known: before, content }] : []
      }),
      retired: [],
    }, { version: bank.version + 1, importId: record._id, now }, session)
    return { bankId: bank._id, items }
  }

  const review: BankDesk['review'] = async (caller, orgId, importId, { decision, reason }) => {
    if (decision === 'reject' && reason === undefined) throw new ProblemError('validation', { fields: [{ path: 'reason', message: '写一句为什么退回' }] })
    const decidedBy = await handOf(caller)
    const decide = () => inTransaction(context.connection, async (session) => {
      const known = await importOf(orgId, importId, session)
      found(known.state === 'preview' ? null : known)
      if (isHand(known, caller)) throw new ProblemError('review-own')
      if (known.state !== 'pending') return known
      const now = context.clock.now()
      const state = decision === 'approve' ? 'approved' as const : 'rejected' as const
      const decided = { state, decidedAt: now, decidedBy, reason: reason ?? null, ...(decision === 'approve' ? await publish(known, now, session) : {}) }
      await Import.updateOne({ _id: known._id }, { $set: decided }, { session })
      await deps.audit.record(caller, {
        action: `bank.${state}`, targetType: 'question-bank', targetId: importId, orgId,
        detail: state === 'approved' ? `审核通过题库“${known.bankName}”${known.count} 题` : `退回题库“${known.bankName}”的导入：${reason ?? ''}`,
      }, session)
      return { ...known, ...decided }
    })
    // Two first imports of one new bank approved at once: the later finds the bank made when it runs again.
    const record = await decide().catch((error: unknown) => {
      if (isDuplicateKey(error)) return decide()
      throw error
    })
    return present(record, caller)
  }

  return {
    preview, apply, review,
    import: async (caller, orgId, importId) => {
      const record = await importOf(orgId, importId, null)
      return present(found(record.state === 'preview' ? null : record), caller)
    },
    list: async (caller, orgId) => {
      const banks = await deps.bank.banksFor(orgId)
      const reviewer = await mayReview(caller, orgId)
      const own = { orgId: toId(orgId) }
      const waiting: Summary[] = await Import.find({ ...own, state: 'pending' }, { items: 0 }).sort({ handedInAt: 1, _id: 1 }).lean()
      const decided: Summary[] = await Import.find({ ...own, state: { $in: ['approved', 'rejected'] }, decidedAt: { $gte: new Date(context.clock.now().getTime() - RECENT) } }, { items: 0 })
        .sort({ decidedAt: -1, _id: -1 }).limit(RECENT_MOST).lean()
      return { banks, imports: [...waiting, ...decided].map((record) => summarize(record, caller, reviewer)) }
    },
  }
}
