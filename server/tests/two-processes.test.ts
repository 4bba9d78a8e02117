import type { LightMyRequestResponse } from 'fastify'
import { createConnection, type Connection } from 'mongoose'
import type { CheckInResult, SetAttendanceResult } from '@pioneer/shared-types/attendance/schemas'
import type { ScreenState } from '@pioneer/shared-types/screens/schemas'
import { buildApp, type App } from '../src/app'
import { reconcile } from '../src/cli/reconcile'
import { ManualClock } from '../src/kernel/clock'
import { toId } from '../src/kernel/ids'
import { JobRunner, type Job } from '../src/kernel/jobs'
import { attendanceModels } from '../src/modules/attendance/model'
import { pointsModels } from '../src/modules/points/model'
import { useDatabase } from './support/database'
import { testConfig } from './support/house'
import { openWorld, type Person, type World } from './support/world'

/** Two processes of the service on one database behave as one: each has connections, caches and jobs of its own. */
const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
let world: World
let a: App
let b: App
let second: Connection

beforeAll(async () => {
  world = await openWorld(database.uri, clock)
  a = world.app
  second = await createConnection(database.uri, { autoCreate: false, autoIndex: false }).asPromise()
  b = await buildApp(testConfig(), { connection: second, clock })
  await b.http.ready()
})
afterAll(async () => {
  await b.close()
  await second.close()
  await world.close()
})

const both = (): [App, App] => [a, b]
const ask = (app: App, method: 'GET' | 'POST' | 'PUT', path: string, token: string, payload?: object): Promise<LightMyRequestResponse> =>
  app.http.inject({ method, url: `/api/v1${path}`, headers: { authorization: `Bearer ${token}` }, ...(payload ? { payload } : {}) })
const tokenOf = (key: string): string => world.people[key]?.token ?? ''
const newMember = (): Promise<Person & { memberId: string }> => world.person('同志', { memberAt: world.place.branchA }) as Promise<Person & { memberId: string }>
const statuses = (replies: readonly LightMyRequestResponse[]): number[] => replies.map((reply) => reply.statusCode).sort()
const TIMES = [0, 1, 2, 3, 4, 5]

async function meeting() {
  const id = await world.activity(world.place.branchA, 'published')
  const activity = await a.services.activities.get(id)
  const shown = () => {
    const codes = a.services.checkIns.shown(activity, clock.now())
    if (!codes) throw new Error('the meeting shows no code')
    return codes
  }
  const row = async (memberId: string) => attendanceModels(world.connection).attendance.findOne({ activityId: toId(id), memberId: toId(memberId) }).lean()
  const entries = (memberId: string) => pointsModels(world.connection).Entry.find({ memberId: toId(memberId), source: `activity:${id}` }).sort({ rule: 1, n: 1 }).lean()
  return { id, shown, row, entries }
}

