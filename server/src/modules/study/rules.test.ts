import fc from 'fast-check'
import { QUESTION_TYPES, VERDICTS, type QuestionType, type Verdict } from '@pioneer/shared-types/constants'
import { dayOf } from '../../kernel/calendar'
import { attemptsLeft, lessonState, mergeAnswer, mergeAnswers, paperTaskState, passes, scoreOf, todaysLesson, verdictOf, type Answer } from './rules'

const LETTERS = ['A', 'B', 'C', 'D', 'E'] as const
const keys = (least: number, most: number = LETTERS.length): fc.Arbitrary<string[]> => fc.subarray([...LETTERS], { minLength: least, maxLength: most })
const question = fc.constantFrom(...QUESTION_TYPES).chain((type) => fc.record({ type: fc.constant(type), answer: type === 'multiple' ? keys(2) : keys(1, 1) }))
const verdicts = fc.array(fc.constantFrom(...VERDICTS), { minLength: 1, maxLength: 100 })
const at = (text: string): Date => new Date(text)

describe('a verdict', () => {
  it.each<[QuestionType, string, string, Verdict]>([
    ['single', 'B', 'B', 'right'], ['single', 'B', 'A', 'wrong'], ['single', 'B', '', 'blank'], ['judge', 'A', 'A', 'right'], ['judge', 'A', 'B', 'wrong'],
    ['multiple', 'ABD', 'ABD', 'right'], ['multiple', 'ABD', 'DBA', 'right'], ['multiple', 'ABD', 'AB', 'partly'], ['multiple', 'ABD', 'D', 'partly'],
    ['multiple', 'ABD', 'ABCD', 'wrong'], ['multiple', 'ABD', 'AC', 'wrong'], ['multiple', 'ABD', 'C', 'wrong'], ['multiple', 'ABD', '', 'blank'],
  ])('%s with key %s answered %j is %s', (type, answer, given, verdict) => {
    expect(verdictOf({ type, answer: [...answer] }, [...given])).toBe(verdict)
  })

  it('is right for exactly the key, whatever the order', () => {
    fc.assert(fc.property(question, keys(0), (asked, given) => {
      expect(verdictOf(asked, given) === 'right').toBe([...given].sort().join('') === [...asked.answer].sort().join(''))
      expect(verdictOf(asked, [...given].reverse())).toBe(verdictOf(asked, given))
    }))
  })

  it('never gives anything for a wrong option, and nothing partly where one is to be chosen', () => {
    fc.assert(fc.property(question, keys(1), (asked, given) => {
      const verdict = verdictOf(asked, given)
      if (given.some((key) => !asked.answer.includes(key))) expect(verdict).toBe('wrong')
      if (asked.type !== 'multiple') expect(verdict).not.toBe('partly')
    }))
  })
})

describe('a score', () => {
  it('is the floor of the exact quotient', () => {
    expect(scoreOf(['right', 'right', 'wrong'], { partlyPercent: 50 })).toBe(66)
    expect(scoreOf(['right', 'partly', 'wrong'], { partlyPercent: 50 })).toBe(50)
    expect(scoreOf(['partly', 'blank', 'wrong'], { partlyPercent: 50 })).toBe(16)
    expect(scoreOf([], { partlyPercent: 50 })).toBe(0)
    fc.assert(fc.property(verdicts, fc.integer({ min: 0, max: 100 }), (all, partlyPercent) => {
      const earned = all.filter((verdict) => verdict === 'right').length * 100 + all.filter((verdict) => verdict === 'partly').length * partlyPercent
      const score = scoreOf(all, { partlyPercent })
      expect(score * all.length).toBeLessThanOrEqual(earned)
      expect((score + 1) * all.length).toBeGreaterThan(earned)
    }))
  })

  it('is 100 for all right only, and never falls when an answer gets better', () => {
    fc.assert(fc.property(verdicts, fc.integer({ min: 0, max: 99 }), fc.nat(), (all, partlyPercent, place) => {
      expect(scoreOf(all, { partlyPercent }) === 100).toBe(all.every((verdict) => verdict === 'right'))
      expect(scoreOf(all.with(place % all.length, 'right'), { partlyPercent })).toBeGreaterThanOrEqual(scoreOf(all, { partlyPercent }))
    }))
  })

  it('passes from the mark on', () => {
    expect([59, 60, 61].map((score) => passes({ right: 0, score }, { score: 60 }))).toEqual([false, true, true])
    expect([2, 3, 4].map((right) => passes({ right, score: 0 }, { right: 3 }))).toEqual([false, true, true])
  })
})

