import { createHash } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import { mongo } from 'mongoose'
import { ManualClock } from '../src/kernel/clock'
import { inTransaction } from '../src/kernel/transaction'
import { startWechatStandIn, type Trouble, type WechatStandIn } from '../src/wechat/stand-in/server'
import { useDatabase } from './support/database'
import { faultOf } from './support/judge'
import { sheetOf } from './support/workbook'
import { openWorld, type World } from './support/world'

/** Personal data and secrets stay out of the log, at its most talkative and whatever fails; answers tell nobody what broke inside. */
const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
const WECHAT = { appId: 'wx0123456789abcdef', secret: 'standin-only-and-long' }
const ADDRESS = '203.0.113.77'
const lines: string[] = []
let standIn: WechatStandIn
let world: World

beforeAll(async () => {
  standIn = await startWechatStandIn({ ...WECHAT, clock })
  world = await openWorld(database.uri, clock, { config: { logLevel: 'debug', wechat: { ...WECHAT, apiBase: standIn.url } }, logTo: { write: (line) => { lines.push(line) } } })
})
afterAll(async () => {
  await world.close()
  await standIn.close()
})
beforeEach(() => { lines.length = 0 })

/** What stands in the log, without the numbers it makes itself: a typed code may well look like a time. */
const logged = (): Record<string, unknown>[] => lines.map((line) => {
  const { time: _time, pid: _pid, hostname: _hostname, responseTime: _responseTime, ...kept } = JSON.parse(line) as Record<string, unknown>
  return kept
})
const expectNone = (secrets: readonly string[]): void => {
  const text = JSON.stringify(logged())
  expect(secrets.filter((secret) => secret.length < 4)).toEqual([])
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
}

const send = (method: 'GET' | 'POST' | 'PUT', url: string, options: { token?: string; payload?: object | string; headers?: Record<string, string> } = {}): Promise<LightMyRequestResponse> =>
  world.app.http.inject({
    method, url, remoteAddress: ADDRESS, ...(options.payload === undefined ? {} : { payload: options.payload }),
    headers: { ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }), ...options.headers },
  })
const api = (path: string): string => `/api/v1${path}`
const json = { 'content-type': 'application/json' }
const trouble = (next: Trouble['next']): Promise<unknown> => fetch(`${standIn.url}/_control`, { method: 'POST', headers: json, body: JSON.stringify({ next }) })
const cookieOf = (reply: LightMyRequestResponse): string => String(reply.headers['set-cookie']).split(';')[0] ?? ''
const meetingNow = async () => {
  const id = await world.activity(world.place.branchA, 'published')
  const shown = world.app.services.checkIns.shown(await world.app.services.activities.get(id), clock.now())
  if (!shown) throw new Error('the meeting shows no code')
  return { id, ...shown }
}

