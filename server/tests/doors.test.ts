import type { LightMyRequestResponse } from 'fastify'
import fc from 'fast-check'
import { ManualClock } from '../src/kernel/clock'
import { reconcile } from '../src/cli/reconcile'
import { startWechatStandIn, type WechatStandIn } from '../src/wechat/stand-in/server'
import { useDatabase } from './support/database'
import { doorsOf, type Door, type Knock } from './support/doors'
import { faultOf } from './support/judge'
import { NO_DOCUMENTS, mutationsOf } from './support/mutations'
import { openWorld, operationsOf, type Operation, type World } from './support/world'

/**
 * Every door of the service is knocked at with requests that are nearly right (one field spoilt) and with ones that are not at all.
 * Whatever comes: never a 5xx, never a status the document does not declare, always a problem of the contract, and unknown fields are refused.
 */
const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
const WECHAT = { appId: 'wx0123456789abcdef', secret: 'standin-only' }
let standIn: WechatStandIn
let world: World
let operations: Map<string, Operation>
let ids: string[]

const DOORS = doorsOf({
  world: () => world,
  hours: (count) => new Date(clock.now().getTime() + count * 3_600_000).toISOString(),
  wechatCode: async () => ((await (await fetch(`${standIn.url}/_codes?openid=o-door`)).json()) as { code: string }).code,
})

beforeAll(async () => {
  standIn = await startWechatStandIn({ ...WECHAT, clock })
  world = await openWorld(database.uri, clock, { config: { mode: 'demo', wechat: { ...WECHAT, apiBase: standIn.url } } })
  operations = operationsOf(world.app)
  await world.app.services.auth.ensureDemoAccount('member', { memberId: await world.row('演示', world.place.branchA) })
  const { people, place } = world
  ids = [place.branchA.orgId, place.groupB.orgId, people['secretary here']?.accountId ?? '', people['member elsewhere']?.memberId ?? '', await world.activity(place.root, 'published'), await world.activity(place.branchB, 'draft'), (await world.binding()).id, 'f'.repeat(24)]
}, 30_000)
afterAll(async () => {
  await world.close()
  await standIn.close()
})

/** A person of the door's own: accounts have a limit of requests a minute. */
const tokens = new Map<Door, string>()
async function tokenOf(door: Door): Promise<string> {
  const known = tokens.get(door)
  if (known !== undefined) return known
  const { branchA, root } = world.place
  const { token } = door.as === 'staff' ? await world.person('干事', { role: 'committee-staff', roleAt: root }) : await world.person('书记', { memberAt: branchA, role: 'secretary', roleAt: branchA })
  tokens.set(door, token)
  return token
}

/** A door with a request at hand; a request that went through is made anew. */
class Caller {
  readonly faults: string[] = []
  private knock: Knock | null = null

  constructor(readonly door: Door) {}

  async ready(): Promise<Knock> {
    await tokenOf(this.door)
    return (this.knock ??= await this.door.make())
  }

  async send(over: { url?: string; payload?: string | Buffer; headers?: Record<string, string> } = {}): Promise<LightMyRequestResponse> {
    const { url, payload, headers, token } = await this.ready()
    const method = this.door.route.split(' ')[0] as 'GET'
    const body = over.payload ?? payload
    const reply = await world.app.http.inject({
      method, url: over.url ?? url, ...(body === undefined ? {} : { payload: body }),
      headers: { authorization: `Bearer ${token ?? await tokenOf(this.door)}`, ...headers, ...(typeof over.payload === 'string' ? { 'content-type': 'application/json' } : {}), ...over.headers },
    })
    if (reply.statusCode < 400 && method !== 'GET') this.knock = null
    return reply
  }

  /** Sends and judges; `wanted` are the statuses that must come. */
  async expect(label: string, over: Parameters<Caller['send']>[0], wanted?: readonly number[]): Promise<void> {
    const reply = await this.send(over)
    const fault = faultOf(reply, operations.get(this.door.route))
    if (fault !== null) this.faults.push(`${label} → ${fault}`)
    else if (wanted && !wanted.includes(reply.statusCode)) this.faults.push(`${label} → ${reply.statusCode} instead of ${wanted.join('/')}: ${reply.body.slice(0, 200)}`)
  }
}