describe('one sign-in', () => {
  it('through both at once is one attendance and one entry, with one answer', async () => {
    const member = await newMember()
    const { shown, row, entries } = await meeting()
    const { ticket } = shown()
    const replies = await Promise.all(TIMES.map((n) => ask(both()[n % 2] ?? a, 'POST', '/check-ins/redeem', member.token, { ticket, deviceId: `device-${n}` })))
    expect(statuses(replies)).toEqual([200, 200, 200, 200, 200, 200])
    const answers = replies.map((reply) => reply.json<CheckInResult>())
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['already', 'already', 'already', 'already', 'already', 'recorded'])
    for (const { attendance, points } of answers) expect({ attendance, points }).toEqual({ attendance: answers[0]?.attendance, points: answers[0]?.points })
    expect((await row(member.memberId))?.changes).toHaveLength(1)
    expect(await entries(member.memberId)).toHaveLength(1)
  })

  it('and the secretary\'s tap at the same time are one attendance', async () => {
    const member = await newMember()
    const { id, shown, row, entries } = await meeting()
    const [redeemed, tapped] = await Promise.all([
      ask(a, 'POST', '/check-ins/redeem', member.token, { ticket: shown().ticket, deviceId: 'device-of-both' }),
      ask(b, 'PUT', `/activities/${id}/attendance/${member.memberId}`, tokenOf('secretary here'), { state: 'present', expectedVersion: 0 }),
    ])
    expect(redeemed.statusCode).toBe(200)
    expect([200, 409]).toContain(tapped.statusCode)
    expect((await row(member.memberId))?.changes).toHaveLength(1)
    expect(await entries(member.memberId)).toHaveLength(1)
  })

  it('and its undoing, again and again on both, leave one chain', async () => {
    const member = await newMember()
    const { id, row, entries } = await meeting()
    const secretary = tokenOf('secretary here')
    for (const state of ['present', 'pending', 'present', 'pending', 'present']) {
      const expectedVersion = (await row(member.memberId))?.version ?? 0
      const replies = await Promise.all(TIMES.map((n) => ask(both()[n % 2] ?? a, 'PUT', `/activities/${id}/attendance/${member.memberId}`, secretary, { state, expectedVersion })))
      expect(statuses(replies)).toEqual([200, 200, 200, 200, 200, 200])
      expect(new Set(replies.map((reply) => reply.json<SetAttendanceResult>().attendance.version))).toEqual(new Set([expectedVersion + 1]))
    }
    expect((await entries(member.memberId)).map(({ n, target }) => [n, target])).toEqual([[1, 1], [2, 0], [3, 1], [4, 0], [5, 1]])
  })

  it('is refused by one when the other has called the meeting off, though it still believes in it', async () => {
    const member = await newMember()
    const { id, shown, row, entries } = await meeting()
    const { ticket } = shown()
    const other = await newMember()
    await a.services.activities.amend(id, { memberId: other.memberId, role: 'expected', reason: '新来的' }, await world.callerOf(world.people['secretary here']?.accountId ?? ''))
    expect((await ask(b, 'POST', '/check-ins/redeem', other.token, { ticket, deviceId: 'device-other' })).statusCode).toBe(200)
    expect((await ask(a, 'POST', `/activities/${id}/cancel`, tokenOf('secretary here'), { reason: '停电' })).statusCode).toBe(200)
    const late = await ask(b, 'POST', '/check-ins/redeem', member.token, { ticket, deviceId: 'device-late' })
    expect(late.json()).toMatchObject({ status: 409, code: 'activity-cancelled' })
    expect((await row(member.memberId))?.version).toBe(0)
    expect((await entries(other.memberId)).at(-1)).toMatchObject({ n: 2, target: 0 })
  })

  it('guessed at: wrong codes are counted together', async () => {
    const member = await newMember()
    const { id, shown } = await meeting()
    const wrong = shown().code === '000000' ? '111111' : '000000'
    const guess = (app: App): Promise<LightMyRequestResponse> => ask(app, 'POST', '/check-ins/redeem', member.token, { activityId: id, code: wrong, deviceId: 'device-guess' })
    for (const n of [0, 1, 2, 3, 4]) expect((await guess(both()[n % 2] ?? a)).statusCode).toBe(422)
    for (const app of both()) expect((await guess(app)).json()).toMatchObject({ code: 'code-locked' })
    clock.advance(61_000)
    expect((await guess(b)).statusCode).toBe(422)
  })
})

describe('one plan', () => {
  it('sent to both at once with one key is one draft, published on both at once one list', async () => {
    const body = { ownerOrgId: world.place.branchA.orgId, kinds: ['theme-day'], title: '学条例', place: '302', requestKey: 'one-key-for-both', startAt: new Date(clock.now().getTime() + 3_600_000).toISOString(), endAt: new Date(clock.now().getTime() + 7_200_000).toISOString() }
    const made = await Promise.all(TIMES.map((n) => ask(both()[n % 2] ?? a, 'POST', '/activities', tokenOf('secretary here'), body)))
    expect(statuses(made)).toEqual([201, 201, 201, 201, 201, 201])
    const [id] = new Set(made.map((reply) => reply.json<{ id: string }>().id))
    expect(new Set(made.map((reply) => reply.json<{ id: string }>().id)).size).toBe(1)
    const published = await Promise.all(TIMES.map((n) => ask(both()[n % 2] ?? a, 'POST', `/activities/${id ?? ''}/publish`, tokenOf('secretary here'))))
    expect(statuses(published)).toEqual([200, 200, 200, 200, 200, 200])
    expect(new Set(published.map((reply) => reply.json<{ version: number }>().version))).toEqual(new Set([1]))
  })

  it('a request decided both ways at once has one end', async () => {
    const { id, request } = await world.leaveRequest(world.place.branchA)
    const decide = (app: App, decision: string): Promise<LightMyRequestResponse> => ask(app, 'POST', `/activities/${id}/requests/decide`, tokenOf('secretary here'), { ids: [request], decision })
    const replies = await Promise.all([decide(a, 'approve'), decide(b, 'reject'), decide(b, 'approve'), decide(a, 'reject')])
    const ends = replies.filter((reply) => reply.statusCode === 200).map((reply) => reply.json<{ items: { state: string }[] }>().items[0]?.state)
    expect(new Set(ends).size).toBe(1)
    expect(replies.every((reply) => [200, 409].includes(reply.statusCode))).toBe(true)
    const row = await attendanceModels(world.connection).attendance.findOne({ activityId: toId(id), memberId: toId(world.memberOf['member here'] ?? '') }).lean()
    expect(row?.state).toBe(ends[0] === 'approved' ? 'leave' : 'pending')
  })

  it('an invitation used by two at once binds one of them', async () => {
    const memberId = await world.row('新同志', world.place.branchA)
    const { code } = await a.services.auth.inviteFromConsole({ orgId: world.place.branchA.orgId, role: 'member', memberId })
    const [one, two] = await Promise.all([a.services.auth.sessions.web(), b.services.auth.sessions.web()])
    const bind = (app: App, token: string): Promise<LightMyRequestResponse> => ask(app, 'POST', '/auth/bind', token, { invitation: code, consent: true })
    const replies = await Promise.all([bind(a, one.session.accessToken), bind(b, two.session.accessToken), bind(b, one.session.accessToken), bind(a, two.session.accessToken)])
    const bound = replies.filter((reply) => reply.statusCode === 200).map((reply) => reply.json<{ me: { accountId: string } }>().me.accountId)
    expect(new Set(bound).size).toBe(1)
    expect(replies.filter((reply) => reply.statusCode !== 200).every((reply) => [409, 410].includes(reply.statusCode))).toBe(true)
    expect(await a.services.auth.boundMembers([memberId])).toEqual(new Set([memberId]))
  })
})

