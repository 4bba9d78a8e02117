import type { AskedQuestion, AttemptResult, LessonCard, MarkedQuestion, PaperTask } from '@pioneer/shared-types/study/schemas'
import { blanks, deadlineOf, divided, later, lessonAction, lessonShelves, markedOptions, overWords, paperAction, paperFacts, paperShelves, resultLines, resumePoint, saveLook, stepsOf, toggled } from '@/features/quiz/model'
import type { GivenAnswers, WaitingAnswer } from '@/services/answers/model'

/** 2026-11-20 09:00 in Shanghai. */
const NOW = Date.parse('2026-11-20T01:00:00.000Z')
const DAY = 86_400_000
const at = (ms: number) => new Date(NOW + ms).toISOString()
const ATTEMPT = 'a'.repeat(24)

const questions = ['q1', 'q2', 'q3', 'q4'].map((id): AskedQuestion => ({ id, type: 'single', stem: id, options: [], topic: '' }))
const given = (...ids: string[]): GivenAnswers => Object.fromEntries(ids.map((id) => [id, { keys: ['A'], rev: 1, waits: false }]))

describe('where answering goes on', () => {
  test('at the first question without an answer', () => expect(resumePoint(questions, given('q1', 'q3'))).toBe(1))
  test('at the first when nothing is answered, at the last when all is', () => {
    expect(resumePoint(questions, {})).toBe(0)
    expect(resumePoint(questions, given('q1', 'q2', 'q3', 'q4'))).toBe(3)
    expect(resumePoint([], {})).toBe(0)
  })
  test('an answer that was cleared is none', () => expect(blanks(questions, { ...given('q1', 'q2', 'q3'), q2: { keys: [], rev: 2, waits: false } })).toEqual([1, 3]))
  test('one mark a question', () => expect(stepsOf(questions, given('q1', 'q2'), 1)).toEqual(['done', 'now', 'todo', 'todo']))
})

test('a tap chooses one, or one more, or takes it back', () => {
  expect(toggled('single', ['A'], 'B')).toEqual(['B'])
  expect(toggled('judge', ['A'], 'A')).toEqual(['A'])
  expect(toggled('multiple', ['C'], 'A')).toEqual(['A', 'C'])
  expect(toggled('multiple', ['A', 'C'], 'A')).toEqual(['C'])
})

describe('what is said of saving', () => {
  const waits = (tries: number): WaitingAnswer => ({ memberId: 'm', attemptId: ATTEMPT, questionId: 'q1', keys: ['A'], base: 0, sent: [], tries })
  test('nothing yet, then when', () => {
    expect(saveLook([], true, null)).toEqual({ kind: 'idle' })
    expect(saveLook([], false, '2026-11-20T04:43:00.000Z')).toEqual({ kind: 'saved', at: '12:43' })
  })
  test('on its way, failed, without network', () => {
    expect(saveLook([waits(0)], true, at(0))).toEqual({ kind: 'saving' })
    expect(saveLook([waits(1), waits(0)], true, at(0))).toEqual({ kind: 'failed' })
    expect(saveLook([waits(1)], false, at(0))).toEqual({ kind: 'offline' })
  })
  test('the later of two instants', () => {
    expect(later(at(0), at(1))).toBe(at(1))
    expect(later(at(1), at(0))).toBe(at(1))
    expect([later(null, at(0)), later(at(0), null), later(null, null)]).toEqual([at(0), at(0), null])
  })
})

describe('how long there is', () => {
  test.each([
    [7 * DAY, '还剩 7 天', false],
    [2 * 3_600_000, '今天 11:00 截止', false],
    [12 * 60_000 + 5_000, '还剩 12 分钟', true],
    [10_000, '还剩 1 分钟', true],
    [0, '时间到了，现在就交卷', true],
  ])('%d ms', (ms, text, near) => expect(deadlineOf(at(ms), NOW)).toEqual({ text, near }))
})

