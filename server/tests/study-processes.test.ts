import { createConnection, type Connection } from 'mongoose'
import type { Attempt, AttemptResult, PaperDetail, SavedAnswer } from '@pioneer/shared-types/study/schemas'
import { buildApp, type App } from '../src/app'
import { reconcile } from '../src/cli/reconcile'
import { toId } from '../src/kernel/ids'
import { studyModels } from '../src/modules/study/model'
import { testConfig } from './support/house'
import { answersFor, assignPaper, get, send, shippedBank, useStudy } from './support/study'

/** Two processes of the service on one store: whatever is sent to both at once comes to one result, one chain of points, one answer. */
const s = useStudy()
const { as, chain, hours } = s
let second: Connection
let b: App

beforeAll(async () => {
  second = await createConnection(s.uri, { autoCreate: false, autoIndex: false }).asPromise()
  b = await buildApp(testConfig(), { connection: second, clock: s.clock })
  await b.http.ready()
}, 30_000)
afterAll(async () => {
  await b.close()
  await second.close()
})
const both = (): [App, App] => [s.world.app, b]
const ROUNDS = [1, 2, 3, 4, 5, 6]

it('begin one attempt', async () => {
  for (const round of ROUNDS) {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const begun = await Promise.all([...both(), ...both()].map((app) => get<Attempt>(send(app, s.member, 'POST', `/study/papers/${id}/attempts`))))
    expect({ round, ids: new Set(begun.map((attempt) => attempt.id)).size }).toEqual({ round, ids: 1 })
  }
})

it('hand in once: one result, one line in the ledger, both get the same answer', async () => {
  for (const round of ROUNDS) {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    // The two phones hold different answers: one of them is marked, whole.
    const [better, worse] = [await answersFor(s.world, attempt, 4, 2), await answersFor(s.world, attempt, 2, 2)]
    const results = await Promise.all(both().flatMap((app, index) => [1, 2].map(() => get<AttemptResult>(send(app, s.member, 'POST', `/study/attempts/${attempt.id}/hand-in`, { answers: index === 0 ? better : worse })))))
    expect({ round, scores: new Set(results.map((result) => JSON.stringify(result))).size }).toEqual({ round, scores: 1 })
    const [{ score } = { score: NaN }] = results
    expect([100, 50]).toContain(score)
    expect(await chain(s.member.memberId, id)).toEqual(score === 100 ? [{ rule: 'study-test', n: 1, delta: 3, target: 3 }] : [])
    expect(await studyModels(s.world.connection).Task.findOne({ ref: id, memberId: toId(s.member.memberId) }).lean()).toMatchObject({ best: score, open: null, started: 1, results: [{ score }] })
  }
})

it('lose no answer that was kept while the other hands in', async () => {
  for (const round of ROUNDS) {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    const answers = await answersFor(s.world, attempt, 4)
    const [handed, ...saved] = await Promise.all([
      get<AttemptResult>(send(b, s.member, 'POST', `/study/attempts/${attempt.id}/hand-in`, { answers: [] })),
      ...answers.map(({ questionId, keys, rev }) => send(s.world.app, s.member, 'PUT', `/study/attempts/${attempt.id}/answers/${questionId}`, { keys, rev })),
    ])
    const kept = saved.flatMap((reply) => (reply.statusCode === 200 && reply.json<SavedAnswer>().kept ? [reply.json<SavedAnswer>().answer.questionId] : []))
    const over = saved.filter((reply) => reply.statusCode === 409)
    expect({ round, told: kept.length + over.length }).toEqual({ round, told: answers.length })
    // Whoever was told that an answer is kept finds it in the result.
    expect(handed.questions.filter((question) => question.given.length > 0).map((question) => question.id).sort()).toEqual([...kept].sort())
  }
})

it('assign one paper, and an ended deadline is settled once by both jobs', async () => {
  const who = s.world.people['committee-staff here']
  const body = { title: '限时测试', draw: { bankId: await shippedBank(s.world), single: 4, multiple: 0, judge: 0, seed: 9 }, dueAt: hours(1), requestKey: 'the-same-tap-twice' }
  const [one, two] = await Promise.all(both().map((app) => get<PaperDetail>(send(app, who, 'POST', `/orgs/${s.world.place.branchA.orgId}/papers`, body))))
  expect(one?.id).toBe(two?.id)
  const attempt = await as().post<Attempt>(`/study/papers/${one?.id}/attempts`)
  for (const { questionId, keys, rev } of await answersFor(s.world, attempt, 4)) await as().put(`/study/attempts/${attempt.id}/answers/${questionId}`, { keys, rev })
  s.clock.advance(2 * 3_600_000)
  await Promise.all(both().flatMap((app) => app.services.study.jobs.map((job) => job.run(s.clock.now()))))
  expect(await chain(s.member.memberId, one?.id ?? '')).toEqual([{ rule: 'study-test', n: 1, delta: 3, target: 3 }])
})

it('take a paper back while it is being handed in: handed in whole, or not at all', async () => {
  for (const round of ROUNDS) {
    const { id } = await assignPaper(s.world, s.world.place.branchA, hours(48))
    const attempt = await as().post<Attempt>(`/study/papers/${id}/attempts`)
    const answers = await answersFor(s.world, attempt, 4)
    const [handed, withdrawn] = await Promise.all([
      send(b, s.member, 'POST', `/study/attempts/${attempt.id}/hand-in`, { answers }), send(s.world.app, s.secretary, 'POST', `/papers/${id}/withdraw`, { reason: '题目有误' }),
    ])
    expect(withdrawn.statusCode).toBe(200)
    expect([200, 409]).toContain(handed.statusCode)
    expect({ round, chain: await chain(s.member.memberId, id) }).toEqual({ round, chain: handed.statusCode === 200 ? [{ rule: 'study-test', n: 1, delta: 3, target: 3 }] : [] })
  }
})

it('leave a store that reconciles', async () => {
  expect((await reconcile(s.world.connection, s.world.app.context.config)).faults).toEqual([])
})