describe('two devices', () => {
  const answer: fc.Arbitrary<Answer> = fc.record({ keys: keys(0), rev: fc.integer({ min: 1, max: 6 }) })

  it('the first with a rev wins, the same again is welcome, what is older is told what counts', () => {
    const stored = { keys: ['A'], rev: 3 }
    expect(mergeAnswer(null, { keys: ['B'], rev: 1 })).toEqual({ kept: true, answer: { keys: ['B'], rev: 1 } })
    expect(mergeAnswer(stored, { keys: ['B'], rev: 4 })).toEqual({ kept: true, answer: { keys: ['B'], rev: 4 } })
    expect(mergeAnswer(stored, { keys: ['A'], rev: 3 })).toEqual({ kept: true, answer: stored })
    expect(mergeAnswer(stored, { keys: ['B'], rev: 3 })).toEqual({ kept: false, answer: stored })
    expect(mergeAnswer(stored, { keys: ['A'], rev: 2 })).toEqual({ kept: false, answer: stored })
  })

  it('what was told kept is what counts in the end, however often each is sent', () => {
    fc.assert(fc.property(fc.array(answer, { minLength: 1, maxLength: 12 }), (sent) => {
      let stored: Answer | null = null
      for (const given of sent) {
        const before: Answer | null = stored
        const { kept, answer: now }: { kept: boolean; answer: Answer } = mergeAnswer<Answer>(before, given)
        if (kept) expect({ keys: [...now.keys].sort(), rev: now.rev }).toEqual({ keys: [...given.keys].sort(), rev: given.rev })
        else expect(now).toBe(before)
        expect(mergeAnswer<Answer>(now, given)).toEqual({ kept, answer: now })
        stored = now
      }
      expect(stored?.rev).toBe(Math.max(...sent.map((given) => given.rev)))
    }))
  })

  it('handing in takes what is newer and leaves the rest', () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('q1', 'q2', 'q3'), answer), fc.array(fc.record({ questionId: fc.constantFrom('q1', 'q2', 'q3', 'q4'), answer })), (stored, given) => {
      const merged = mergeAnswers(stored, given)
      for (const id of ['q1', 'q2', 'q3', 'q4']) {
        const revs = [stored[id], ...given.filter((item) => item.questionId === id).map((item) => item.answer)].flatMap((item) => item?.rev ?? [])
        expect(merged[id]?.rev).toBe(revs.length === 0 ? undefined : Math.max(...revs))
        if (stored[id] && stored[id].rev === merged[id]?.rev) expect(merged[id]).toBe(stored[id])
      }
    }))
  })
})

describe('where somebody stands', () => {
  const dueAt = at('2026-11-30T16:00:00Z')
  it.each([
    [{ done: false, open: false }, '2026-11-30T15:59:59Z', 'todo'], [{ done: false, open: false }, '2026-11-30T16:00:00Z', 'missed'],
    [{ done: false, open: true }, '2026-11-30T16:05:00Z', 'doing'], [{ done: true, open: true }, '2026-11-01T00:00:00Z', 'done'], [{ done: true, open: false }, '2026-12-30T00:00:00Z', 'done'],
  ] as const)('%j at %s is %s', (task, now, state) => {
    expect(paperTaskState({ ...task, dueAt }, at(now))).toBe(state)
  })

  it('with a lesson: two attempts a Shanghai day', () => {
    const tried = [at('2026-11-20T15:30:00Z'), at('2026-11-20T15:50:00Z')]
    const state = (handedInAt: Date[], now: string, over = {}): string => lessonState({ passed: false, open: false, handedInAt, ...over }, 2, at(now))
    expect(state([], '2026-11-20T15:55:00Z')).toBe('new')
    expect(state(tried.slice(1), '2026-11-20T15:55:00Z')).toBe('tried')
    expect(state(tried, '2026-11-20T15:59:59Z')).toBe('resting')
    expect(state(tried, '2026-11-20T16:00:00Z')).toBe('tried')
    expect(state(tried, '2026-11-20T15:55:00Z', { open: true })).toBe('doing')
    expect(state(tried, '2026-11-20T15:55:00Z', { passed: true, open: true })).toBe('passed')
    expect(attemptsLeft(tried, 2, at('2026-11-20T16:00:00Z'))).toBe(2)
  })
})

describe('今日微党课', () => {
  const codes = ['L01', 'L02', 'L03']
  const instant = fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z'), noInvalidDate: true })

  it('is the first in the book that was not passed before today', () => {
    const now = at('2026-11-20T02:00:00Z')
    expect(todaysLesson(codes, new Map(), now)).toBe('L01')
    expect(todaysLesson(codes, new Map([['L01', at('2026-11-19T02:00:00Z')]]), now)).toBe('L02')
    expect(todaysLesson(codes, new Map([['L01', at('2026-11-20T01:00:00Z')]]), now)).toBe('L01')
    expect(todaysLesson(codes, new Map(codes.map((code) => [code, at('2026-11-19T15:59:59Z')])), now)).toBeNull()
    expect(todaysLesson(codes, new Map(codes.map((code) => [code, at('2026-11-19T16:00:00Z')])), now)).toBe('L01')
  })

  it('stays the same all day, whatever is passed in it', () => {
    fc.assert(fc.property(instant, fc.array(instant, { maxLength: 3 }), fc.nat(2), (now, passed, further) => {
      const before = new Map(passed.flatMap((when, index) => (when < now ? [[codes[index] ?? '', when] as const] : [])))
      const lesson = todaysLesson(codes, before, now)
      const code = codes[further] ?? ''
      if (!before.has(code)) expect(todaysLesson(codes, new Map([...before, [code, now]]), now)).toBe(lesson)
      if (lesson !== null && before.has(lesson)) expect(dayOf(before.get(lesson) ?? now)).toBe(dayOf(now))
    }))
  })
})
