import type { Attempt, AttemptResult, PaperDetail, PaperTask, PaperTasks, StudyHome } from '@pioneer/shared-types/study/schemas'
import { newId, toId } from '../src/kernel/ids'
import { studyModels } from '../src/modules/study/model'
import { START, answersFor, assignPaper, handIn, shippedBank, useStudy } from './support/study'

/** Papers: what may be assigned to whom, when they open and close, and how they are taken back. */
const s = useStudy()
const { as, chain, hours, newMember, refused, runJob } = s

describe('the deadline', () => {
  const late = async (right: number, saved: boolean) => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(1))
    const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    const answers = await answersFor(s.world, attempt, right)
    if (saved) for (const { questionId, keys, rev } of answers) await as().put(`/study/attempts/${attempt.id}/answers/${questionId}`, { keys, rev })
    return { id, attempt, answers }
  }

  it('leaves ten minutes to those who began before it', async () => {
    const { id, attempt, answers } = await late(4, false)
    s.clock.set(new Date(Date.parse(START) + 3_600_000 + 9 * 60_000))
    expect(await refused(await newMember(), 'POST', `/study/papers/${id}/attempts`)).toEqual([404, 'not-found'])
    expect(await refused(s.secretary, 'POST', `/study/papers/${id}/attempts`)).toEqual([409, 'quiz-closed'])
    expect(await as().get<PaperTask>(`/study/papers/${id}`)).toMatchObject({ state: 'doing' })
    await runJob()
    expect(await as().post<AttemptResult>(`/study/attempts/${attempt.id}/hand-in`, { answers })).toMatchObject({ score: 100, byDeadline: false, again: false, next: null })
    expect((await as(s.secretary).get<PaperDetail>(`/papers/${id}`)).people.find((person) => person.memberId === s.secretary?.memberId)).toMatchObject({ state: 'missed' })
  })

  it('then hands in what was kept, and nothing that comes later', async () => {
    const { id, attempt, answers } = await late(3, true)
    s.clock.set(new Date(Date.parse(START) + 3_600_000 + 10 * 60_000))
    expect(await refused(s.member, 'PUT', `/study/attempts/${attempt.id}/answers/${answers[3]?.questionId}`, { keys: ['A'], rev: 2 })).toEqual([409, 'quiz-closed'])
    s.clock.advance(3_600_000 * 30)
    await runJob()
    await runJob()
    const result = await as().get<AttemptResult>(`/study/attempts/${attempt.id}/result`)
    expect(result).toMatchObject({ score: 75, byDeadline: true, handedInAt: new Date(Date.parse(START) + 3_600_000 + 10 * 60_000).toISOString(), points: [{ delta: 1 }] })
    expect(await chain(s.member.memberId, id)).toEqual([{ rule: 'study-test', n: 1, delta: 1, target: 1 }])
    expect(await as().post<AttemptResult>(`/study/attempts/${attempt.id}/hand-in`, { answers: await answersFor(s.world, attempt, 4, 5) })).toEqual(result)
  })

  it('a hand-in that comes too late brings what was kept in time, before the job has run', async () => {
    const { attempt } = await late(2, true)
    s.clock.advance(2 * 3_600_000)
    expect(await as().post<AttemptResult>(`/study/attempts/${attempt.id}/hand-in`, { answers: await answersFor(s.world, attempt, 4, 5) })).toMatchObject({ score: 50, byDeadline: true })
  })

  it('where nothing was answered the paper is missed, not failed', async () => {
    const { id, attempt } = await late(4, false)
    s.clock.advance(2 * 3_600_000)
    await runJob()
    expect(await as().get<PaperTask>(`/study/papers/${id}`)).toMatchObject({ state: 'missed', attempts: 0, attemptId: null })
    expect(await refused(s.member, 'GET', `/study/attempts/${attempt.id}`)).toEqual([409, 'quiz-closed'])
    expect(await refused(s.member, 'POST', `/study/attempts/${attempt.id}/hand-in`, { answers: [] })).toEqual([409, 'quiz-closed'])
  })
})