const WRONG_TYPES = ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'application/json-patch', 'no type', 'image/png', '*/*']
const WRONG_SEGMENTS = [
  'x', '0', '%00', '%F0%9F%98%80', '%ZZ', '%', '%2e%2e%2f', '%20', '__proto__', '$ne', 'a'.repeat(300), '0'.repeat(23), 'A'.repeat(24), `${'f'.repeat(24)}%0a`, '[object%20Object]', '%E4%B8%80', '0'.repeat(24), 'f'.repeat(24),
]
const cursor = (value: unknown): string => encodeURIComponent(Buffer.from(JSON.stringify(value)).toString('base64url'))
const WRONG_QUERIES = [
  '', 'x', '-1', '0', '1e3', '99999999999999999999', '1.5', 'NaN', 'null', 'true', '%F0%9F%98%80', '%00', '%ZZ', 'x'.repeat(500), '__proto__', '%7B%22%24gt%22%3A%22%22%7D', '2000', '2200',
  ...[null, 1, 'x', [], [1, 2], ['x', 'y'], ['', ''], [1e300, 'x'], [null, null], ['2026-02-30T25:61:00Z', 'f'.repeat(24)], ['2026-11-20T00:00:00Z', 'x'], ['2026-11-20T00:00:00Z', 'f'.repeat(24)], ['9'.repeat(50), '0'.repeat(24)], [-1, '0'.repeat(24)]].map(cursor),
]

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Buffer.isBuffer(value)

describe.each(DOORS.map((door) => [door.route, door.name, door] as const))('%s %s', (route, _name, door) => {
  const caller = new Caller(door)
  const [method = '', path = ''] = route.split(' ')
  beforeEach(() => {
    clock.advance(1_000)
    caller.faults.length = 0
  })

  it('goes through when all is right', async () => {
    expect(operations.has(route)).toBe(true)
    await caller.expect('valid', {}, [200, 201])
    expect(caller.faults).toEqual([])
  })

  it('withstands paths and queries', async () => {
    const { url } = await caller.ready()
    const [place = ''] = url.split('?')
    const segments = place.split('/')
    for (const [index, template] of path.split('/').entries()) {
      if (!template.startsWith('{')) continue
      for (const wrong of [...WRONG_SEGMENTS, ...ids]) await caller.expect(`${template} = ${wrong.slice(0, 40)}`, { url: segments.with(index, wrong).join('/') })
    }
    const parameters = (operations.get(route) as { parameters?: { in: string; name: string }[] }).parameters ?? []
    for (const { name } of parameters.filter((parameter) => parameter.in === 'query')) {
      for (const wrong of [...WRONG_QUERIES, ...ids]) await caller.expect(`?${name}=${wrong.slice(0, 40)}`, { url: `${place}?${name}=${wrong}` })
      for (const twice of [`${name}=1&${name}=2`, `${name}[a]=1`, `${name}[]=1`, `${name}.a=1`]) await caller.expect(`?${twice}`, { url: `${place}?${twice}` }, [400])
    }
    for (const unknown of ['unknown=1', '__proto__=1', 'constructor=1', '=', '%F0%9F%98%80=1']) {
      await caller.expect(`?${unknown}`, { url: `${url}${url.includes('?') ? '&' : '?'}${unknown}` }, unknown === '=' ? undefined : [400])
    }
    expect(caller.faults).toEqual([])
  })

  if (method !== 'GET') {
    it('withstands a body with one field spoilt', async () => {
      const { payload } = await caller.ready()
      const spoilt = isRecord(payload) ? mutationsOf(payload, ids) : Buffer.isBuffer(payload) ? [] : ['{"unknown":1}', '{"__proto__":{}}', '[1]', '"x"', '1'].map((text) => ({ label: text, text, invalid: true }))
      for (const { label, text, invalid } of spoilt) await caller.expect(label, { payload: text }, invalid ? [400, 413] : undefined)
      expect(caller.faults).toEqual([])
    })

    it('withstands what is no document', async () => {
      const { payload } = await caller.ready()
      for (const text of NO_DOCUMENTS) await caller.expect(text.slice(0, 40), { payload: text }, isRecord(payload) && Object.keys(payload).length > 0 ? [400, 413] : undefined)
      for (const type of WRONG_TYPES) await caller.expect(type, { payload: '{}', headers: { 'content-type': type } }, [415])
      const size = Buffer.isBuffer(payload) ? 11 * 1024 * 1024 : 300 * 1024
      await caller.expect('too long', { payload: Buffer.alloc(size, 0x20), headers: { 'content-type': Buffer.isBuffer(payload) ? 'application/octet-stream' : 'application/json' } }, [413])
      expect(caller.faults).toEqual([])
    })

    it('takes a request without a body that says JSON, as WeChat sends it', async () => {
      const { payload } = await caller.ready()
      if (payload !== undefined) return
      await caller.expect('no body', { payload: '', headers: { 'content-type': 'application/json' } }, [200, 201])
      await caller.expect('an empty object', { payload: '{}' }, [200, 201])
      expect(caller.faults).toEqual([])
    })
  }
})