test('why answering ended, and whether there is a result', () => {
  expect(overWords({ code: 'attempt-over', title: 'x' }, false).result).toBe('see')
  expect(overWords({ code: 'quiz-closed', title: '已过截止时间，不能再答了' }, false)).toMatchObject({ title: '已过截止时间，不能再答了', result: 'settle' })
  expect(overWords({ code: 'quiz-closed', title: 'x' }, true).result).toBe('none')
  expect(overWords({ code: 'paper-withdrawn', title: 'x' }, true).result).toBe('none')
})

const marked = (part: Partial<MarkedQuestion>): MarkedQuestion => ({
  id: 'q1', type: 'multiple', stem: '说法正确的有：', topic: '', options: ['A', 'B', 'C', 'D'].map((key) => ({ key, text: `选项${key}` })),
  answer: ['A', 'B', 'D'], given: ['A', 'C'], verdict: 'wrong', explanation: '', source: null, returnsOn: null, ...part,
})

describe('options after marking', () => {
  const looks = (part: Partial<MarkedQuestion>) => markedOptions(marked(part)).map(({ look, words }) => [look, words])
  test('of several: right, missed, wrong, and the rest', () => {
    expect(looks({})).toEqual([['right', null], ['missed', '正确，你漏选了'], ['wrong', '你选的，不对'], ['missed', '正确，你漏选了']])
  })
  test('of one: the right one was not missed, another was chosen', () => {
    expect(looks({ type: 'single', answer: ['B'], given: ['A'] })).toEqual([['wrong', '你选的，不对'], ['right', '正确答案'], ['plain', null], ['plain', null]])
  })
  test('not answered at all', () => {
    expect(looks({ given: [] })).toEqual([['right', '正确答案'], ['right', '正确答案'], ['plain', null], ['right', '正确答案']])
  })
  test('the whole of it for screen readers', () => expect(markedOptions(marked({}))[2]?.label).toBe('C 选项C，你选的，不对'))
})

test('wrong ones keep their numbers', () => {
  const { wrong, right } = divided([marked({ id: 'a', verdict: 'right' }), marked({ id: 'b', verdict: 'partly' }), marked({ id: 'c', verdict: 'blank' })])
  expect([wrong.map(({ n }) => n), right.map(({ n }) => n)]).toEqual([[2, 3], [1]])
})

describe('what a result says', () => {
  const result = (part: Partial<AttemptResult>): AttemptResult => ({
    id: ATTEMPT, quiz: { type: 'lesson', id: 'L01', title: '组织生活会怎么开' }, n: 1, handedInAt: at(0), byDeadline: false, right: 4, total: 5, score: 80, passed: true, best: 80,
    points: [], next: null, again: false, questions: [], markingVersion: 1, ...part,
  })
  const paper = { type: 'paper', id: 'p', title: '第四季度理论测试' } as const
  test('nothing more where the figure says it all', () => expect(resultLines(result({}))).toEqual([]))
  test('all right', () => expect(resultLines(result({ right: 5 }))).toEqual(['全对。']))
  test('what may follow, as a sentence', () => {
    expect(resultLines(result({ right: 2, passed: false, next: '再看一遍微党课，今天还能再答一次' }))).toEqual(['再看一遍微党课，今天还能再答一次。'])
  })
  test('the score of a paper, the best beside it from the second time on', () => {
    expect(resultLines(result({ quiz: paper }))).toEqual(['得 80 分。'])
    expect(resultLines(result({ quiz: paper, n: 2, best: 84 }))).toEqual(['得 80 分，最好 84 分。'])
    expect(resultLines(result({ quiz: paper, score: 55, best: 55, passed: false, byDeadline: true }))).toEqual(['得 55 分。', '这次没到合格线。', '到截止时间自动交的，按存下的答案算。'])
  })
})

