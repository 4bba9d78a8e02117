import type { LightMyRequestResponse } from 'fastify'
import type { AssignPaper, Attempt, AttemptResult, PaperDetail } from '@pioneer/shared-types/study/schemas'
import type { App } from '../../src/app'
import { ManualClock } from '../../src/kernel/clock'
import { newId, toId } from '../../src/kernel/ids'
import { useDatabase } from './database'
import { openWorld, type Person, type Place, type World } from './world'

export type Method = 'GET' | 'POST' | 'PUT'
/** With a fresh token: days pass in these tests. */
export const send = (app: App, who: Person | undefined, method: Method, path: string, payload?: object): Promise<LightMyRequestResponse> =>
  app.http.inject({ method, url: `/api/v1${path}`, headers: { authorization: `Bearer ${app.services.auth.issueAccess(who?.accountId ?? '')}` }, ...(payload ? { payload } : {}) })

/** The reply of a request that must go through. */
export async function get<T>(reply: Promise<LightMyRequestResponse>): Promise<T> {
  const { statusCode, body } = await reply
  if (statusCode >= 300) throw new Error(`${statusCode} ${body}`)
  return JSON.parse(body) as T
}

export async function shippedBank(world: World): Promise<string> {
  const [bank] = await world.app.services.bank.banksFor(world.place.branchA.orgId)
  if (!bank) throw new Error('no bank is shipped')
  return bank.id
}

/** A paper of the shipped bank for everyone at a place. */
export async function assignPaper(world: World, at: Place, dueAt: string, over: Partial<AssignPaper> = {}): Promise<PaperDetail> {
  const caller = await world.callerOf(world.people['committee-staff here']?.accountId ?? '')
  const draw = { bankId: await shippedBank(world), single: 2, multiple: 1, judge: 1, seed: 7 }
  return world.app.services.study.papersDesk.assign(caller, at.orgId, { title: '第四季度理论测试', draw, dueAt, requestKey: newId().toHexString(), ...over })
}

/** Answers that are right for the first `right` questions and wrong for the others, as a phone would hand them in. */
export async function answersFor(world: World, attempt: Pick<Attempt, 'questions'>, right: number, rev = 1) {
  const questions = await world.app.services.bank.questionsByIds(attempt.questions.map((question) => question.id))
  return questions.map((question, index) => {
    const wrong = question.options.map((option) => option.key).filter((key) => !question.answer.includes(key))
    // Where every option is right, too few of them is not right.
    const keys = index < right ? question.answer : wrong.length > 0 ? wrong.slice(0, 1) : question.answer.slice(0, 1)
    return { questionId: question._id.toHexString(), keys, rev }
  })
}

export const handIn = async (world: World, who: Person | undefined, attempt: Attempt, right: number): Promise<AttemptResult> =>
  get(send(world.app, who, 'POST', `/study/attempts/${attempt.id}/hand-in`, { answers: await answersFor(world, attempt, right) }))

/** A route of the member's own with a valid request of theirs, made afresh. `foreign`: it names something that is nobody else's. */
export interface OwnCase { route: string; foreign: boolean; make: (who: Person) => Promise<{ url: string; payload?: object }> }

