import type { MyPoints } from '@pioneer/shared-types/points/schemas'
import type { Attempt, AttemptResult, Drawn, LessonList, PaperDetail, PaperList, PaperTask, SavedAnswer, StudyHome } from '@pioneer/shared-types/study/schemas'
import { toId } from '../src/kernel/ids'
import { studyModels } from '../src/modules/study/model'
import { START, answersFor, assignPaper, handIn, shippedBank, useStudy } from './support/study'

/** The whole line of study over HTTP: from a paper's assignment to its result, its points and what others see of it. */
const s = useStudy()
const { as, chain, hours, newMember, refused } = s

it('a paper: drawn, assigned, answered one by one, handed in, marked, paid, and seen by who assigned it', async () => {
  const { branchA } = s.world.place
  const draw = { bankId: await shippedBank(s.world), topics: [], single: 3, multiple: 2, judge: 1, seed: 42 }
  const drawn = await as(s.secretary).post<Drawn>(`/orgs/${branchA.orgId}/papers/draw`, draw)
  expect(drawn.questions.map((question) => question.type)).toEqual(['single', 'single', 'single', 'multiple', 'multiple', 'judge'])
  expect(drawn.available.single).toBeGreaterThan(40)
  const body = { title: ' 第四季度理论测试 ', draw, dueAt: hours(24 * 7), requestKey: 'one-tap-of-the-secretary' }
  const assigned = await as(s.secretary).post<PaperDetail>(`/orgs/${branchA.orgId}/papers`, body)
  // The answer was lost and the phone sends again.
  const again = await as(s.secretary).post<PaperDetail>(`/orgs/${branchA.orgId}/papers`, body)
  expect(again.id).toBe(assigned.id)
  expect(await studyModels(s.world.connection).Paper.countDocuments({ requestKey: body.requestKey })).toBe(1)
  expect(assigned).toMatchObject({ title: '第四季度理论测试', questions: 6, attemptsAllowed: 3, passScore: 60, done: 0, passed: 0, mean: null, withdrawnReason: null })
  expect(assigned.people.map((person) => person.memberId)).toEqual(expect.arrayContaining([s.member.memberId, s.secretary?.memberId]))
  expect(assigned.people.every((person) => person.state === 'todo')).toBe(true)

  const { papers } = await as().get<StudyHome>('/study')
  expect(papers).toEqual([expect.objectContaining({ id: assigned.id, state: 'todo', attempts: 0, best: null, attemptId: null })])
  const attempt = await as().post<Attempt>(`/study/papers/${assigned.id}/attempts`)
  expect(attempt).toMatchObject({ n: 1, state: 'open', quiz: { type: 'paper', id: assigned.id, title: '第四季度理论测试' }, answers: [], dueAt: body.dueAt })
  expect(attempt.questions).toEqual(drawn.questions)

  const answers = await answersFor(s.world, attempt, 5)
  for (const { questionId, keys } of answers.slice(0, 4)) {
    expect(await as().put<SavedAnswer>(`/study/attempts/${attempt.id}/answers/${questionId}`, { keys, rev: 1 })).toMatchObject({ kept: true, answer: { questionId, keys: [...keys].sort(), rev: 1 } })
  }
  // Another device goes on where this one was.
  const resumed = await as().post<Attempt>(`/study/papers/${assigned.id}/attempts`)
  expect(resumed.id).toBe(attempt.id)
  expect(resumed.answers).toHaveLength(4)
  expect(await as().get<PaperTask>(`/study/papers/${assigned.id}`)).toMatchObject({ state: 'doing', attemptId: attempt.id })

  const result = await as().post<AttemptResult>(`/study/attempts/${attempt.id}/hand-in`, { answers })
  expect(result).toMatchObject({ right: 5, total: 6, score: 83, passed: true, best: 83, byDeadline: false, again: true, next: '还能再答 2 次，成绩按最好的一次算', markingVersion: 1 })
  expect(result.points).toEqual([{ heading: '学习', delta: 2, reason: '理论测试 83 分，按最好的一次算' }])
  expect(result.questions.map((question) => question.verdict).filter((verdict) => verdict === 'right')).toHaveLength(5)
  expect(result.questions.at(-1)).toMatchObject({ verdict: 'wrong', returnsOn: '2026-11-21', explanation: expect.stringMatching(/[一-龥]/), source: expect.stringMatching(/[一-龥]/) })
  // The same again, and what the page reads later, is the first result.
  expect(await as().post<AttemptResult>(`/study/attempts/${attempt.id}/hand-in`, { answers: [] })).toEqual(result)
  expect(await as().get<AttemptResult>(`/study/attempts/${attempt.id}/result`)).toEqual(result)
  expect(await chain(s.member.memberId, assigned.id)).toEqual([{ rule: 'study-test', n: 1, delta: 2, target: 2 }])

  s.clock.advance(1)
  const points = await as().get<MyPoints>('/me/points')
  expect(points.headings.find((heading) => heading.heading === 'study')).toMatchObject({ points: 2, attainable: 3 + (await as().get<LessonList>('/study/lessons')).items.length })

  const detail = await as(s.secretary).get<PaperDetail>(`/papers/${assigned.id}`)
  expect(detail).toMatchObject({ done: 1, passed: 1, mean: 83 })
  expect(detail.people.at(-1)).toMatchObject({ memberId: s.member.memberId, state: 'done', attempts: 1, best: 83, groupName: '甲一小组' })
  expect((await as(s.secretary).get<PaperList>(`/orgs/${branchA.orgId}/papers`)).items[0]).toMatchObject({ id: assigned.id, done: 1, assigned: detail.people.length })
  expect((await as().get<{ items: { what: string }[] }>('/me/access-log')).items.map((look) => look.what)).toContain('答题情况')
})