describe('the screen', () => {
  it('that waits at one shows a sign-in made at the other', async () => {
    const member = await newMember()
    const { id, shown } = await meeting()
    const token = tokenOf('secretary here')
    const first = (await ask(a, 'GET', `/activities/${id}/screen`, token)).json<ScreenState>()
    const waiting = ask(a, 'GET', `/activities/${id}/screen?since=${first.rev}`, token)
    await ask(b, 'POST', '/check-ins/redeem', member.token, { ticket: shown().ticket, deviceId: 'device-screen' })
    const next = (await waiting).json<ScreenState>()
    expect([first.counts.present, next.counts.present]).toEqual([0, 1])
    expect(next.rev).not.toBe(first.rev)
  })

  it('that waits at one is paired at the other, and its token opens both', async () => {
    const { id } = await meeting()
    const offer = await a.services.screens.offer()
    const waiting = a.http.inject({ method: 'POST', url: '/api/v1/screens/collect', payload: { pairing: offer.pairing, secret: offer.secret } })
    expect((await ask(b, 'POST', `/activities/${id}/screens`, tokenOf('secretary here'), { pairing: offer.pairing })).statusCode).toBe(200)
    const { paired, displayToken } = (await waiting).json<{ paired: boolean; displayToken: string }>()
    expect(paired).toBe(true)
    for (const app of both()) expect((await ask(app, 'GET', `/activities/${id}/screen`, `display.${displayToken}`)).statusCode).toBe(200)
  })
})

describe('jobs', () => {
  const counting = (name: string): { job: Job; runs: () => number } => {
    let runs = 0
    return { job: { name, every: 60_000, lease: 120_000, run: async () => { runs += 1 } }, runs: () => runs }
  }

  it('are run by one, which keeps them while it lives', async () => {
    const { job, runs } = counting('kept-by-one')
    const ran = await Promise.all(both().map((app) => app.jobs.runOnce(job)))
    expect([...ran].sort()).toEqual([false, true])
    const holder = ran[0] ? a : b
    for (const passed of [60_000, 60_000, 119_000, 60_000]) {
      clock.advance(passed)
      expect([await a.jobs.runOnce(job), await b.jobs.runOnce(job)]).toEqual([holder === a, holder === b])
    }
    expect(runs()).toBe(1 + 4)
  })

  it('of a dead holder are taken over when its lease ends, by one again', async () => {
    const { job, runs } = counting('of-the-dead')
    const dead = new JobRunner(world.connection, clock, () => undefined)
    expect(await dead.runOnce({ ...job, run: () => Promise.reject(new Error('killed')) }).catch(() => 'killed')).toBe('killed')
    clock.advance(119_999)
    expect([await a.jobs.runOnce(job), await b.jobs.runOnce(job)]).toEqual([false, false])
    clock.advance(1)
    expect((await Promise.all(both().map((app) => app.jobs.runOnce(job)))).sort()).toEqual([false, true])
    expect(runs()).toBe(1)
  })

  it('that take longer than their lease stay with the one that is at it', async () => {
    let finish = (): void => undefined
    let runs = 0
    const slow: Job = { name: 'slow', every: 60_000, lease: 120_000, run: () => { runs += 1; return new Promise((resolve) => { finish = resolve }) } }
    const work = a.jobs.runOnce(slow)
    await new Promise((resolve) => setTimeout(resolve, 50))
    for (let minute = 0; minute < 5; minute += 1) {
      clock.advance(60_000)
      expect([await a.jobs.runOnce(slow), await b.jobs.runOnce(slow)]).toEqual([false, false])
    }
    finish()
    expect([await work, runs]).toEqual([true, 1])
  })

  it('that two run at once after all, because one was slow, decide everything once', async () => {
    const member = await newMember()
    const { id, row, entries } = await meeting()
    const { endAt } = await a.services.activities.get(id)
    clock.set(new Date(endAt.getTime() + 86_400_000 + 1_000))
    const now = clock.now()
    const named = (app: App, name: string): Job => {
      const job = app.services.jobs.find((candidate) => candidate.name === name)
      if (!job) throw new Error(`no job ${name}`)
      return job
    }
    for (const name of ['finish-activities', 'attendance-absence']) await Promise.all(both().flatMap((app) => [named(app, name).run(now), named(app, name).run(now)]))
    expect(await a.services.activities.get(id)).toMatchObject({ status: 'finished', version: 2, settledAt: now })
    expect(await row(member.memberId)).toMatchObject({ state: 'absent', version: 1 })
    expect((await entries(member.memberId)).map(({ n, delta }) => [n, delta])).toEqual([[1, -2]])
  })
})

