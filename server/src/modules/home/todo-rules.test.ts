import fc from 'fast-check'
import { PAPER_TASK_STATES } from '@pioneer/shared-types/constants'
import type { LessonCard, PaperTask } from '@pioneer/shared-types/study/schemas'
import {
  bindingTodo, byDue, draftTodo, dutiesTodos, dutyTodo, importTodo, lessonTodos, paperMissingTodos, paperTodos, presses, replyMissingTodo, replyTodo, requestTodo, reviewTodos, type TodoDuty,
} from './todo-rules'

const now = new Date('2026-11-20T01:00:00Z')
const branch = 'b'.repeat(24)
const meeting = {
  id: 'a'.repeat(24), title: '十一月主题党日', kinds: ['theme-day', 'party-lecture'] as const, startAt: new Date('2026-11-25T01:00:00Z'), endAt: new Date('2026-11-25T02:30:00Z'),
  ownerOrgId: branch,
}
const lesson = (state: LessonCard['state']): LessonCard => ({
  code: 'L01', title: '组织生活会怎么开', summary: '会前、会上、会后', minutes: 3, topic: '组织生活', questions: 5, state, passedAt: null, attemptId: null,
})
const paper = (over: Partial<PaperTask> = {}): PaperTask => ({
  id: 'c'.repeat(24), title: '第四季度理论测试', ownerName: '第一党支部', questions: 20, opensAt: '2026-11-13T01:00:00.000Z', dueAt: '2026-11-27T10:00:00.000Z', state: 'todo',
  attempts: 0, attemptsAllowed: 3, best: null, passScore: 60, attemptId: null, results: [], ...over,
})
const duty = (name: string, day: string, overdue = false): TodoDuty => ({ kind: 'theme-day', name, label: '没排', dueAt: new Date(`${day}T15:59:59Z`), overdue })

describe('what waits for a member', () => {
  it('says what, until when and where it leads', () => {
    expect(replyTodo(meeting)).toEqual({
      kind: 'reply', title: '十一月主题党日', note: '11月25日 09:00 · 参加，还是请假', dueAt: '2026-11-25T01:00:00.000Z', activityId: meeting.id, orgId: branch, count: 1, ref: null,
    })
    expect(lessonTodos(lesson('new'), now)).toEqual([{
      kind: 'lesson', title: '组织生活会怎么开', note: '微党课 · 3 分钟，5 道题', dueAt: '2026-11-20T15:59:59.999Z', activityId: null, orgId: null, count: 1, ref: 'L01',
    }])
    expect(reviewTodos(5, now)).toMatchObject([{ kind: 'review', title: '5 道错题要复习', dueAt: '2026-11-20T15:59:59.999Z', count: 5 }])
    expect(paperTodos([paper({ attempts: 1 })])).toMatchObject([{ kind: 'paper', title: '第四季度理论测试', note: '20 题，可答 2 次', dueAt: '2026-11-27T10:00:00.000Z', ref: 'c'.repeat(24) }])
    expect(paperTodos([paper({ state: 'doing' })])[0]?.note).toBe('20 题，接着上次答')
  })

  it('leaves out what is done, rests or was missed', () => {
    expect([lessonTodos(null, now), lessonTodos(lesson('passed'), now), lessonTodos(lesson('resting'), now), reviewTodos(0, now)]).toEqual([[], [], [], []])
    expect(PAPER_TASK_STATES.filter((state) => paperTodos([paper({ state })]).length > 0)).toEqual(['todo', 'doing'])
  })
})

describe('what waits for those who run the branch', () => {
  it('says what waits, until when and for how many', () => {
    expect(requestTodo(meeting, 'sign-in', 3)).toMatchObject({ kind: 'sign-in-request', title: '3 人补签等你确认', note: '十一月主题党日', dueAt: '2026-11-26T02:30:00.000Z', count: 3 })
    expect(requestTodo(meeting, 'leave', 1)).toMatchObject({ kind: 'leave-request', dueAt: '2026-11-25T01:00:00.000Z' })
    expect(draftTodo(meeting)).toMatchObject({ kind: 'draft', title: '十一月主题党日还没发布', note: '11月25日 09:00 主题党日、党课' })
    expect(bindingTodo(2, null)).toMatchObject({ kind: 'binding-request', title: '2 人申请认证', dueAt: null, orgId: null })
    expect(replyMissingTodo(meeting, 15)).toMatchObject({ kind: 'reply-missing', title: '十一月主题党日 15 人没回复', activityId: meeting.id, count: 15 })
    expect(importTodo({ id: 'd'.repeat(24), orgId: branch, name: '机关题库', questions: 80 })).toMatchObject({ kind: 'question-import', title: '80 道题等你审', note: '机关题库', ref: 'd'.repeat(24), orgId: branch })
  })

  it('asks only for papers somebody has not answered', () => {
    const open = (done: number) => ({ paper: { id: 'c'.repeat(24), title: '理论测试', ownerOrgId: branch, dueAt: new Date('2026-11-22T10:00:00Z') }, assigned: 46, done })
    expect(paperMissingTodos([open(46)])).toEqual([])
    expect(paperMissingTodos([open(26)])).toMatchObject([{ kind: 'paper-missing', title: '理论测试 20 人没答', note: '26 / 46 人已答', count: 20, ref: 'c'.repeat(24) }])
  })

  it('folds duties into one line, so that what is overdue for long leaves room for the rest', () => {
    expect(dutiesTodos([], branch)).toEqual([])
    const one = duty('支委会', '2026-11-30')
    expect(dutiesTodos([one], branch)).toEqual([dutyTodo(one, branch)])
    expect(dutyTodo(one, branch)).toMatchObject({ kind: 'duty', title: '支委会该办了', note: '没排', orgId: branch, ref: 'theme-day' })
    expect(dutiesTodos([duty('支委会', '2026-11-30'), duty('党课', '2026-09-30', true), duty('党课', '2026-12-31')], branch)).toMatchObject([
      { title: '3 项应办的事，1 项逾期', note: '支委会、党课', dueAt: '2026-09-30T15:59:59.000Z', count: 3, ref: null },
    ])
    expect(dutiesTodos([duty('支委会', '2026-11-30'), duty('党课', '2026-11-30')], branch)[0]?.title).toBe('2 项应办的事快到期了')
  })
})

describe('order', () => {
  it('puts what is due first first and what has no date last', () => {
    const list = [bindingTodo(1, null), requestTodo(meeting, 'sign-in', 1), replyTodo(meeting)]
    expect(list.sort(byDue).map((todo) => todo.kind)).toEqual(['reply', 'sign-in-request', 'binding-request'])
  })

  it('is one order, whatever it starts from', () => {
    const date = fc.option(fc.date({ min: now, max: new Date('2027-01-01T00:00:00Z'), noInvalidDate: true }))
    fc.assert(fc.property(fc.array(date), (dates) => {
      const sorted = dates.map((at) => ({ ...replyTodo(meeting), dueAt: at?.toISOString() ?? null })).sort(byDue).map(({ dueAt }) => dueAt)
      const known = sorted.filter((at) => at !== null)
      expect(sorted.slice(0, known.length)).toEqual([...known].sort())
    }))
  })

  it('presses from three days before', () => {
    const due = (at: string) => presses({ ...replyTodo(meeting), dueAt: at }, now)
    expect([due('2026-11-23T01:00:00.000Z'), due('2026-11-23T01:00:00.001Z'), due('2026-10-01T00:00:00.000Z')]).toEqual([true, false, true])
    expect(presses(bindingTodo(1, null), now)).toBe(false)
  })
})
