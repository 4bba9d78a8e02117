import type { LightMyRequestResponse } from 'fastify'
import { buildApp, type App } from '../src/app'
import { ManualClock } from '../src/kernel/clock'
import { WECHAT_ERRORS } from '../src/wechat/errors'
import { createWechatClient, type WechatClient } from '../src/wechat/client'
import { startWechatStandIn, type Trouble, type WechatStandIn } from '../src/wechat/stand-in/server'
import { useDatabase } from './support/database'
import { problemOf, testConfig, testContext } from './support/house'
import { faultOf } from './support/judge'

const SETTINGS = { appId: 'wx0123456789abcdef', secret: 'standin-only' }
const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
const logged: string[] = []
let standIn: WechatStandIn

beforeAll(async () => {
  standIn = await startWechatStandIn({ ...SETTINGS, clock })
})
afterAll(() => standIn.close())

const client = (over: Partial<typeof SETTINGS & { apiBase: string }> = {}): WechatClient => {
  const log = (...parts: unknown[]): void => { logged.push(JSON.stringify(parts)) }
  return createWechatClient({ ...SETTINGS, apiBase: standIn.url, ...over }, { ...testContext(database.connection, clock), log: { info: log, warn: log, error: log }, timeout: 1_000 })
}
const post = async (path: string, body: object): Promise<unknown> =>
  (await fetch(standIn.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()
const codeFor = async (openid: string): Promise<string> => ((await post('/_codes', { openid })) as { code: string }).code
const trouble = (next: Trouble['next'], times = 1): Promise<unknown> => post('/_control', { next, times } satisfies Trouble)

describe('code2Session', () => {
  it('turns a code into the openid, once, within five minutes', async () => {
    const code = await codeFor('o-zhang')
    expect(code).toMatch(/^standin-o-zhang-/)
    expect(await client().code2Session(code)).toEqual({ openid: 'o-zhang' })
    expect(await problemOf(client().code2Session(code))).toBe('wechat-code-invalid')
    const old = await codeFor('o-zhang')
    clock.advance(5 * 60_000)
    expect(await problemOf(client().code2Session(old))).toBe('wechat-code-invalid')
    expect(await problemOf(client().code2Session('guessed'))).toBe('wechat-code-invalid')
  })

  it.each<[Trouble['next'], string]>([['busy', 'wechat-unavailable'], ['slow', 'wechat-unavailable'], ['down', 'wechat-unavailable'], ['garbage', 'wechat-unavailable'], ['rate-limited', 'rate-limited'], ['risky', 'forbidden']])(
    'when WeChat is %s it says %s, and the code still works after', async (next, problem) => {
      const code = await codeFor('o-li')
      await trouble(next)
      expect(await problemOf(client().code2Session(code))).toBe(problem)
      expect(await client().code2Session(code)).toEqual({ openid: 'o-li' })
    })

  it('is unavailable when nobody listens or the settings are wrong, and never logs secrets', async () => {
    const code = await codeFor('o-wang')
    expect(await problemOf(client({ apiBase: 'http://127.0.0.1:9' }).code2Session(code))).toBe('wechat-unavailable')
    expect(await problemOf(client({ appId: 'wx-other' }).code2Session(code))).toBe('wechat-unavailable')
    expect(await problemOf(client({ secret: 'another-secret' }).code2Session(code))).toBe('wechat-unavailable')
    expect(logged.some((line) => line.includes('40125')) && logged.some((line) => line.includes('40013'))).toBe(true)
    for (const secret of [SETTINGS.secret, 'another-secret', 'session_key', code]) expect(logged.some((line) => line.includes(secret))).toBe(false)
  })

  it('answers as documented', async () => {
    const ask = async (query: Record<string, string>): Promise<Record<string, unknown>> =>
      (await (await fetch(`${standIn.url}/sns/jscode2session?${new URLSearchParams(query).toString()}`)).json()) as Record<string, unknown>
    const query = { appid: SETTINGS.appId, secret: SETTINGS.secret, grant_type: 'authorization_code' }
    expect(await ask({ ...query, js_code: await codeFor('o-1') })).toEqual({ openid: 'o-1', session_key: expect.any(String) })
    expect(await ask(query)).toMatchObject({ errcode: 41008 })
    expect(await ask({})).toMatchObject({ errcode: 41002, errmsg: expect.stringContaining('appid missing') })
  })
})

describe('signing in over HTTP while WeChat is ill', () => {
  let app: App
  beforeAll(async () => {
    app = await buildApp(testConfig({ wechat: { ...SETTINGS, apiBase: standIn.url } }), { connection: database.connection, clock })
    await app.http.ready()
  })
  afterAll(() => app.close())
  const login = async (code: string): Promise<LightMyRequestResponse> => app.http.inject({ method: 'POST', url: '/api/v1/auth/wechat', payload: { code } })

  /** Every code the pages of the two calls and the table of return codes name, and some nobody has heard of. */
  it.each([...Object.values(WECHAT_ERRORS), 40003, 40036, 40037, 42001, 43101, 48001, 50001, 61024, 89503, 99999])('answers errcode %d with a problem of the contract, and goes on after', async (errcode) => {
    const code = await codeFor('o-http')
    await post('/_control', { next: 'errcode', errcode } satisfies Trouble)
    const reply = await login(code)
    expect(faultOf(reply, undefined) ?? 'well').toMatch(reply.statusCode === 503 ? /^broken/ : /^well$/)
    expect([401, 403, 429, 503]).toContain(reply.statusCode)
    if (reply.statusCode === 503) expect(reply.json()).toMatchObject({ code: 'wechat-unavailable', title: expect.stringMatching(/微信/) })
    expect((await login(code)).statusCode).toBe(200)
  })

  it('has one account for one person, however many codes come at once', async () => {
    const codes = await Promise.all(Array.from({ length: 6 }, () => codeFor('o-many')))
    const replies = await Promise.all(codes.map(login))
    expect(new Set(replies.map((reply) => reply.json<{ me: { accountId: string } }>().me.accountId)).size).toBe(1)
  })
})

describe('accessToken', () => {
  it('is fetched once for all processes and renewed before it ends', async () => {
    const [first, ...others] = await Promise.all([client(), client(), client(), client()].map((one) => one.accessToken()))
    expect(first).toMatch(/^[0-9a-f]{96}$/)
    expect(new Set(others)).toEqual(new Set([first]))
    clock.advance(7_200_000 - 5 * 60_000 + 1_000)
    // WeChat is away: the old one still works for its last minutes.
    await trouble('busy')
    expect(await client().accessToken()).toBe(first)
    const second = await client().accessToken()
    expect(second).not.toBe(first)
    expect(await client().accessToken()).toBe(second)
    const kept = JSON.stringify(await database.connection.db!.collection('wechattokens').find().toArray())
    expect(kept).not.toContain(second)
  })

  it('is unavailable when there is none to be had', async () => {
    clock.advance(7_200_000)
    await trouble('busy')
    expect(await problemOf(client().accessToken())).toBe('wechat-unavailable')
    expect(await client().accessToken()).toMatch(/^[0-9a-f]{96}$/)
  })
})