/** Everything a member of the first group does in study. */
export function ownStudyCases(world: () => World, hours: (count: number) => string): OwnCase[] {
  const API = '/api/v1/study'
  const study = () => world().app.services.study
  const callerOf = (who: Person) => world().callerOf(who.accountId)
  const paper = async (): Promise<string> => (await assignPaper(world(), world().place.groupA, hours(48))).id
  const attempt = async (who: Person): Promise<Attempt> => study().startPaper(await callerOf(who), await paper())
  /** An attempt with one question, answered wrong. */
  const failed = async (who: Person): Promise<Attempt> => {
    const begun = await attempt(who)
    await study().handIn(await callerOf(who), begun.id, { answers: await answersFor(world(), begun, 0) })
    return begun
  }
  const shared = ['GET /api/v1/study', 'GET /api/v1/study/lessons', 'GET /api/v1/study/lessons/{code}', 'POST /api/v1/study/lessons/{code}/attempts', 'GET /api/v1/study/papers', 'GET /api/v1/study/review']
  const own = (route: string, make: OwnCase['make']): OwnCase => ({ route, foreign: true, make })
  return [
    ...shared.map((route): OwnCase => ({ route, foreign: false, make: async () => ({ url: (route.split(' ')[1] ?? '').replace('{code}', 'L01') }) })),
    own('GET /api/v1/study/papers/{id}', async () => ({ url: `${API}/papers/${await paper()}` })),
    own('POST /api/v1/study/papers/{id}/attempts', async () => ({ url: `${API}/papers/${await paper()}/attempts` })),
    own('GET /api/v1/study/attempts/{id}', async (who) => ({ url: `${API}/attempts/${(await attempt(who)).id}` })),
    own('PUT /api/v1/study/attempts/{id}/answers/{questionId}', async (who) => {
      const { id, questions } = await attempt(who)
      return { url: `${API}/attempts/${id}/answers/${questions[0]?.id}`, payload: { keys: ['A'], rev: 1 } }
    }),
    own('POST /api/v1/study/attempts/{id}/hand-in', async (who) => {
      const begun = await attempt(who)
      return { url: `${API}/attempts/${begun.id}/hand-in`, payload: { answers: await answersFor(world(), begun, 2) } }
    }),
    own('GET /api/v1/study/attempts/{id}/result', async (who) => ({ url: `${API}/attempts/${(await failed(who)).id}/result` })),
    own('POST /api/v1/study/review/{questionId}', async (who) => {
      const begun = await failed(who)
      const questionId = begun.questions[0]?.id ?? ''
      // Due today: the tests of doors do not let days pass.
      const dueOn = hours(8).slice(0, 10)
      await world().connection.collection('wrongAnswers').updateOne({ memberId: toId(who.memberId ?? ''), questionId: toId(questionId) }, { $set: { dueOn } })
      return { url: `${API}/review/${questionId}`, payload: { keys: ['A'], dueOn } }
    }),
  ]
}

/** 20 November 2026, 09:00 in Shanghai: where every test begins. */
export const START = '2026-11-20T01:00:00Z'
export type Member = Person & { memberId: string }

/** A world on a database of its own, and a new member for each test; call it where beforeAll may be called. */
export function useStudy() {
  const database = useDatabase()
  const clock = new ManualClock(START)
  const held: { world?: World; member?: Member } = {}
  const world = (): World => {
    if (!held.world) throw new Error('the world opens in beforeAll')
    return held.world
  }
  const newMember = async (): Promise<Member> => (await world().person('同志', { memberAt: world().place.groupA })) as Member
  beforeAll(async () => { held.world = await openWorld(database.uri, clock) }, 30_000)
  beforeEach(async () => {
    clock.set(START)
    held.member = await newMember()
  })
  afterAll(() => held.world?.close())
  const member = (): Member => {
    if (!held.member) throw new Error('the member comes in beforeEach')
    return held.member
  }

  return {
    clock, newMember,
    get world() { return world() },
    get member() { return member() },
    get secretary() { return world().people['secretary here'] },
    uri: database.uri,
    hours: (count: number): string => new Date(clock.now().getTime() + count * 3_600_000).toISOString(),
    /** Requests that must go through, as the test's member unless said. */
    as: (who: Person | undefined = held.member) => ({
      get: <T>(path: string): Promise<T> => get<T>(send(world().app, who, 'GET', path)),
      post: <T>(path: string, payload?: object): Promise<T> => get<T>(send(world().app, who, 'POST', path, payload)),
      put: <T>(path: string, payload: object): Promise<T> => get<T>(send(world().app, who, 'PUT', path, payload)),
    }),
    refused: async (who: Person | undefined, method: Method, path: string, payload?: object): Promise<[number, string]> => {
      const reply = await send(world().app, who, method, path, payload)
      return [reply.statusCode, reply.json<{ code: string }>().code]
    },
    /** The ledger of a quiz. */
    chain: async (memberId: string, ref: string) => (await world().connection.collection<{ rule: string; n: number; delta: number; target: number }>('pointsEntries')
      .find({ memberId: toId(memberId), source: { $in: [`paper:${ref}`, `lesson:${ref}`] } }).sort({ n: 1 }).toArray()).map(({ rule, n, delta, target }) => ({ rule, n, delta, target })),
    runJob: async (): Promise<void> => { for (const job of world().app.services.study.jobs) await world().app.jobs.runOnce(job) },
  }
}