describe('the turn of the year', () => {
  const yearsOf = async (ref: string): Promise<number[]> =>
    (await s.world.connection.collection<{ year: number }>('pointsEntries').find({ memberId: toId(s.member.memberId), source: `paper:${ref}` }).sort({ n: 1 }).toArray()).map(({ year }) => year)

  it('a paper of 31 December that is handed in within the grace, or by the service, stays in its year', async () => {
    s.clock.set('2026-12-31T15:00:00Z')
    const { id } = await assignPaper(s.world, s.world.place.branchA, '2026-12-31T15:59:00Z')
    const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    for (const { questionId, keys, rev } of await answersFor(s.world, attempt, 4)) await as().put(`/study/attempts/${attempt.id}/answers/${questionId}`, { keys, rev })
    const other = await newMember()
    const late = await assignPaper(s.world, s.world.place.branchA, '2026-12-31T15:59:00Z')
    const begun = await as(other).post<Attempt>(`/study/papers/${late.id}/attempts`)
    s.clock.set('2026-12-31T16:05:00Z')
    expect(await handIn(s.world, other, begun, 4)).toMatchObject({ byDeadline: false, handedInAt: '2026-12-31T16:05:00.000Z' })
    s.clock.set('2026-12-31T16:20:00Z')
    await runJob()
    expect(await yearsOf(id)).toEqual([2026])
    const { study } = s.world.app.services
    const [from, to] = [new Date('2026-12-31T16:00:00Z'), new Date('2027-12-31T16:00:00Z')]
    const next = await study.yearOfBranch(s.world.place.branchA.orgId, from, to, [])
    expect(next.map((paper) => paper.id)).not.toEqual(expect.arrayContaining([id]))
    expect(next.map((paper) => paper.id)).not.toEqual(expect.arrayContaining([late.id]))
    expect(await study.opportunities(other.memberId, from, new Date('2027-01-02T00:00:00Z'))).toMatchObject({ 'study-test': 0 })
    expect(await study.opportunities(other.memberId, new Date('2025-12-31T16:00:00Z'), from)).toMatchObject({ 'study-test': 1 })
  })

  it('a better attempt after New Year adds to the year in which the first one counted', async () => {
    s.clock.set('2026-12-30T01:00:00Z')
    const { id } = await assignPaper(s.world, s.world.place.branchA, '2027-01-10T01:00:00Z')
    await handIn(s.world, s.member, await as().post<Attempt>(`/study/papers/${id}/attempts`), 3)
    s.clock.set('2027-01-02T01:00:00Z')
    await handIn(s.world, s.member, await as().post<Attempt>(`/study/papers/${id}/attempts`), 4)
    expect(await yearsOf(id)).toEqual([2026, 2026])
    expect(await chain(s.member.memberId, id)).toMatchObject([{ target: 1 }, { delta: 2, target: 3 }])
  })
})

it('an attempt that cannot be settled keeps no other waiting', async () => {
  const { id } = await assignPaper(s.world, s.world.place.branchA, hours(1))
  const broken = await as(await newMember().then(async (who) => (await assignPaper(s.world, s.world.place.branchA, hours(0.5)), who))).get<PaperTasks>('/study/papers')
  const [first] = broken.items
  expect(first).toBeDefined()
  const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
  for (const { questionId, keys, rev } of await answersFor(s.world, attempt, 4)) await as().put(`/study/attempts/${attempt.id}/answers/${questionId}`, { keys, rev })
})

it('an attempt that cannot be settled keeps no other waiting', async () => {
  const { id } = await assignPaper(s.world, s.world.place.branchA, hours(1))
  const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
  for (const { questionId, keys, rev } of await answersFor(s.world, attempt, 4)) await as().put(`/study/attempts/${attempt.id}/answers/${questionId}`, { keys, rev })
  // Earlier in the line, and damaged.
  const attempts = s.world.connection.collection('attempts')
  const damaged = { ...await attempts.findOne({ _id: toId(attempt.id) }), _id: newId(), memberId: newId(), closesAt: new Date(START), answers: null }
  await attempts.insertOne(damaged)
  s.clock.advance(2 * 3_600_000)
  await runJob()
  await attempts.deleteOne({ _id: damaged._id })
  expect(await chain(s.member.memberId, id)).toMatchObject([{ target: 3 }])
})

