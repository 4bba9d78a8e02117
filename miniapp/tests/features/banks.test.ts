import type { BankSummary, ImportSummary, KeyedQuestion } from '@pioneer/shared-types/study/schemas'
import Taro from '@tarojs/taro'
import fc from 'fast-check'
import { bankNote, bankPlaces, byDecision, fieldName, handsIn, importNote, importValue, ownBanks, PAGE_SIZE, pageOf, unseen, usualTarget, waitingForMe } from '@/features/banks/model'
import { openTodo } from '@/features/home/openTodo'

const imported = (part: Partial<ImportSummary> = {}): ImportSummary => ({
  id: 'i', bankId: null, bankName: '支部题库', state: 'pending', questions: 20, importedBy: '周敏', importedAt: '2026-11-20T01:00:00.000Z', mine: false, canReview: true, reason: null, ...part,
})
const bank = (part: Partial<BankSummary> = {}): BankSummary => ({ id: 'k', name: '基础题库', ownerOrgId: null, ownerName: '随系统提供', shipped: true, version: 1, questions: 120, topics: [], ...part })
const question = (row: number): KeyedQuestion => ({ row, action: 'add', type: 'single', stem: `题 ${row}`, options: [], answer: ['A'], explanation: '', topic: '党章' })

describe('imports', () => {
  test('what can be reviewed stands before what waits for others; decided ones apart', () => {
    const list = [imported({ id: '1', mine: true, canReview: false }), imported({ id: '2' }), imported({ id: '3', state: 'approved', canReview: false }), imported({ id: '4', state: 'rejected', canReview: false })]
    const { waiting, decided } = byDecision(list)
    expect([waiting, decided].map((part) => part.map(({ id }) => id))).toEqual([['2', '1'], ['3', '4']])
    expect(waitingForMe(list).map(({ id }) => id)).toEqual(['2'])
  })
  test('where one stands, in words', () => {
    expect(importValue(imported())).toBe('去审')
    expect(importNote(imported({ canReview: false, mine: true }))).toBe('20 题 · 周敏 11月20日交来 · 等别的同志审')
    expect(importValue(imported({ canReview: false }))).toBe('等审')
    expect(importValue(imported({ state: 'approved', canReview: false }))).toBe('已通过')
    expect(importNote(imported())).toBe('20 题 · 周敏 11月20日交来')
    expect(importNote(imported({ state: 'rejected', reason: '有题答案不对' }))).toBe('20 题 · 周敏 11月20日交来 · 退回原因：有题答案不对')
  })
})

describe('banks', () => {
  test('an import goes to an own bank only', () => {
    expect(ownBanks([bank(), bank({ id: 'own', ownerOrgId: 'b1', shipped: false }), bank({ id: 'above', ownerOrgId: 'root', shipped: false })], 'b1').map(({ id }) => id)).toEqual(['own'])
    expect(bankNote(bank())).toBe('随系统提供 · 第 1 版')
    expect(bankNote(bank({ shipped: false, ownerName: '综合规划处党支部', version: 3 }))).toBe('综合规划处党支部 · 第 3 版')
  })
  test("a workbook goes to the branch's usual bank, which is new the first time; long names are cut to what is taken", () => {
    expect(usualTarget([], '一支部')).toEqual({ bankId: null, name: '一支部题库' })
    expect(usualTarget([bank({ id: 'own', name: '一支部题库' })], '一支部').bankId).toBe('own')
    expect(usualTarget([bank({ id: 'own', name: '党史' })], '长'.repeat(40)).name).toHaveLength(30)
  })
  test("the committee's staff look at the banks below too, each place once", () => {
    const orgs = [{ id: 'root', type: 'committee' as const, name: '机关党委', parentId: null, active: true }, { id: 'b1', type: 'branch' as const, name: '一支部', parentId: 'root', active: true }]
    const grant = (role: 'committee-staff' | 'secretary', orgId: string) => ({ role, orgId, orgName: orgId, orgType: 'branch' as const })
    expect(bankPlaces({ grants: [grant('committee-staff', 'root')] }, orgs).map(({ id }) => id)).toEqual(['root', 'b1'])
    expect(bankPlaces({ grants: [grant('secretary', 'b1')] }, orgs).map(({ id }) => id)).toEqual(['b1'])
  })
  test('columns are called what offices call them; nothing stays English', () => {
    expect(['type', 'stem', 'options', 'answer', 'explanation', 'topic', 'source', 'option C'].map(fieldName)).toEqual(['题型', '题干', '选项', '答案', '解析', '知识点', '出处', '选项 C'])
  })
  test('what is handed in is new or changed', () => expect(handsIn({ totals: { rows: 9, add: 3, change: 2, same: 4, errors: 0, warnings: 0 } })).toBe(5))
})

test('what waits for a review leads to it', () => {
  openTodo({ kind: 'question-import', title: '20 道题等你审', note: '支部题库', dueAt: null, activityId: null, orgId: 'b1', count: 20, ref: 'i' })
  expect(Taro.navigateTo).toHaveBeenCalledWith({ url: '/packages/papers/check/index?org=b1&id=i' })
})

test('every question stands on exactly one page, and who turned to all pages has seen all', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 230 }), (total) => {
    const questions = Array.from({ length: total }, (_, index) => question(index))
    const pages = Array.from({ length: Math.max(1, Math.ceil(total / PAGE_SIZE)) }, (_, page) => pageOf(questions, page))
    expect(pages.flatMap(({ items }) => items)).toEqual(questions)
    expect(pages.map(({ last }) => last)).toEqual(pages.map((_, index) => index === pages.length - 1))
    expect(pages.at(-1)?.to).toBe(total)
    expect(unseen(total, pages.length)).toBe(0)
    expect(unseen(total, pages.length - 1) > 0).toBe(total > 0)
  }))
})