describe('who somebody is', () => {
  it('taken back at one is taken back at the other within ten seconds', async () => {
    const officer = await world.person('副书记', { memberAt: world.place.branchA, role: 'secretary', roleAt: world.place.branchA })
    const look = async (app: App): Promise<number> => (await ask(app, 'GET', `/orgs/${world.place.branchA.orgId}/members`, officer.token)).statusCode
    expect([await look(a), await look(b)]).toEqual([200, 200])
    clock.advance(4_000)
    expect((await ask(a, 'POST', `/members/${officer.memberId ?? ''}/unbind`, tokenOf('secretary here'))).statusCode).toBe(401)
    const secretary = a.services.auth.issueAccess(world.people['secretary here']?.accountId ?? '')
    expect((await ask(a, 'POST', `/members/${officer.memberId ?? ''}/unbind`, secretary)).statusCode).toBe(200)
    expect(await look(a)).toBe(404)
    clock.advance(6_000)
    expect(await look(b)).toBe(404)
  })

  it('given at one is known to the other within ten seconds', async () => {
    const nobody = (await b.services.auth.sessions.web()).session
    const me = async (app: App): Promise<boolean> => (await ask(app, 'GET', '/me', nobody.accessToken)).json<{ bound: boolean }>().bound
    expect([await me(a), await me(b)]).toEqual([false, false])
    const { code } = await a.services.auth.inviteFromConsole({ orgId: world.place.branchA.orgId, role: 'member', memberId: await world.row('新人', world.place.branchA) })
    expect((await ask(a, 'POST', '/auth/bind', nobody.accessToken, { invitation: code, consent: true })).statusCode).toBe(200)
    clock.advance(10_000)
    expect([await me(a), await me(b)]).toEqual([true, true])
  })
})

describe('one refresh cookie', () => {
  const refresh = (app: App, cookie: string): Promise<LightMyRequestResponse> => app.http.inject({ method: 'POST', url: '/api/v1/auth/refresh', headers: { cookie: `pioneer_refresh=${cookie}` } })
  const valueOf = (reply: LightMyRequestResponse): string => /pioneer_refresh=([^;]*)/.exec(String(reply.headers['set-cookie']))?.[1] ?? ''

  it('turned over at both at once has one successor', async () => {
    const first = (await a.services.auth.sessions.web()).refresh ?? ''
    const replies = await Promise.all(TIMES.map((n) => refresh(both()[n % 2] ?? a, first)))
    expect(statuses(replies)).toEqual([200, 200, 200, 200, 200, 200])
    const [successor = ''] = replies.map(valueOf)
    expect(new Set(replies.map(valueOf))).toEqual(new Set([successor]))
    clock.advance(60_000)
    expect(valueOf(await refresh(b, first))).toBe(successor)
    // After the grace an old one was copied: the family ends at both.
    clock.advance(1)
    expect((await refresh(b, first)).statusCode).toBe(401)
    expect((await refresh(a, successor)).statusCode).toBe(401)
  })
})

it('leaves a store that reconciles', async () => {
  const { faults } = await reconcile(world.connection, a.context.config)
  expect(faults).toEqual([])
})