describe('all doors', () => {
  it('are of the document, and the document has no other', () => {
    expect([...operations.keys()].filter((route) => !DOORS.some((door) => door.route === route))).toEqual([])
  })

  it('withstand random documents', async () => {
    const doors = DOORS.filter((door) => !door.route.startsWith('GET'))
    const callers = new Map(doors.map((door) => [door, new Caller(door)]))
    await fc.assert(fc.asyncProperty(fc.constantFrom(...doors), fc.json({ maxDepth: 4 }), async (door, text) => {
      clock.advance(500)
      const caller = callers.get(door) ?? new Caller(door)
      await caller.expect(text, { payload: text })
      expect(caller.faults).toEqual([])
    }), { seed: 20_261_120, numRuns: 200 })
  }, 60_000)

  it('withstand valid documents with several fields of chance', async () => {
    const doors = DOORS.filter((door) => !door.route.startsWith('GET'))
    const callers = new Map(doors.map((door) => [door, new Caller(door)]))
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary', maxLength: 80 }), fc.integer(), fc.double(), fc.date({ noInvalidDate: true }).map((date) => date.toISOString()), fc.constantFrom('f'.repeat(24), '0'.repeat(24)))
    await fc.assert(fc.asyncProperty(fc.constantFrom(...doors), fc.infiniteStream(fc.option(value, { freq: 2 })), async (door, chance) => {
      clock.advance(500)
      const caller = callers.get(door) ?? new Caller(door)
      const { payload } = await caller.ready()
      if (!isRecord(payload)) return
      const spoilt = Object.fromEntries(Object.entries(payload).map(([key, kept]) => [key, chance.next().value ?? (kept as unknown)]))
      await caller.expect(JSON.stringify(spoilt), { payload: JSON.stringify(spoilt) })
      expect(caller.faults).toEqual([])
    }), { seed: 20_261_121, numRuns: 250 })
  }, 60_000)

  it.each(['', 'x', 'Bearer', 'Bearer ', 'Bearer x.y.z', 'bearer x', 'Basic eDp5', `Bearer ${'a'.repeat(5_000)}`, 'Bearer display.', 'Bearer display.x', `Bearer display.${'A'.repeat(43)}`, 'Bearer \u00ff'])(
    'stay shut to %j', async (authorization) => {
      const guarded = [...operations].filter(([, operation]) => !operation['x-access']?.open)
      for (const [route, operation] of guarded) {
        const [method, path = ''] = route.split(' ')
        const reply = await world.app.http.inject({ method: method as 'GET', url: path.replace(/\{\w+\}/g, 'f'.repeat(24)), headers: { authorization } })
        expect(faultOf(reply, operation)).toBeNull()
        expect(reply.statusCode).toBe(401)
      }
    })

  it.each(['', 'x', 'pioneer_refresh', 'pioneer_refresh=', 'pioneer_refresh=%ZZ', `pioneer_refresh=${'f'.repeat(24)}.0.${'A'.repeat(43)}`, `pioneer_refresh=${'9'.repeat(5_000)}`, 'pioneer_refresh=a; pioneer_refresh=b', '__proto__=1'])(
    'refuse the cookie %j', async (cookie) => {
      const reply = await world.app.http.inject({ method: 'POST', url: '/api/v1/auth/refresh', headers: { cookie } })
      expect(faultOf(reply, operations.get('POST /api/v1/auth/refresh'))).toBeNull()
      expect(reply.statusCode).toBe(401)
    })

  it('leave a store that reconciles', async () => {
    const { faults } = await reconcile(world.connection, world.app.context.config)
    expect(faults).toEqual([])
  }, 60_000)
})
