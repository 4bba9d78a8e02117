import type { MyPoints } from '@pioneer/shared-types/points/schemas'
import type { Attempt, Lesson, LessonList, ReviewSet, ReviewVerdict, StudyHome } from '@pioneer/shared-types/study/schemas'
import { toId } from '../src/kernel/ids'
import { bankModels } from '../src/modules/study/bank-model'
import { studyModels } from '../src/modules/study/model'
import { assignPaper, handIn, shippedBank, useStudy } from './support/study'

/** Micro-lessons, and what was answered wrong on its way back. */
const s = useStudy()
const { as, chain, hours, newMember, refused } = s

describe('a micro-lesson', () => {
  it('is read, answered twice a day at most, passed once, and paid once', async () => {
    const { today } = await as().get<StudyHome>('/study')
    expect(today).toMatchObject({ code: 'L01', state: 'new', attemptId: null })
    const lesson = await as().get<Lesson>('/study/lessons/L01')
    expect(lesson).toMatchObject({ passRight: 3, questions: 5, state: 'new' })
    expect(lesson.blocks.length).toBeGreaterThan(2)
    const first = await as().post<Attempt>('/study/lessons/L01/attempts')
    expect((await as().post<Attempt>('/study/lessons/L01/attempts')).id).toBe(first.id)
    expect(await as().get<Lesson>('/study/lessons/L01')).toMatchObject({ state: 'doing', attemptId: first.id })
    expect(await handIn(s.world, s.member, first, 2)).toMatchObject({ right: 2, total: 5, passed: false, points: [], again: true, next: '再看一遍微党课，今天还能再答一次' })
    expect(await handIn(s.world, s.member, await as().post<Attempt>('/study/lessons/L01/attempts'), 0)).toMatchObject({ again: false, next: '今天的次数用完了。再看一遍微党课，明天再答' })
    expect(await refused(s.member, 'POST', '/study/lessons/L01/attempts')).toEqual([409, 'lesson-resting'])
    expect((await as().get<StudyHome>('/study')).today).toMatchObject({ code: 'L01', state: 'resting' })

    s.clock.advance(24 * 3_600_000)
    expect((await as().get<StudyHome>('/study')).today).toMatchObject({ code: 'L01', state: 'tried' })
    expect(await handIn(s.world, s.member, await as().post<Attempt>('/study/lessons/L01/attempts'), 3)).toMatchObject({ n: 3, passed: true, again: false, next: null, points: [{ heading: '学习', delta: 1, reason: '微党课学完并通过' }] })
    expect(await chain(s.member.memberId, 'L01')).toEqual([{ rule: 'lesson-passed', n: 1, delta: 1, target: 1 }])
    expect(await refused(s.member, 'POST', '/study/lessons/L01/attempts')).toEqual([409, 'attempt-over'])
    // The lesson of the day stays until the day is over.
    expect((await as().get<StudyHome>('/study')).today).toMatchObject({ code: 'L01', state: 'passed' })
    expect((await as().get<LessonList>('/study/lessons')).passed).toBe(1)
    s.clock.advance(24 * 3_600_000)
    const home = await as().get<StudyHome>('/study')
    expect(home.today).toMatchObject({ code: 'L02', state: 'new' })
    expect(home.hours.parts).toEqual([{ name: '微党课', minutes: lesson.minutes, count: 1 }])
    expect(await s.world.app.services.study.lessonMinutes([s.member.memberId], new Date('2026-01-01'), new Date('2027-01-01'))).toEqual(new Map([[s.member.memberId, lesson.minutes]]))
    expect(await refused(s.member, 'GET', '/study/lessons/L99')).toEqual([404, 'not-found'])
  })

  it('begun by two devices at once is one attempt', async () => {
    const begun = await Promise.all([1, 2, 3].map(() => as().post<Attempt>('/study/lessons/L02/attempts')))
    expect(new Set(begun.map((attempt) => attempt.id)).size).toBe(1)
  })
})