describe('attempts at a paper', () => {
  it('count by the best, and are so many', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48), { attempts: 2 })
    const first = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    expect(await handIn(s.world, s.member, first, 1)).toMatchObject({ score: 25, passed: false, best: 25, points: [], again: true })
    expect(await chain(s.member.memberId, id)).toEqual([])
    const second = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    expect(second).toMatchObject({ n: 2, answers: [] })
    expect(await handIn(s.world, s.member, second, 4)).toMatchObject({ score: 100, passed: true, best: 100, points: [{ delta: 3 }], again: false, next: '次数用完了，成绩按最好的一次算' })
    expect(await chain(s.member.memberId, id)).toEqual([{ rule: 'study-test', n: 1, delta: 3, target: 3 }])
    expect(await refused(s.member, 'POST', `/study/papers/${id}/attempts`)).toEqual([409, 'attempts-used'])
    expect((await as().get<PaperTask>(`/study/papers/${id}`)).results.map((result) => result.score)).toEqual([25, 100])
    // What can no longer be improved does not wait.
    expect((await as().get<StudyHome>('/study')).papers.map((paper) => paper.id)).not.toContain(id)
  })

  it('a worse one takes nothing back, a better one adds the difference', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48), { attempts: 4 })
    const scores: number[] = []
    for (const right of [3, 1, 4, 4]) {
      const result = await handIn(s.world, s.member, await as().post<Attempt>(`/study/papers/${id}/attempts`), right)
      scores.push(result.best)
    }
    expect(scores).toEqual([75, 75, 100, 100])
    expect(await chain(s.member.memberId, id)).toEqual([{ rule: 'study-test', n: 1, delta: 1, target: 1 }, { rule: 'study-test', n: 2, delta: 2, target: 3 }])
  })

  it('begun twice at once are one', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const begun = await Promise.all([1, 2, 3, 4].map(() => as().post<Attempt>(`/study/papers/${id}/attempts`)))
    expect(new Set(begun.map((attempt) => attempt.id)).size).toBe(1)
    expect(await studyModels(s.world.connection).Attempt.countDocuments({ memberId: toId(s.member.memberId), ref: id })).toBe(1)
  })

  it('are nobody else\'s: 404, and nothing is changed', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    const other = await newMember()
    const [{ questionId, keys } = { questionId: '', keys: [] }] = await answersFor(s.world, attempt, 1)
    for (const stranger of [other, s.world.people['secretary here'], s.world.people['member elsewhere']]) {
      expect(await refused(stranger, 'GET', `/study/attempts/${attempt.id}`)).toEqual([404, 'not-found'])
      expect(await refused(stranger, 'GET', `/study/attempts/${attempt.id}/result`)).toEqual([404, 'not-found'])
      expect(await refused(stranger, 'PUT', `/study/attempts/${attempt.id}/answers/${questionId}`, { keys, rev: 1 })).toEqual([404, 'not-found'])
      expect(await refused(stranger, 'POST', `/study/attempts/${attempt.id}/hand-in`, { answers: [] })).toEqual([404, 'not-found'])
    }
    expect(await refused(s.world.people['member elsewhere'], 'POST', `/study/papers/${id}/attempts`)).toEqual([404, 'not-found'])
    expect(await refused(s.world.people['member elsewhere'], 'GET', `/study/papers/${id}`)).toEqual([404, 'not-found'])
    // Who joined later was not asked.
    expect(await refused(other, 'POST', `/study/papers/${id}/attempts`)).toEqual([404, 'not-found'])
    expect(await studyModels(s.world.connection).Attempt.findById(toId(attempt.id)).lean()).toMatchObject({ state: 'open', answers: {}, saves: 0 })
  })

  it('show nothing of the result before they are handed in', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    expect(await refused(s.member, 'GET', `/study/attempts/${attempt.id}/result`)).toEqual([409, 'conflict'])
  })
})

