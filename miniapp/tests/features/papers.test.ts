import { QUESTION_TYPES } from '@pioneer/shared-types/constants'
import type { BankSummary, PaperSummary } from '@pioneer/shared-types/study/schemas'
import fc from 'fast-check'
import {
  assignBody, availableIn, changedPaper, drawOf, emptyPaper, firstFault, mayDraw, MOST_QUESTIONS, paperErrorsByField, paperFaults, seedFrom, shortOf, suggestedTitle, toggledIn, totalOf, type AssignForm,
} from '@/features/papers/form'
import { answererNote, answerers, byState, dueLine, lookOf, partsOfOrg, placesOf, type Answerer } from '@/features/papers/model'

const now = Date.parse('2026-11-20T12:31:00+08:00')
const at = (time: string, day = '20', month = '11') => `2026-${month}-${day}T${time}:00+08:00`

const bank: BankSummary = {
  id: 'bank', name: '基础题库', ownerOrgId: null, ownerName: '随系统提供', shipped: true, version: 1, questions: 31,
  topics: [{ name: '党章', single: 12, multiple: 4, judge: 3 }, { name: '党史', single: 7, multiple: 1, judge: 4 }],
}
const form = (part: Partial<AssignForm> = {}): AssignForm => ({ ...emptyPaper(bank, 7, now), ...part })
const faults = (part: Partial<AssignForm>) => paperFaults(form(part), availableIn(bank, part.topics ?? []), now)

