import type { Attempt, AttemptResult, ReviewSet } from '@pioneer/shared-types/study/schemas'
import { reconcile } from '../src/cli/reconcile'
import { toId } from '../src/kernel/ids'
import { studyModels } from '../src/modules/study/model'
import { answersFor, assignPaper, handIn, send, shippedBank, useStudy } from './support/study'

/** What must hold of study whatever happens: no key too early, few commands, all or nothing, a store that reconciles. */
const s = useStudy()
const { as, chain, hours, newMember } = s

const taskOf = (memberId: string, ref: string) => studyModels(s.world.connection).Task.findOne({ memberId: toId(memberId), ref }).lean()

it('no reply before handing in holds a key, an explanation or a source', async () => {
  const fresh = await newMember()
  const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
  await handIn(s.world, fresh, await as(fresh).post<Attempt>('/study/lessons/L01/attempts'), 0)
  s.clock.advance(24 * 3_600_000)
  const paper = await as(fresh).post<Attempt>(`/study/papers/${id}/attempts`)
  const lesson = await as(fresh).post<Attempt>('/study/lessons/L02/attempts')
  const [one] = paper.questions
  const draw = { bankId: await shippedBank(s.world), single: 20, multiple: 10, judge: 10, seed: 1 }
  const replies: [string, unknown][] = [
    ['start', paper], ['lesson start', lesson],
    ['save', await as(fresh).put(`/study/attempts/${paper.id}/answers/${one?.id}`, { keys: ['A'], rev: 1 })],
    ['not kept', await as(fresh).put(`/study/attempts/${paper.id}/answers/${one?.id}`, { keys: ['B'], rev: 1 })],
    ['draw', await as(s.secretary).post(`/orgs/${s.world.place.branchA.orgId}/papers/draw`, draw)],
    ['detail', await as(s.secretary).get(`/papers/${id}`)], ['list', await as(s.secretary).get(`/orgs/${s.world.place.branchA.orgId}/papers`)],
    ['first screen', await as(fresh).get('/home')],
  ]
  for (const path of ['/study', '/study/lessons', '/study/lessons/L01', '/study/lessons/L02', '/study/papers', `/study/papers/${id}`, `/study/attempts/${paper.id}`, `/study/attempts/${lesson.id}`, '/study/review']) {
    replies.push([path, await as(fresh).get(path)])
  }
  expect(((replies.find(([name]) => name === '/study/review') ?? [])[1] as ReviewSet).items.length).toBeGreaterThan(0)
  const all = [...await s.world.app.services.bank.liveQuestions(await shippedBank(s.world))]
  const KEYS = new Set(['answer', 'explanation', 'source', 'verdict', 'returnsOn', 'right', 'code'])
  const seen: string[] = []
  const walk = (name: string, value: unknown): void => {
    if (typeof value === 'string') {
      if (all.some((question) => question.explanation.length > 8 && value.includes(question.explanation))) seen.push(`${name}: ${value}`)
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => walk(`${name}[${index}]`, item))
    } else if (typeof value === 'object' && value !== null) {
      const asked = 'stem' in value
      for (const [key, item] of Object.entries(value)) {
        if (asked && KEYS.has(key)) seen.push(`${name}.${key}`)
        walk(`${name}.${key}`, item)
      }
      if (asked) expect(Object.keys(value).sort()).toEqual(['id', 'options', 'stem', 'topic', 'type'])
    }
  }
  for (const [name, reply] of replies) walk(name, reply)
  expect(seen).toEqual([])
})

it('what a member is owed is theirs to take along', async () => {
  await handIn(s.world, s.member, await as().post<Attempt>('/study/lessons/L01/attempts'), 4)
  const { study } = await as().get<{ study: { answers?: object; rightInRow?: number }[] }>('/me/export')
  expect(study.filter((item) => item.answers)).toHaveLength(1)
  expect(study.filter((item) => item.rightInRow !== undefined)).toHaveLength(1)
})

it('saving is one command and one wait, handing in six and one', async () => {
  const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
  const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
  const answers = await answersFor(s.world, attempt, 3)
  await as().get(`/study/attempts/${attempt.id}`)
  s.world.commands.length = 0
  await as().put(`/study/attempts/${attempt.id}/answers/${answers[0]?.questionId}`, { keys: answers[0]?.keys, rev: 1 })
  expect(s.world.commands).toEqual(['update'])
  s.world.commands.length = 0
  await as().post(`/study/attempts/${attempt.id}/hand-in`, { answers })
  expect(s.world.commands).toEqual(['find', 'findAndModify', 'insert', 'update', 'update', 'commitTransaction'])
})

it('is all or nothing: what fails before the commit leaves no trace, and the next try brings the whole', async () => {
  const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
  const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
  const answers = await answersFor(s.world, attempt, 3)
  const { points } = s.world.app.services
  const settle = points.settle
  const before = JSON.stringify([await taskOf(s.member.memberId, id), await studyModels(s.world.connection).Attempt.findById(toId(attempt.id)).lean()])
  points.settle = async (settlements, session) => {
    await settle(settlements, session)
    throw new Error('killed before the commit')
  }
  expect((await send(s.world.app, s.member, 'POST', `/study/attempts/${attempt.id}/hand-in`, { answers })).statusCode).toBe(500)
  points.settle = settle
  expect(JSON.stringify([await taskOf(s.member.memberId, id), await studyModels(s.world.connection).Attempt.findById(toId(attempt.id)).lean()])).toBe(before)
  expect(await chain(s.member.memberId, id)).toEqual([])
  expect(await studyModels(s.world.connection).Wrong.countDocuments({ memberId: toId(s.member.memberId) })).toBe(0)
  expect(await as().post<AttemptResult>(`/study/attempts/${attempt.id}/hand-in`, { answers })).toMatchObject({ score: 75, points: [{ delta: 1 }] })
})

