import type { ActivityDetail, ActivityPage } from '@pioneer/shared-types/activities/schemas'
import type { Home } from '@pioneer/shared-types/home/schemas'
import type { MyPoints } from '@pioneer/shared-types/points/schemas'
import type { Problem } from '@pioneer/shared-types/common/schemas'
import { buildApp, type App } from '../src/app'
import { ManualClock } from '../src/kernel/clock'
import { inTransaction } from '../src/kernel/transaction'
import { useDatabase } from './support/database'
import { testConfig } from './support/house'

/** The line from planning to the point, over HTTP: what the phone of a secretary and of a member see. */
const database = useDatabase()
const clock = new ManualClock('2026-11-20T00:55:00Z')
let app: App
let branch: string
const tokens: Record<'secretary' | 'member' | 'stranger', string> = { secretary: '', member: '', stranger: '' }
const memberIds: Record<string, string> = {}

async function call<T>(who: keyof typeof tokens, method: 'GET' | 'POST' | 'PUT', url: string, body?: object): Promise<{ status: number; body: T }> {
  const reply = await app.http.inject({ method, url: `/api/v1${url}`, headers: { authorization: `Bearer ${tokens[who]}` }, ...(body ? { payload: body } : {}) })
  return { status: reply.statusCode, body: reply.json<T>() }
}

async function person(key: keyof typeof tokens, name: string, role: 'member' | 'secretary' | null): Promise<void> {
  const { session } = await app.services.auth.sessions.web()
  tokens[key] = session.accessToken
  if (role === null) return
  const [row] = await inTransaction(database.connection, (transaction) =>
    app.services.members.write([{ id: null, fields: { name, phone: `1380000000${name.length}`, status: 'full', branchId: branch } }], transaction))
  memberIds[key] = row!.id
  const { code } = await app.services.auth.inviteFromConsole({ orgId: branch, role, memberId: row!.id })
  await app.services.auth.bind((await app.services.auth.caller(session.me.accountId))!, { invitation: code, consent: true })
}

beforeAll(async () => {
  app = await buildApp(testConfig(), { connection: database.connection, clock })
  const root = await app.services.orgs.create({ type: 'committee', name: '市发改委机关党委', parentId: null })
  branch = (await app.services.orgs.create({ type: 'branch', name: '第一党支部', parentId: root._id.toHexString() }))._id.toHexString()
  await person('secretary', '郑书记', 'secretary')
  await person('member', '林晓', 'member')
  await person('stranger', '路人', null)
})
afterAll(() => app.close())

const plan = (over: object = {}) => ({
  ownerOrgId: branch, kinds: ['theme-day', 'member-assembly'], title: '十一月主题党日', startAt: '2026-11-20T01:00:00Z', endAt: '2026-11-20T02:30:00Z', place: '三楼会议室', ...over,
})

it('goes from a plan to the point', async () => {
  const draft = await call<ActivityDetail>('secretary', 'POST', '/activities', plan({ requestKey: 'phone-key-1' }))
  expect([draft.status, draft.body.status]).toEqual([201, 'draft'])
  const { id } = draft.body
  expect((await call<ActivityDetail>('secretary', 'POST', '/activities', plan({ requestKey: 'phone-key-1' }))).body.id).toBe(id)
  expect((await call('member', 'GET', `/activities/${id}`)).status).toBe(404)
  expect((await call('member', 'POST', `/activities/${id}/publish`)).status).toBe(404)

  const published = await call<ActivityDetail>('secretary', 'POST', `/activities/${id}/publish`)
  expect(published.body).toMatchObject({ status: 'published', counts: { expected: 2, missing: 2 }, quorum: { required: 1, met: false }, phase: 'open' })
  expect((await call<ActivityDetail>('member', 'GET', `/activities/${id}`)).body).toMatchObject({ mine: { role: 'expected', state: 'pending' }, canManage: false })
  expect((await call('member', 'POST', `/activities/${id}/finish`)).status).toBe(403)
  expect((await call<ActivityPage>('member', 'GET', '/activities')).body.items.map((item) => item.id)).toEqual([id])
  expect((await call<Home>('member', 'GET', '/home')).body).toMatchObject({ today: { id, phase: 'open' }, desk: null })

  clock.set('2026-11-20T01:05:00Z')
  const tapped = await call('secretary', 'PUT', `/activities/${id}/attendance/${memberIds['member']}`, { state: 'present', expectedVersion: 0 })
  expect(tapped.status).toBe(200)
  const mine = await call<MyPoints>('member', 'GET', '/me/points')
  expect(mine.body.headings[0]).toMatchObject({ heading: 'duty', points: 2, attainable: 2 })
  expect(mine.body.entries.map((entry) => [entry.rule, entry.delta, entry.source.id])).toEqual(expect.arrayContaining([['theme-day-attended', 1, id], ['meeting-attended', 1, id]]))
  expect((await call<{ name: string; total: number }>('secretary', 'GET', `/members/${memberIds['member']}/points`)).body).toMatchObject({ name: '林晓', total: 17 })
  expect((await call('member', 'GET', `/members/${memberIds['secretary']}/points`)).status).toBe(403)

  const desk = await call<Home>('secretary', 'GET', '/home')
  expect(desk.body.desk).toMatchObject({ live: { activity: { id, canManage: true }, counts: { present: 1, votingPresent: 1 } } })
  expect((await call<ActivityDetail>('secretary', 'POST', `/activities/${id}/cancel`, { reason: '会场停电' })).body).toMatchObject({ status: 'cancelled' })
  expect((await call<MyPoints>('member', 'GET', '/me/points')).body.headings[0]).toMatchObject({ points: 0 })
})

it('refuses what it does not know, and says which field to mend', async () => {
  expect((await call<Problem>('secretary', 'POST', '/activities', plan({ stars: 5 }))).status).toBe(400)
  const wrong = await call<Problem>('secretary', 'POST', '/activities', plan({ endAt: '2026-11-20T00:00:00Z' }))
  expect(wrong).toMatchObject({ status: 400, body: { code: 'validation', fields: [{ path: 'endAt', message: '结束时间要晚于开始时间' }] } })
  expect((await call<Problem>('secretary', 'POST', '/activities', plan({ startAt: '2026-19-99T99:99:99Z' }))).status).toBe(400)
  expect((await call<Problem>('secretary', 'GET', '/activities?cursor=x')).status).toBe(400)
  expect((await call<Problem>('secretary', 'GET', '/me/points?year=1')).status).toBe(400)
  expect((await call('secretary', 'GET', `/activities/${'0'.repeat(24)}`)).status).toBe(404)
  expect((await call('member', 'POST', '/activities', plan())).status).toBe(403)
})

it('shows whoever is not bound an empty house', async () => {
  expect((await call<ActivityPage>('stranger', 'GET', '/activities')).body).toMatchObject({ items: [], next: null })
  expect((await call<Home>('stranger', 'GET', '/home')).body).toMatchObject({ me: { bound: false }, today: null, year: null, desk: null })
  expect((await call<Problem>('stranger', 'GET', '/me/points')).body.code).toBe('not-bound')
})
