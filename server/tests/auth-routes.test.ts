import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify'
import { ManualClock } from '../src/kernel/clock'
import { registerAccess } from '../src/modules/auth/access'
import { authRoutes } from '../src/modules/auth/routes'
import { infoRoutes } from '../src/modules/home/info'
import { createMeService } from '../src/modules/me/service'
import { myDataRoutes } from '../src/modules/me/routes'
import { registerErrors } from '../src/plugins/errors'
import { registerValidation } from '../src/plugins/validation'
import { createWechatClient } from '../src/wechat/client'
import { startWechatStandIn, type WechatStandIn } from '../src/wechat/stand-in/server'
import { useDatabase } from './support/database'
import { buildHouse, testContext, type House } from './support/house'

const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
let house: House
let app: FastifyInstance
let standIn: WechatStandIn

beforeAll(async () => {
  const account = { appId: 'wx0123456789abcdef', secret: 'standin-only' }
  standIn = await startWechatStandIn({ ...account, clock })
  const wechat = createWechatClient({ ...account, apiBase: standIn.url }, testContext(database.connection, clock))
  house = await buildHouse(database.connection, clock, { config: { mode: 'demo' }, wechat })
  app = Fastify()
  registerErrors(app)
  registerValidation(app)
  registerAccess(app, {
    auth: house.auth, verifyAccess: house.auth.verifyAccess, displayOf: () => Promise.resolve(null),
    loaders: { org: (id) => house.orgs.facts(id), member: (id) => house.members.facts(id), activity: () => Promise.resolve(null), binding: house.auth.bindingFacts, paper: () => Promise.resolve(null) },
  })
  authRoutes(app, house.auth, house.context.config)
  infoRoutes(app, { orgs: house.orgs, config: house.context.config })
  const none = { count: () => Promise.resolve(0), all: () => Promise.resolve([]) }
  myDataRoutes(app, createMeService(house.context, { ...house, records: { attendance: none, points: none, requests: none, study: none, reminders: none } }))
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await standIn.close()
})

const call = (method: 'GET' | 'POST', path: string, options: { token?: string; body?: object; cookie?: string } = {}): Promise<LightMyRequestResponse> =>
  app.inject({
    method, url: `/api/v1${path}`, ...(options.body ? { payload: options.body } : {}),
    headers: { ...(options.token ? { authorization: `Bearer ${options.token}` } : {}), ...(options.cookie ? { cookie: options.cookie } : {}) },
  })
const cookieOf = (response: LightMyRequestResponse): string => String(response.headers['set-cookie'])
const pairOf = (response: LightMyRequestResponse): string => cookieOf(response).split(';')[0]!