describe('assigning', () => {
  const assign = async (over: object = {}): Promise<[number, string]> => {
    const draw = { bankId: await shippedBank(s.world), single: 1, multiple: 0, judge: 0, seed: 1 }
    return refused(s.secretary, 'POST', `/orgs/${s.world.place.branchA.orgId}/papers`, { title: '小测', draw, dueAt: hours(1), requestKey: `key-${JSON.stringify(over)}`.slice(0, 64).padEnd(8, '-'), ...over })
  }

  it('refuses what makes no sense', async () => {
    const bankId = await shippedBank(s.world)
    expect(await assign({ dueAt: hours(-1) })).toEqual([400, 'validation'])
    expect(await assign({ opensAt: hours(2) })).toEqual([400, 'validation'])
    expect(await assign({ dueAt: '2026-13-45T25:00:00Z' })).toEqual([400, 'validation'])
    expect(await assign({ title: '   ' })).toEqual([400, 'validation'])
    expect(await assign({ draw: { bankId, single: 0, multiple: 0, judge: 0, seed: 1 } })).toEqual([400, 'validation'])
    expect(await assign({ draw: { bankId, single: 100, multiple: 0, judge: 0, seed: 1 } })).toEqual([422, 'questions-short'])
    expect(await assign({ draw: { bankId, single: 60, multiple: 40, judge: 1, seed: 1 } })).toEqual([400, 'validation'])
    expect(await assign({ draw: { bankId: 'f'.repeat(24), single: 1, multiple: 0, judge: 0, seed: 1 } })).toEqual([400, 'validation'])
    expect(await assign({ orgIds: [s.world.place.branchB.orgId] })).toEqual([400, 'validation'])
    expect(await studyModels(s.world.connection).Paper.countDocuments({ title: '小测' })).toBe(0)
  })

  it('asks those of the groups that were named, each once, and keeps who they were', async () => {
    const everyone = await assignPaper(s.world, s.world.place.branchA, hours(1))
    const { groupA, branchA } = s.world.place
    const group = await assignPaper(s.world, branchA, hours(1), { orgIds: [groupA.orgId] })
    const both = await assignPaper(s.world, branchA, hours(1), { orgIds: [groupA.orgId, branchA.orgId] })
    expect(group.people.length).toBeLessThan(everyone.people.length)
    expect(group.people.every((person) => person.groupName === '甲一小组')).toBe(true)
    expect(both.people.map((person) => person.memberId).sort()).toEqual(everyone.people.map((person) => person.memberId).sort())
    await newMember()
    expect((await as(s.secretary).get<PaperDetail>(`/papers/${everyone.id}`)).people).toHaveLength(everyone.people.length)
  })

  it('opens when it opens', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(10), { opensAt: hours(5) })
    expect((await as().get<StudyHome>('/study')).papers.map((paper) => paper.id)).not.toContain(id)
    expect((await as().get<PaperTasks>('/study/papers')).items.map((paper) => paper.id)).toContain(id)
    expect(await refused(s.member, 'POST', `/study/papers/${id}/attempts`)).toEqual([409, 'quiz-closed'])
    s.clock.advance(5 * 3_600_000)
    expect(await as().post<Attempt>(`/study/papers/${id}/attempts`)).toMatchObject({ n: 1 })
  })

  it('taken back: open attempts end, results and points stay, nobody begins another', async () => {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const done = await newMember()
    const other = await assignPaper(s.world, s.world.place.branchA, hours(48))
    await handIn(s.world, s.member, await as().post<Attempt>(`/study/papers/${id}/attempts`), 4)
    const open = await as(s.secretary).post<Attempt>(`/study/papers/${id}/attempts`)
    const withdrawn = await as(s.secretary).post<PaperDetail>(`/papers/${id}/withdraw`, { reason: '有一道题不妥' })
    expect(withdrawn).toMatchObject({ withdrawnReason: '有一道题不妥', done: 1 })
    expect(await as(s.secretary).post<PaperDetail>(`/papers/${id}/withdraw`, { reason: '再说一遍' })).toMatchObject({ withdrawnReason: '有一道题不妥' })
    expect(await refused(s.secretary, 'GET', `/study/attempts/${open.id}`)).toEqual([409, 'paper-withdrawn'])
    expect(await refused(s.secretary, 'POST', `/study/attempts/${open.id}/hand-in`, { answers: [] })).toEqual([409, 'paper-withdrawn'])
    expect(await refused(s.secretary, 'POST', `/study/papers/${id}/attempts`)).toEqual([409, 'paper-withdrawn'])
    expect(await refused(s.member, 'GET', `/study/papers/${id}`)).toEqual([409, 'paper-withdrawn'])
    expect((await as().get<PaperTasks>('/study/papers')).items.map((paper) => paper.id)).not.toContain(id)
    expect((await as(done).get<PaperTasks>('/study/papers')).items.map((paper) => paper.id)).toContain(other.id)
    expect(await chain(s.member.memberId, id)).toEqual([{ rule: 'study-test', n: 1, delta: 3, target: 3 }])
  })
})