describe('the form of a paper', () => {
  test('begins with a usual mix as far as there are questions, a week to answer', () => {
    expect(form()).toEqual({
      title: '第四季度理论测试', titleTyped: false, bankId: 'bank', topics: [], counts: { single: 10, multiple: 5, judge: 5 }, seed: 7,
      date: '2026-11-27', time: '18:00', attempts: 3, orgIds: [], discipline: false,
    })
    expect(emptyPaper({ ...bank, topics: [{ name: '党史', single: 7, multiple: 1, judge: 4 }] }, 7, now).counts).toEqual({ single: 7, multiple: 1, judge: 4 })
    expect(paperFaults(form(), availableIn(bank, []), now)).toEqual({})
  })
  test('the quarter is that of Shanghai', () => {
    expect(suggestedTitle(Date.parse('2026-09-30T15:59:00Z'), false)).toBe('第三季度理论测试')
    expect(suggestedTitle(Date.parse('2026-09-30T16:00:00Z'), true)).toBe('第四季度纪律测试')
  })
  test('the name follows the kind of test until somebody types one', () => {
    expect(changedPaper(form(), { discipline: true }, now).title).toBe('第四季度纪律测试')
    const typed = changedPaper(form(), { title: '党章测试' }, now)
    expect(changedPaper(typed, { discipline: true }, now).title).toBe('党章测试')
    const emptied = changedPaper(typed, { title: ' ' }, now)
    expect(changedPaper(emptied, { discipline: true }, now).title).toBe('第四季度纪律测试')
  })
  test('topics belong to their bank', () => {
    expect(changedPaper(form({ topics: ['党章'] }), { bankId: 'other' }, now).topics).toEqual([])
    expect(changedPaper(form({ topics: ['党章'] }), { bankId: 'bank' }, now).topics).toEqual(['党章'])
  })
  test('there is as much as the chosen topics have', () => {
    expect(availableIn(bank, [])).toEqual({ single: 19, multiple: 5, judge: 7 })
    expect(availableIn(bank, ['党史'])).toEqual({ single: 7, multiple: 1, judge: 4 })
    expect(availableIn(undefined, [])).toEqual({ single: 0, multiple: 0, judge: 0 })
    expect(shortOf(form().counts, availableIn(bank, ['党史']))).toEqual({ single: '这些知识点里只有 7 题', multiple: '这些知识点里只有 1 题', judge: '这些知识点里只有 4 题' })
  })
  test.each<[string, Partial<AssignForm>, object]>([
    ['a short name', { title: ' 考 ' }, { title: '名称至少两个字' }],
    ['no bank', { bankId: '' }, { bank: '先选一个题库' }],
    ['no question', { counts: { single: 0, multiple: 0, judge: 0 } }, { questions: '至少选一道题' }],
    ['more than there are', { counts: { single: 1, multiple: 6, judge: 0 } }, { multiple: '这些知识点里只有 5 题' }],
    ['no day', { date: '' }, { date: '选一个日期' }],
    ['no time', { time: '' }, { time: '选一个时间' }],
    ['a deadline that is over', { date: '2026-11-20', time: '12:31' }, { date: '截止时间要晚于现在' }],
    ['too many places', { orgIds: Array.from({ length: 51 }, (_, index) => `o${index}`) }, { whom: '一次最多选 50 个' }],
  ])('%s', (_, part, expected) => expect(faults(part)).toEqual(expected))
  test('a paper for a phone is not longer than a hundred questions', () => {
    const rich = { single: 500, multiple: 500, judge: 500 }
    expect(paperFaults(form({ counts: { single: 60, multiple: 40, judge: 1 } }), rich, now)).toEqual({ questions: '一份最多 100 题' })
    expect(paperFaults(form({ counts: { single: 60, multiple: 40, judge: 0 } }), rich, now)).toEqual({})
  })
  test('what is sent', () => {
    const body = assignBody(form({ title: ' 第四季度理论测试 ', topics: ['党章'], orgIds: ['g1'], discipline: true }))
    expect(body).toEqual({
      title: '第四季度理论测试', draw: { bankId: 'bank', topics: ['党章'], single: 10, multiple: 5, judge: 5, seed: 7 }, dueAt: '2026-11-27T10:00:00.000Z', attempts: 3, orgIds: ['g1'], discipline: true,
    })
    expect(assignBody(form())).not.toHaveProperty('orgIds')
    expect(drawOf(form())).not.toHaveProperty('topics')
  })
  test('seeds are those the contract takes, whatever chance gives', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
      const seed = seedFrom(random)
      return Number.isInteger(seed) && seed >= 0 && seed <= 2_147_483_647
    }))
  })
  test('drawing is offered exactly when nothing about the questions is wrong', () => {
    const count = fc.integer({ min: 0, max: 60 })
    fc.assert(fc.property(fc.record({ single: count, multiple: count, judge: count }), fc.record({ single: count, multiple: count, judge: count }), (counts, available) => {
      const wrong = paperFaults(form({ counts }), available, now)
      const free = totalOf(counts) > 0 && totalOf(counts) <= MOST_QUESTIONS && QUESTION_TYPES.every((type) => counts[type] <= available[type])
      expect(mayDraw(form({ counts }), available)).toBe(free)
      expect(firstFault(wrong) === null).toBe(free)
    }))
  })
  test("the service's fields under the form's, the first word for each; the first part that is wrong", () => {
    const errors = paperErrorsByField([
      { path: '/body/draw/single', message: 'a' }, { path: 'draw', message: 'b' }, { path: 'dueAt', message: 'c' }, { path: 'opensAt', message: 'd' }, { path: 'orgIds.3', message: 'e' }, { path: 'requestKey', message: 'f' },
    ])
    expect(errors).toEqual({ single: 'a', questions: 'b', date: 'c', whom: 'e' })
    expect(firstFault(errors)).toBe('counts')
    expect(firstFault({ whom: 'x' })).toBe('rules')
    expect(firstFault({})).toBeNull()
  })
  test('in and out', () => expect(toggledIn(toggledIn(['a'], 'b'), 'a')).toEqual(['b']))
})

describe('where papers are assigned', () => {
  const grant = (role: 'secretary' | 'branch-committee' | 'member' | 'committee-staff', orgId: string) => ({ role, orgId, orgName: orgId, orgType: 'branch' as const })
  test('each organization once, not where somebody is only a member', () => {
    expect(placesOf({ grants: [grant('member', 'b1'), grant('secretary', 'b1'), grant('branch-committee', 'b1'), grant('committee-staff', 'root')] })).toEqual([{ id: 'b1', name: 'b1' }, { id: 'root', name: 'root' }])
    expect(placesOf({ grants: [grant('member', 'b1')] })).toEqual([])
    expect(placesOf(null)).toEqual([])
  })
  test('the groups of a branch in their own order', () => {
    const org = (id: string, parentId: string, active = true) => ({ id, type: 'group' as const, name: id, parentId, active })
    const orgs = [org('第三党小组', 'b1'), org('第二党小组', 'b1'), org('第四党小组', 'b1', false), org('第一党小组', 'b2'), org('第十一党小组', 'b1')]
    expect(partsOfOrg('b1', orgs).map(({ id }) => id)).toEqual(['第二党小组', '第三党小组', '第十一党小组'])
  })
})