describe('over HTTP', () => {
  it('keeps a browser signed in by a cookie no script and no other site can use', async () => {
    const web = await call('POST', '/auth/web')
    expect(web.statusCode).toBe(200)
    expect(cookieOf(web)).toMatch(/^pioneer_refresh=[0-9a-f]{24}\.0\.[\w-]{43}; Max-Age=5184000; Path=\/api\/v1\/auth; HttpOnly; Secure; SameSite=Strict$/)
    const refreshed = await call('POST', '/auth/refresh', { cookie: pairOf(web) })
    expect(refreshed.json()).toMatchObject({ expiresIn: 900, me: { accountId: web.json<{ me: { accountId: string } }>().me.accountId, bound: false } })
    const out = await call('POST', '/auth/logout', { cookie: pairOf(refreshed) })
    expect(cookieOf(out)).toMatch(/^pioneer_refresh=; Max-Age=0;/)
    const gone = await call('POST', '/auth/refresh', { cookie: pairOf(refreshed) })
    expect([gone.statusCode, gone.json<{ code: string }>().code]).toEqual([401, 'refresh-invalid'])
    expect((await call('POST', '/auth/refresh')).statusCode).toBe(401)
  })

  it('tells a login page the mode and the name, and nothing more', async () => {
    expect((await call('GET', '/info')).json()).toEqual({ mode: 'demo', name: expect.stringContaining('党委') })
  })

  it('shows me, my data and nothing without a token', async () => {
    const member = await house.addMember('许网页', '13500000001')
    await house.auth.ensureDemoAccount('member', { memberId: member })
    const token = (await call('POST', '/auth/demo', { body: { account: 'member' } })).json<{ accessToken: string }>().accessToken
    expect((await call('GET', '/me', { token })).json()).toMatchObject({ bound: true, member: { id: member } })
    for (const path of ['/me/data', '/me/access-log', '/me/export']) {
      expect((await call('GET', path, { token })).statusCode).toBe(200)
      expect((await call('GET', path)).statusCode).toBe(401)
    }
    const unbound = (await call('POST', '/auth/web')).json<{ accessToken: string }>().accessToken
    expect((await call('GET', '/me/data', { token: unbound })).json()).toMatchObject({ code: 'not-bound' })
    expect((await call('POST', '/auth/demo', { body: { account: 'nobody' } })).statusCode).toBe(400)
    expect((await call('POST', '/auth/demo', { body: { account: 'committee' } })).statusCode).toBe(404)
  })

  it('signs in with a WeChat code, once, and remembers the person', async () => {
    const codeFor = async (openid: string): Promise<string> => ((await (await fetch(`${standIn.url}/_codes?openid=${openid}`)).json()) as { code: string }).code
    const code = await codeFor('o-routes')
    const first = await call('POST', '/auth/wechat', { body: { code } })
    expect(first.json()).toMatchObject({ expiresIn: 900, me: { kind: 'wechat', bound: false } })
    expect(first.headers['set-cookie']).toBeUndefined()
    const again = await call('POST', '/auth/wechat', { body: { code } })
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([401, 'wechat-code-invalid'])
    const second = await call('POST', '/auth/wechat', { body: { code: await codeFor('o-routes') } })
    expect(second.json<{ me: unknown }>().me).toEqual(first.json<{ me: unknown }>().me)
  })

  it('binds by request, approved by the own secretary alone', async () => {
    const member = await house.addMember('何申请', '13512340009')
    const secretary = house.auth.issueAccess((await house.bound(await house.addMember('本书记', '13500000003'), 'secretary')).accountId)
    const stranger = house.auth.issueAccess((await house.bound(await house.addMember('外书记', '13500000004', house.second), 'secretary')).accountId)
    const token = (await call('POST', '/auth/web')).json<{ accessToken: string }>().accessToken
    const body = { name: '何申请', phoneLast4: '0009', consent: true }
    expect((await call('POST', '/auth/bind', { token, body: { ...body, consent: false } })).statusCode).toBe(400)
    expect((await call('POST', '/auth/bind', { token, body: { ...body, extra: 1 } })).statusCode).toBe(400)
    expect((await call('POST', '/auth/bind', { token, body })).json()).toMatchObject({ outcome: 'requested' })

    expect((await call('GET', `/bindings?orgId=${house.first}`, { token: stranger })).statusCode).toBe(404)
    const { items } = (await call('GET', `/bindings?orgId=${house.first}`, { token: secretary })).json<{ items: { id: string }[] }>()
    const id = items[0]!.id
    for (const path of [`/bindings/${id}/approve`, `/bindings/${id}/reject`]) {
      expect((await call('POST', path, { token: stranger, body: path.endsWith('approve') ? { memberId: member } : { reason: '不认识' } })).statusCode).toBe(404)
    }
    expect((await call('POST', `/bindings/${id}/approve`, { token: secretary, body: { memberId: member } })).json()).toMatchObject({ request: { state: 'approved' }, signIn: null })
    expect((await call('POST', '/auth/unbind', { token })).json()).toEqual({ ok: true })
    expect((await call('POST', '/auth/consent/withdraw', { token })).json()).toEqual({ ok: true })
  })

  it('makes invitations for those who may', async () => {
    const member = await house.addMember('被邀请', '13500000005')
    const secretary = house.auth.issueAccess((await house.bound(await house.addMember('又书记', '13500000006'), 'secretary')).accountId)
    const body = { orgId: house.first, role: 'member', memberId: member }
    const made = await call('POST', '/invitations', { token: secretary, body })
    expect([made.statusCode, made.json<{ orgName: string }>().orgName]).toEqual([201, '第一党支部'])
    expect((await call('POST', '/invitations', { token: secretary, body: { ...body, role: 'secretary' } })).statusCode).toBe(403)
    expect((await call('POST', '/invitations', { token: secretary, body: { ...body, orgId: house.second } })).statusCode).toBe(404)
  })
})
