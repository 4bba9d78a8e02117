import type { LessonCard, PaperTask, StudyHome, StudyHours } from '@pioneer/shared-types/study/schemas'
import { canAnswer, dueText, hoursParts, hoursText, lessonNote, missingHours, nothingYet, paperLook, todayLook } from '@/features/study/model'

/** 2026-11-20 09:00 in Shanghai. */
const NOW = Date.parse('2026-11-20T01:00:00.000Z')
const DAY = 86_400_000
const at = (ms: number) => new Date(NOW + ms).toISOString()

const paper = (part: Partial<PaperTask> = {}): PaperTask => ({
  id: 'p'.repeat(24), title: '第四季度理论测试', ownerName: '综合规划处党支部', questions: 20, opensAt: at(-DAY), dueAt: at(7 * DAY), state: 'todo',
  attempts: 0, attemptsAllowed: 3, best: null, passScore: 60, attemptId: null, results: [], ...part,
})
const lesson = (part: Partial<LessonCard> = {}): LessonCard => ({
  code: 'L01', title: '组织生活会怎么开', summary: '多久开一次。', minutes: 3, topic: '组织生活', questions: 5, state: 'new', passedAt: null, attemptId: null, ...part,
})

describe('a deadline', () => {
  test.each([
    [7 * DAY, '还剩 7 天'],
    [2 * DAY, '还剩 2 天'],
    [DAY, '明天 09:00 截止'],
    [3_600_000, '今天 10:00 截止'],
    [0, '已截止'],
    [-1, '已截止'],
  ])('in %d ms', (ms, words) => expect(dueText(at(ms), NOW)).toBe(words))
})

describe('a paper in a list', () => {
  test('that nobody touched', () => expect(paperLook(paper(), NOW)).toEqual({ note: '20 题 · 未答', value: '还剩 7 天', tone: 'warn' }))
  test('with time', () => expect(paperLook(paper({ dueAt: at(16 * DAY) }), NOW).tone).toBeUndefined())
  test('answered once', () => expect(paperLook(paper({ state: 'done', attempts: 1, best: 84 }), NOW)).toEqual({ note: '已答 1 次，最好 84 分', value: '还剩 7 天', tone: 'warn' }))
  test('under way again', () => expect(paperLook(paper({ state: 'done', attempts: 1, best: 84, attemptId: 'a'.repeat(24) }), NOW).note).toBe('已答 1 次，最好 84 分 · 答到一半'))
  test('under way', () => expect(paperLook(paper({ state: 'doing', attemptId: 'a'.repeat(24) }), NOW).note).toBe('20 题 · 答到一半'))
  test('missed', () => expect(paperLook(paper({ state: 'missed', dueAt: at(-DAY) }), NOW)).toEqual({ note: '20 题 · 没答', value: '已截止', tone: undefined }))
  test('passed and over', () => expect(paperLook(paper({ state: 'done', attempts: 3, best: 60 }), NOW).tone).toBe('ok'))
  test('failed and over', () => expect(paperLook(paper({ state: 'done', attempts: 3, best: 59 }), NOW).tone).toBeUndefined())
  test('that opens later', () => expect(paperLook(paper({ opensAt: at(DAY) }), NOW).value).toBe('11月21日开始'))
})

test('what can still be answered', () => {
  expect(canAnswer(paper(), NOW)).toBe(true)
  expect(canAnswer(paper({ attempts: 2, best: 84 }), NOW)).toBe(true)
  for (const part of [{ attempts: 3, best: 84 }, { attempts: 1, best: 100 }, { dueAt: at(0) }]) {
    expect(canAnswer(paper(part), NOW)).toBe(false)
    expect(canAnswer(paper({ ...part, attemptId: 'a'.repeat(24) }), NOW)).toBe(true)
  }
})

test('a lesson in a list', () => {
  expect(lessonNote(lesson())).toBe('3 分钟')
  expect(lessonNote(lesson({ state: 'passed', passedAt: '2026-11-15T16:30:00.000Z' }))).toBe('3 分钟 · 11月16日学完')
  expect(lessonNote(lesson({ state: 'doing' }))).toBe('3 分钟 · 答到一半')
  expect(lessonNote(lesson({ state: 'resting' }))).toBe('3 分钟 · 明天可以再答')
})

test('the leading card asks for something only while something is to be done', () => {
  const states = ['new', 'doing', 'tried', 'resting', 'passed'] as const
  expect(states.map((state) => todayLook({ state }).urgent)).toEqual([true, true, true, false, false])
  expect(states.map((state) => todayLook({ state }).action)).toEqual(['开始学', '继续', '再看一遍', '再看一遍', '再看一遍'])
  expect(todayLook({ state: 'passed' }).standing).toBe('今天这一课学完了。')
})

describe('hours of the year', () => {
  const hours = (minutes: number, parts: StudyHours['parts'] = []): StudyHours => ({ year: 2026, minutes, neededMinutes: 1920, parts })
  test.each([[1650, '27.5'], [1920, '32'], [7, '0.1'], [0, '0']])('%d minutes', (minutes, words) => expect(hoursText(minutes)).toBe(words))
  test('the three figures add up as they are shown, whatever the minutes', () => {
    for (let minutes = 0; minutes <= 1920; minutes += 1) {
      const left = /^还差 (.+)$/.exec(missingHours(hours(minutes)))?.[1] ?? '0'
      expect(Math.round((Number(hoursText(minutes)) + Number(left)) * 10)).toBe(320)
    }
    expect(missingHours(hours(1920))).toBe('学满了')
    expect(missingHours(hours(2500))).toBe('学满了')
  })
  test('what they are made of', () => {
    expect(hoursParts(hours(90, [{ name: '集中学习', minutes: 60, count: 2 }, { name: '微党课', minutes: 0, count: 0 }, { name: '党课', minutes: 30, count: 1 }]))).toBe('集中学习 2 次 1 学时，党课 1 次 0.5 学时。')
    expect(hoursParts(hours(0))).toBe('参加集中学习、学完微党课，都会记在这里。')
  })
})

test('nothing to learn is nothing of everything', () => {
  const home: StudyHome = {
    serverTime: at(0), today: null, review: { due: 0, rightInRow: [], needed: 3, nextOn: null }, papers: [], paperCount: 0,
    hours: { year: 2026, minutes: 0, neededMinutes: 1920, parts: [] }, lessons: [], lessonCount: 0,
  }
  expect(nothingYet(home)).toBe(true)
  for (const part of [{ today: lesson() }, { lessonCount: 1 }, { paperCount: 1 }, { review: { ...home.review, nextOn: '2026-11-23' } }]) expect(nothingYet({ ...home, ...part })).toBe(false)
})