describe('the log', () => {
  it('says what happened and nothing of whom', async () => {
    await send('GET', api('/me'), { token: world.people['member here']?.token ?? '' })
    const [incoming, done] = logged()
    expect(incoming).toMatchObject({ reqId: expect.stringMatching(/^[0-9a-f]{8}$/), req: { method: 'GET', route: '/api/v1/me' } })
    expect(Object.keys(incoming?.['req'] as object)).toEqual(['method', 'route'])
    expect(done).toMatchObject({ reqId: incoming?.['reqId'], res: { statusCode: 200 } })
  })

  it('keeps no name, number, token, cookie, ticket, code, openid or address of a journey with failures', async () => {
    const { auth, screens } = world.app.services
    const name = '欧阳明月'
    const phone = '13765432109'
    const [row] = await inTransaction(world.connection, (session) => world.app.services.members.write([{ id: null, fields: { name, phone, status: 'full', branchId: world.place.branchA.orgId } }], session))
    const { code: invitation } = await auth.inviteFromConsole({ orgId: world.place.branchA.orgId, role: 'member', memberId: row?.id ?? '' })
    const { ticket, url, code, id } = await meetingNow()
    const offer = await screens.offer()
    const verifier = 'secret-verifier-of-a-phone-that-scanned-once'
    const challenge = createHash('sha256').update(verifier).digest('base64url')

    const browser = await send('POST', api('/auth/web'))
    const token = browser.json<{ accessToken: string }>().accessToken
    const cookie = cookieOf(browser)
    const frozen = await send('POST', api('/check-ins/freeze'), { payload: { ticket, challenge } })
    const { claim } = frozen.json<{ claim: string }>()
    const device = 'device-of-ouyang'
    const answers = [
      // Wrong, spoilt and foreign.
      await send('POST', api('/auth/bind'), { token, payload: { name, phoneLast4: '0000', consent: true, unknown: phone } }),
      await send('POST', api('/auth/bind'), { token, payload: `{"name":"${name}","phone":"${phone}"`, headers: json }),
      await send('POST', api('/auth/bind'), { token, payload: { invitation: `${invitation}X`, consent: true } }),
      await send('POST', api('/check-ins/redeem'), { token, payload: { ticket, deviceId: device } }),
      await send('GET', `/s/${ticket}`), await send('GET', `/p/${offer.pairing}`), await send('GET', `/nowhere/${token}?name=${encodeURIComponent(name)}&phone=${phone}`), await send('GET', `/%ZZ/${ticket}`),
      await send('GET', api(`/members/${name}?phone=${phone}`), { token: `${token}x` }),
      // Binds, signs in, twice.
      await send('POST', api('/auth/bind'), { token, payload: { invitation, consent: true, claim, verifier, deviceId: device } }),
      await send('POST', api('/check-ins/redeem'), { token, payload: { url, deviceId: device } }),
      await send('POST', api('/check-ins/redeem'), { token, payload: { activityId: id, code: '000000', deviceId: device } }),
      await send('POST', api('/check-ins/redeem'), { token, payload: { activityId: id, code, deviceId: device } }),
      await send('POST', api('/auth/refresh'), { headers: { cookie } }), await send('POST', api('/auth/refresh'), { headers: { cookie: `${cookie}x` } }),
      // Screens, the roster, another's page.
      await send('POST', api('/screens/collect'), { payload: { pairing: offer.pairing, secret: `${offer.secret}x` } }),
      await send('POST', api(`/activities/${id}/screens`), { token: world.people['secretary here']?.token ?? '', payload: { pairing: offer.pairing } }),
      await send('POST', api('/screens/collect'), { payload: { pairing: offer.pairing, secret: offer.secret } }),
      await send('POST', api(`/orgs/${world.place.branchA.orgId}/roster/preview`), { token: world.people['committee-staff here']?.token ?? '', payload: await sheetOf([['姓名', '手机号', '身份证号'], [name, phone, '530111199001011234']]), headers: { 'content-type': 'application/octet-stream' } }),
      await send('POST', api(`/orgs/${world.place.branchA.orgId}/roster/preview`), { token: world.people['committee-staff here']?.token ?? '', payload: Buffer.from(`${name},${phone}`), headers: { 'content-type': 'application/octet-stream' } }),
      await send('GET', api(`/members/${row?.id ?? ''}`), { token: world.people['secretary here']?.token ?? '' }),
    ]
    // WeChat, well and ill.
    const codes: string[] = []
    for (const next of [undefined, 'busy', 'risky', 'garbage', 'down'] as const) {
      const { code: login } = await (await fetch(`${standIn.url}/_codes?openid=o-OuyangMingyue`)).json() as { code: string }
      codes.push(login)
      if (next) await trouble(next)
      answers.push(await send('POST', api('/auth/wechat'), { payload: { code: login } }))
    }
    expect(answers.filter((reply) => reply.statusCode < 300).length).toBeGreaterThan(8)
    expect(answers.filter((reply) => reply.statusCode >= 400).length).toBeGreaterThan(9)
    const displayToken = answers.map((reply) => (reply.statusCode === 200 && reply.body.includes('displayToken') ? reply.json<{ displayToken: string | null }>().displayToken : null)).find((text) => text !== null) ?? ''
    expect(displayToken).not.toBe('')

    expectNone([
      name, phone, '530111199001011234', token, token.split('.')[2] ?? '', cookie, cookie.split('.')[2] ?? '', claim, ticket, code, invitation, invitation.replace(/-/g, ''), verifier, challenge, device,
      offer.pairing, offer.secret, displayToken, ...codes, 'o-OuyangMingyue', WECHAT.secret, ADDRESS, '127.0.0.1', 'session_key',
    ])
  })
})

