import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Outgoing } from '../shapes'
import { deliver, fair } from './network'

/** What reached the service, and a service that tells it back. */
const seen: { method: string; url: string; token: string | undefined; body: string }[] = []
let server: Server
let base = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => { body += part.toString('latin1') }).on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', token: request.headers.authorization, body })
      if (request.url !== '/silent') response.writeHead(201, { 'content-type': 'application/json', 'x-request-id': 'abc' }).end('{"ok":true}')
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => {
  server.close(resolve)
  server.closeAllConnections()
}))
beforeEach(() => seen.splice(0))

const request = (path: string, over: Partial<Outgoing> = {}): Outgoing => ({ url: `https://built.for.example${path}`, method: 'GET', header: {}, body: null, base64: false, timeout: 5_000, ...over })

it('carries a request to the service, whatever address the build was made for', async () => {
  const answer = await deliver(request('/api/v1/a?b=1', { method: 'POST', body: '{}' }), base, fair())
  expect(answer).toMatchObject({ ok: true, status: 201, body: '{"ok":true}' })
  expect(answer.ok && answer.header['x-request-id']).toBe('abc')
  expect(seen).toEqual([{ method: 'POST', url: '/api/v1/a?b=1', token: undefined, body: '{}' }])
})

it('carries bytes as bytes', async () => {
  await deliver(request('/file', { method: 'POST', body: Buffer.from([0, 255, 128]).toString('base64'), base64: true }), base, fair())
  expect(seen[0]?.body).toBe('\x00\xff\x80')
})

it('says in WeChat\'s words when there is no network, no service, or no answer in time', async () => {
  expect(await deliver(request('/a'), base, { ...fair(), online: false })).toEqual({ ok: false, errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED' })
  expect(seen).toEqual([])
  expect(await deliver(request('/a'), 'http://127.0.0.1:1', fair())).toEqual({ ok: false, errMsg: 'request:fail net::ERR_CONNECTION_REFUSED' })
  expect(await deliver(request('/silent', { timeout: 100 }), base, fair())).toEqual({ ok: false, errMsg: 'request:fail timeout' })
})

it('loses as many answers as it was told, after the service has done its work', async () => {
  const weather = { ...fair(), lose: { fits: /^\/lost$/, times: 1 } }
  expect((await deliver(request('/other'), base, weather)).ok).toBe(true)
  expect(await deliver(request('/lost'), base, weather)).toEqual({ ok: false, errMsg: 'request:fail net::ERR_CONNECTION_RESET' })
  expect((await deliver(request('/lost'), base, weather)).ok).toBe(true)
  expect(seen.map(({ url }) => url)).toEqual(['/other', '/lost', '/lost'])
})

it('spoils the token that is seen first, and lets a fresh one pass', async () => {
  const weather = { ...fair(), spoil: { token: null } }
  for (const authorization of ['Bearer old', 'Bearer old', 'Bearer new']) await deliver(request('/a', { header: { authorization } }), base, weather)
  expect(seen.map(({ token }) => token)).toEqual(['Bearer oldx', 'Bearer oldx', 'Bearer new'])
})

it('takes its time when told so', async () => {
  const before = performance.now()
  await deliver(request('/a'), base, { ...fair(), delay: 120 })
  expect(performance.now() - before).toBeGreaterThanOrEqual(115)
})