const paper = (part: Partial<PaperSummary> = {}): PaperSummary => ({
  id: 'p', title: '第四季度理论测试', ownerOrgId: 'b1', ownerName: '综合规划处党支部', questions: 20, opensAt: at('09:00', '18'), dueAt: at('18:00', '27'), attemptsAllowed: 3, passScore: 60, discipline: false,
  withdrawnReason: null, assigned: 46, done: 12, passed: 11, mean: 82.5, ...part,
})

describe('papers in a list', () => {
  test('how they stand', () => {
    expect(lookOf(paper(), now, 'b1')).toEqual({ note: '12 / 46 人已答 · 平均 82.5', value: '还剩 7 天', tone: undefined })
    expect(lookOf(paper({ dueAt: at('18:00', '21') }), now, 'b1')).toEqual({ note: '12 / 46 人已答 · 平均 82.5', value: '明天 18:00 截止', tone: 'warn' })
    expect(lookOf(paper({ done: 46 }), now, 'b1').tone).toBe('ok')
    expect(lookOf(paper({ done: 0, mean: null, dueAt: at('12:31') }), now, 'b1')).toEqual({ note: '0 / 46 人已答', value: '已截止', tone: undefined })
    expect(lookOf(paper({ withdrawnReason: '题目选错了' }), now, 'b1').value).toBe('已撤回')
    expect(lookOf(paper({ opensAt: at('09:00', '21') }), now, 'b1').value).toBe('11月21日开始')
    expect(lookOf(paper({ mean: null }), now, 'root').note).toBe('综合规划处党支部 · 12 / 46 人已答')
  })
  test('open ones by deadline, the others as they came', () => {
    const items = [paper({ id: '1', dueAt: at('18:00', '29') }), paper({ id: '2', dueAt: at('12:00') }), paper({ id: '3' }), paper({ id: '4', withdrawnReason: 'x' })]
    const { open, closed } = byState(items, now)
    expect([open, closed].map((list) => list.map(({ id }) => id))).toEqual([['3', '1'], ['2', '4']])
  })
  test('until when, from when', () => {
    expect(dueLine(paper(), now)).toBe('11月27日 星期五 18:00 截止')
    expect(dueLine(paper({ dueAt: at('12:31') }), now)).toBe('11月20日 星期五 12:31 已截止')
    expect(dueLine(paper({ opensAt: at('09:00', '21') }), now)).toBe('11月21日 星期六 09:00 开始，11月27日 星期五 18:00 截止')
  })
})

describe('who has answered', () => {
  const person = (name: string, part: Partial<Answerer> = {}): Answerer => ({ memberId: name, name, groupName: '第一党小组', state: 'todo', attempts: 0, best: null, doneAt: null, ...part })
  const done = (name: string, best: number, part: Partial<Answerer> = {}) => person(name, { state: 'done', attempts: 1, best, doneAt: at('09:10'), ...part })
  test('each list by group and name, never by score', () => {
    const people = [done('赵甲', 60), done('安乙', 95, { groupName: '第三党小组' }), done('白丙', 40, { groupName: '第二党小组' }), done('陈丁', 100), person('钱戊', { state: 'missed', groupName: null }), person('孙己', { state: 'doing' })]
    const lists = answerers(people)
    expect(lists.done.map(({ name }) => name)).toEqual(['陈丁', '赵甲', '白丙', '安乙'])
    expect(lists.missing.map(({ name }) => name)).toEqual(['孙己', '钱戊'])
    expect(lists.done.length + lists.missing.length).toBe(people.length)
  })
  test('what stands under a name', () => {
    expect(answererNote(person('甲'))).toBe('第一党小组')
    expect(answererNote(person('甲', { state: 'doing', groupName: null }))).toBe('答到一半')
    expect(answererNote(done('甲', 80))).toBe('第一党小组 · 11月20日 09:10')
    expect(answererNote(done('甲', 80, { attempts: 2 }))).toBe('第一党小组 · 答了 2 次 · 11月20日 09:10')
  })
})