describe('two devices', () => {
  it('the first with a rev is kept, the other is told what counts; a repetition is welcome, even after handing in', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    const [question] = attempt.questions
    const save = (keys: string[], rev: number): Promise<SavedAnswer> => as().put(`/study/attempts/${attempt.id}/answers/${question?.id}`, { keys, rev })
    expect(await save(['A'], 1)).toMatchObject({ kept: true })
    s.clock.advance(60_000)
    expect(await save(['B'], 1)).toMatchObject({ kept: false, answer: { keys: ['A'], rev: 1 }, savedAt: new Date(START).toISOString() })
    expect(await save(['A'], 1)).toMatchObject({ kept: true, answer: { keys: ['A'], rev: 1 } })
    expect(await save(['B'], 2)).toMatchObject({ kept: true })
    const [one, two] = await Promise.all([save(['C'], 3), save(['D'], 3)])
    expect([one.kept, two.kept].sort()).toEqual([false, true])
    expect(one.answer).toEqual(two.answer)
    expect((await as().get<Attempt>(`/study/attempts/${attempt.id}`)).answers).toEqual([one.answer])
    // One device hands in with what it holds: the newer rev of the two counts.
    const result = await as().post<AttemptResult>(`/study/attempts/${attempt.id}/hand-in`, { answers: [{ questionId: question?.id, keys: ['A'], rev: 2 }] })
    expect(result.questions[0]?.given).toEqual(one.answer.keys)
    expect(await save(one.answer.keys, 3)).toMatchObject({ kept: true })
    expect(await refused(s.member, 'PUT', `/study/attempts/${attempt.id}/answers/${question?.id}`, { keys: ['A'], rev: 4 })).toEqual([409, 'attempt-over'])
  })

  it('what is newer on the phone goes along with the hand-in', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    const [wrong, right] = [await answersFor(s.world, attempt, 0), await answersFor(s.world, attempt, 4, 2)]
    for (const { questionId, keys, rev } of wrong) await as().put(`/study/attempts/${attempt.id}/answers/${questionId}`, { keys, rev })
    expect(await as().post<AttemptResult>(`/study/attempts/${attempt.id}/hand-in`, { answers: right })).toMatchObject({ right: 4, score: 100 })
  })

  it('refuse what cannot be answered', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    const single = attempt.questions[0]?.id ?? ''
    const judge = attempt.questions.find((question) => question.type === 'judge')?.id ?? ''
    const path = (questionId: string): string => `/study/attempts/${attempt.id}/answers/${questionId}`
    expect(await refused(s.member, 'PUT', path(single), { keys: ['A', 'B'], rev: 1 })).toEqual([400, 'validation'])
    expect(await refused(s.member, 'PUT', path(judge), { keys: ['C'], rev: 1 })).toEqual([400, 'validation'])
    const [foreign] = await s.world.app.services.bank.questionsOfLesson('L01')
    const [inPaper, other] = [attempt.questions.map((question) => question.id), foreign?._id.toHexString() ?? '']
    if (!inPaper.includes(other)) expect(await refused(s.member, 'PUT', path(other), { keys: ['A'], rev: 1 })).toEqual([404, 'not-found'])
    expect(await refused(s.member, 'PUT', path('f'.repeat(24)), { keys: ['A'], rev: 1 })).toEqual([404, 'not-found'])
    expect(await refused(s.member, 'POST', `/study/attempts/${attempt.id}/hand-in`, { answers: [{ questionId: 'f'.repeat(24), keys: ['A'], rev: 1 }] })).toEqual([400, 'validation'])
    expect(await refused(s.member, 'POST', `/study/attempts/${attempt.id}/hand-in`, { answers: [{ questionId: single, keys: ['A', 'B'], rev: 1 }] })).toEqual([400, 'validation'])
    expect(await studyModels(s.world.connection).Attempt.findById(toId(attempt.id)).lean()).toMatchObject({ state: 'open', saves: 0 })
  })
})