describe('what the foot offers', () => {
  const lesson = (state: LessonCard['state'], attemptId: string | null = null) => lessonAction({ state, questions: 5, attemptId })
  test('of a lesson', () => {
    expect(lesson('new')).toMatchObject({ label: '去答 5 题', to: null, kind: 'primary' })
    expect(lesson('doing', ATTEMPT)).toMatchObject({ label: '继续答题', to: { page: 'quiz', id: ATTEMPT } })
    expect(lesson('tried')).toMatchObject({ label: '再答一次', to: null })
    expect(lesson('resting')?.reason).toBe('今天答过两次了，再看一遍，明天再答')
    expect(lesson('passed')).toBeNull()
  })
  const paper = (part: Partial<PaperTask> = {}): PaperTask => ({
    id: 'p', title: '第四季度理论测试', ownerName: '综合规划处党支部', questions: 20, opensAt: at(-DAY), dueAt: at(7 * DAY), state: 'todo',
    attempts: 0, attemptsAllowed: 3, best: null, passScore: 60, attemptId: null, results: [], ...part,
  })
  const results = [{ attemptId: 'first', score: 70, handedInAt: at(-DAY) }, { attemptId: 'last', score: 84, handedInAt: at(0) }]
  test('of a paper', () => {
    expect(paperAction(paper(), NOW)).toMatchObject({ label: '开始答', to: null, kind: 'primary' })
    expect(paperAction(paper({ attempts: 2, best: 84, results }), NOW)).toMatchObject({ label: '再答一次', to: null, kind: 'plain' })
    expect(paperAction(paper({ attempts: 2, best: 84, results, attemptId: ATTEMPT }), NOW)).toMatchObject({ label: '继续答题', to: { page: 'quiz', id: ATTEMPT } })
    expect(paperAction(paper({ attempts: 2, best: 100, results }), NOW)).toMatchObject({ label: '看结果', to: { page: 'quizResult', id: 'last' } })
    expect(paperAction(paper({ dueAt: at(-1), results }), NOW)).toMatchObject({ label: '看结果' })
    expect(paperAction(paper({ dueAt: at(-1) }), NOW)).toBeNull()
    expect(paperAction(paper({ opensAt: at(DAY) }), NOW)?.reason).toBe('11月21日 09:00 开始')
  })
  test('its facts', () => {
    expect(paperFacts(paper(), NOW)).toEqual(['11月27日 09:00 截止（还剩 7 天）', '20 题，60 分合格', '可以答 3 次，取最好的一次', '综合规划处党支部布置'])
    expect(paperFacts(paper({ attempts: 1, attemptsAllowed: 1, dueAt: at(3_600_000) }), NOW).slice(0, 3)).toEqual(['11月20日 10:00 截止', '20 题，60 分合格', '答过 1 次，共 1 次，取最好的一次'])
  })
  test('papers: what can be done by deadline, what is past with the newest first', () => {
    const items = [paper({ id: 'far', dueAt: at(9 * DAY) }), paper({ id: 'near' }), paper({ id: 'old', dueAt: at(-9 * DAY) }), paper({ id: 'new', dueAt: at(-DAY) }), paper({ id: 'full', best: 100, attempts: 1 })]
    const { open, past } = paperShelves(items, NOW)
    expect([open.map(({ id }) => id), past.map(({ id }) => id)]).toEqual([['near', 'far'], ['full', 'new', 'old']])
  })
  test('lessons: what is open before what is passed', () => {
    const card = (code: string, state: LessonCard['state']): LessonCard => ({ code, title: '', summary: '', minutes: 3, topic: '', questions: 5, state, passedAt: null, attemptId: null })
    const { open, passed } = lessonShelves([card('L01', 'passed'), card('L02', 'new'), card('L03', 'resting')])
    expect([open.map(({ code }) => code), passed.map(({ code }) => code)]).toEqual([['L02', 'L03'], ['L01']])
  })
})