describe('wrong answers', () => {
  it('to a question that was taken out of its bank stop coming back within a minute', async () => {
    await handIn(s.world, s.member, await as().post<Attempt>('/study/lessons/L03/attempts'), 4)
    s.clock.set('2026-11-21T01:00:00Z')
    const { items: [item] } = await as().get<ReviewSet>('/study/review')
    const question = { _id: toId(item?.question.id ?? '') }
    const { Question } = bankModels(s.world.connection)
    await Question.updateOne(question, { $set: { retiredAt: s.clock.now() } })
    s.clock.advance(60_000)
    expect(await as().get<ReviewSet>('/study/review')).toMatchObject({ items: [], nextOn: null })
    await Question.updateOne(question, { $set: { retiredAt: null } })
  })

  it('come back until they were right three times in a row; a double tap counts once', async () => {
    await handIn(s.world, s.member, await as().post<Attempt>('/study/lessons/L01/attempts'), 4)
    expect(await as().get<ReviewSet>('/study/review')).toMatchObject({ items: [], needed: 3, nextOn: '2026-11-21' })
    const days = ['2026-11-21', '2026-11-23', '2026-11-28']
    const [stored] = await studyModels(s.world.connection).Wrong.find({ memberId: toId(s.member.memberId) }).lean()
    const id = stored?.questionId.toHexString() ?? ''
    const [key] = await s.world.app.services.bank.questionsByIds([id])
    expect(await refused(s.member, 'POST', `/study/review/${id}`, { keys: key?.answer, dueOn: '2026-11-21' })).toEqual([409, 'conflict'])
    for (const [index, day] of days.entries()) {
      s.clock.set(`${day}T01:00:00Z`)
      expect((await as().get<StudyHome>('/study')).review).toMatchObject({ due: 1, rightInRow: [index] })
      const { items: [item] } = await as().get<ReviewSet>('/study/review')
      expect(item).toMatchObject({ rightInRow: index, dueOn: day })
      const answer = { keys: key?.answer, dueOn: item?.dueOn }
      const [one, two] = await Promise.all([as().post<ReviewVerdict>(`/study/review/${id}`, answer), as().post<ReviewVerdict>(`/study/review/${id}`, answer)])
      expect(one).toEqual(two)
      expect(one).toMatchObject({ rightInRow: index + 1, needed: 3, settled: index === 2, left: 0, question: { verdict: 'right', returnsOn: days[index + 1] ?? null } })
    }
    s.clock.set('2026-12-20T01:00:00Z')
    expect(await as().get<ReviewSet>('/study/review')).toEqual({ items: [], needed: 3, nextOn: null })
    expect((await as().get<MyPoints>('/me/points')).entries.map((entry) => entry.rule)).toEqual(['lesson-passed'])
    expect(await refused(await newMember(), 'POST', `/study/review/${id}`, { keys: ['A'], dueOn: '2026-11-21' })).toEqual([404, 'not-found'])
  })

  it('begin anew when answered wrong again, and a day takes five', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(5), { draw: { bankId: await shippedBank(s.world), single: 7, multiple: 0, judge: 0, seed: 3 } })
    await handIn(s.world, s.member, await as().post<Attempt>(`/study/papers/${id}/attempts`), 0)
    s.clock.set('2026-11-21T01:00:00Z')
    const { items } = await as().get<ReviewSet>('/study/review')
    expect(items).toHaveLength(5)
    for (const [index, { question, dueOn }] of items.entries()) {
      const [key] = await s.world.app.services.bank.questionsByIds([question.id])
      const wrong = question.options.map((option) => option.key).find((option) => !key?.answer.includes(option))
      const verdict = await as().post<ReviewVerdict>(`/study/review/${question.id}`, { keys: index === 0 ? [wrong] : key?.answer, dueOn })
      expect(verdict).toMatchObject({ left: 4 - index, rightInRow: index === 0 ? 0 : 1, question: { returnsOn: index === 0 ? '2026-11-22' : '2026-11-23' } })
    }
    expect(await as().get<ReviewSet>('/study/review')).toMatchObject({ items: [], nextOn: '2026-11-22' })
    s.clock.set('2026-11-22T01:00:00Z')
    expect((await as().get<ReviewSet>('/study/review')).items).toHaveLength(3)
  })
})