it('the door tells others what they ask', async () => {
  const { study } = s.world.app.services
  const { branchA } = s.world.place
  const paper = await assignPaper(s.world, branchA, hours(20), { discipline: true })
  await handIn(s.world, s.member, await as().post<Attempt>(`/study/papers/${paper.id}/attempts`), 4)
  const now = s.clock.now()
  expect(await study.dueBetween(now, new Date(hours(24)))).toEqual(expect.arrayContaining([expect.objectContaining({ id: paper.id, title: '第四季度理论测试', questions: 4, discipline: true })]))
  expect(await study.dueBetween(new Date(hours(20)), new Date(hours(20)))).toEqual([])
  expect((await study.openAt([branchA.orgId], now)).find((item) => item.paper.id === paper.id)).toMatchObject({ assigned: paper.people.length, done: 1 })
  expect((await study.people(paper.id)).filter((person) => person.state === 'done').map((person) => person.memberId)).toEqual([s.member.memberId])
  const year = await study.yearOfBranch(branchA.orgId, new Date('2026-01-01'), new Date(hours(1)), [])
  expect(year.find((item) => item.id === paper.id)).toMatchObject({ assigned: paper.people.length, done: 1, passed: 1, scoreSum: 100, discipline: true })
  expect(await study.yearOfBranch(s.world.place.branchB.orgId, new Date('2026-01-01'), now, [])).toEqual([])
  const waiting = await study.waiting(s.member.memberId, now)
  expect(waiting).toMatchObject({ lesson: { code: 'L01' }, review: 0 })
  expect(waiting.papers.map((item) => item.id)).not.toContain(paper.id)
  expect((await study.waiting(s.secretary?.memberId ?? '', now)).papers.map((item) => item.id)).toContain(paper.id)
  expect(await study.hours(s.secretary?.memberId ?? '', 2026, now)).toMatchObject({ neededMinutes: 56 * 60 })
  expect(await study.hours(s.member.memberId, 2026, now)).toMatchObject({ neededMinutes: 32 * 60 })
  expect(await study.opportunities(s.member.memberId, new Date('2026-01-01'), now)).toMatchObject({ 'study-test': 0 })
  expect(await study.opportunities(s.member.memberId, new Date('2026-01-01'), new Date(hours(0.1)))).toMatchObject({ 'study-test': 1 })
})

it('those above are told: in the transaction who was assigned, after the commit whose results changed', async () => {
  const { study } = s.world.app.services
  const { branchA } = s.world.place
  const [assigned, changed]: [string[][], string[]] = [[], []]
  study.bindHooks({ paperAssigned: async (_paper, memberIds) => { assigned.push([...memberIds]) }, resultsChanged: (branchIds) => { changed.push(...branchIds) } })
  const paper = await assignPaper(s.world, branchA, hours(48))
  expect(assigned.map((ids) => [...ids].sort())).toEqual([paper.people.map((person) => person.memberId).sort()])
  const attempt = await as().post<Attempt>(`/study/papers/${paper.id}/attempts`)
  expect(changed).toEqual([])
  await handIn(s.world, s.member, attempt, 4)
  await handIn(s.world, s.member, attempt, 4)
  expect(changed).toEqual([branchA.orgId])
  const before = await studyModels(s.world.connection).Paper.countDocuments()
  let away = true
  study.bindHooks({ paperAssigned: async () => { if (away) throw new Error('the inbox is away') }, resultsChanged: () => undefined })
  await expect(assignPaper(s.world, branchA, hours(48))).rejects.toThrow('the inbox is away')
  expect(await studyModels(s.world.connection).Paper.countDocuments()).toBe(before)
  away = false
})

it('leaves a store that reconciles, and what was tampered with is named', async () => {
  const { config } = s.world.app.context
  expect((await reconcile(s.world.connection, config)).faults).toEqual([])
  const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
  const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
  await handIn(s.world, s.member, attempt, 4)
  const [tasks, attempts] = [s.world.connection.collection('studyTasks'), s.world.connection.collection('attempts')]
  const [task, own] = [{ memberId: toId(s.member.memberId), ref: id }, { _id: toId(attempt.id) }]
  const faults = async (): Promise<string[]> => (await reconcile(s.world.connection, config)).faults
  await tasks.updateOne(task, { $set: { best: 60 } })
  expect(await faults()).toEqual([expect.stringMatching(/^study\/fold .*best is 60, the results say 100/)])
  await tasks.updateOne(task, { $set: { best: 100, open: toId(attempt.id) } })
  expect(await faults()).toEqual([expect.stringMatching(/^study\/fold .*open is .*, the results say null/)])
  await tasks.updateOne(task, { $set: { open: null } })
  const first = attempt.questions[0]?.id ?? ''
  const kept = (await attempts.findOne<{ answers: Record<string, unknown> }>(own))?.answers[first]
  await attempts.updateOne(own, { $unset: { [`answers.${first}`]: '' } })
  expect(await faults()).toEqual(['verdicts', 'right', 'score'].map((field) => expect.stringMatching(new RegExp(`^study/attempt .*#1: ${field} is`)) as unknown))
  await attempts.updateOne(own, { $set: { [`answers.${first}`]: kept } })
  await s.world.connection.collection('pointsEntries').deleteOne({ source: `paper:${id}`, memberId: task.memberId })
  expect(await faults()).toEqual([expect.stringMatching(/^study\/settled .*settled at 0, must be 3/)])
})