/** What a fault inside may carry along. */
const INSIDE = ['欧阳明月', '13765432109', 'eyJhbGciOiJIUzI1NiJ9.secret-token-secret', '/srv/pioneer/dist/members/service.js', 'db.members.find']
const faults: [string, () => Error, number][] = [
  ['an error of our own', () => new Error(`no row of ${INSIDE.join(' ')}`), 500],
  ['a type error', () => new TypeError(`Cannot read properties of undefined (reading '${INSIDE.join(' ')}')`), 500],
  ['a duplicate key', () => new mongo.MongoServerError({ message: `E11000 dup key: { phone: "${INSIDE.join(' ')}" }`, code: 11_000, keyValue: { phone: INSIDE[1] } }), 500],
  ['an error with a status', () => Object.assign(new Error(INSIDE.join(' ')), { statusCode: 502, detail: INSIDE.join() }), 500],
  ['an error that says it is the client\'s fault', () => Object.assign(new Error(INSIDE.join(' ')), { statusCode: 418 }), 400],
  ['a full disk', () => new mongo.MongoServerError({ message: `could not write: ${INSIDE.join(' ')}`, code: 14_031 }), 503],
  ['a store that is away', () => new mongo.MongoNetworkError(INSIDE.join(' ')), 503],
]

describe('an error inside', () => {
  it.each(faults)('shows nothing of %s but the number to ask for', async (_what, make, status) => {
    const home = jest.spyOn(world.app.services.home, 'home').mockRejectedValueOnce(make())
    const reply = await send('GET', api('/home'), { token: world.people['member here']?.token ?? '' })
    home.mockRestore()
    expect(reply.statusCode).toBe(status)
    if (status === 400) expect(faultOf(reply, undefined)).toBeNull()
    const { requestId, ...problem } = reply.json<Record<string, unknown>>()
    expect(Object.keys(problem).sort()).toEqual(['code', 'status', 'title', 'type'])
    expect(INSIDE.filter((secret) => reply.body.includes(secret))).toEqual([])
    const told = logged().filter((line) => 'err' in line)
    if (status >= 500) expect(told).toEqual([expect.objectContaining({ reqId: requestId, err: expect.objectContaining({ type: expect.any(String), stack: expect.stringContaining('secrets.test.ts') }) })])
    expectNone(INSIDE.slice(0, 3))
  })

  it('is told the same way when it is no error at all, or comes from the door keeper', async () => {
    const home = jest.spyOn(world.app.services.home, 'home').mockImplementationOnce(() => { throw `${INSIDE.join()}` as unknown as Error })
    const thrown = await send('GET', api('/home'), { token: world.people['member here']?.token ?? '' })
    home.mockRestore()
    expect(thrown.json()).toMatchObject({ status: 500, code: 'internal' })
    const facts = jest.spyOn(world.app.services.members, 'facts').mockRejectedValueOnce(new Error(INSIDE.join()))
    const kept = await send('GET', api(`/members/${world.memberOf['member here'] ?? ''}`), { token: world.people['secretary here']?.token ?? '' })
    facts.mockRestore()
    expect(kept.json()).toMatchObject({ status: 500, code: 'internal' })
    expect(INSIDE.filter((secret) => `${thrown.body}${kept.body}`.includes(secret))).toEqual([])
    expectNone(INSIDE.slice(0, 3))
  })

  it('in a job is logged without the words of the data', async () => {
    const { jobs, services } = world.app
    const [job] = services.jobs
    if (!job) throw new Error('there are no jobs')
    jobs.start([{ ...job, name: 'one-that-fails', run: () => Promise.reject(new Error(INSIDE.join(' '))) }])
    await jobs.stop()
    expect(logged()).toEqual([expect.objectContaining({ msg: 'job failed', job: 'one-that-fails', err: expect.objectContaining({ type: 'Error' }) })])
    expectNone(INSIDE.slice(0, 3))
  })
})
