import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { View } from './shapes'

/** How the service seems to answer: as it does, not yet, with a failure, not at all. */
export type Seeming = 'fair' | 'silent' | 'broken' | 'away'

/** Stands between one phone and the service. Signing in is always answered, except when the service is away. */
export interface Front {
  url: string
  set(seeming: Seeming, emptied?: View['emptied']): void
  /** From now on data is so many milliseconds on its way. */
  dawdle(ms: number): void
  close(): Promise<void>
}

const API = '/api/v1'
const SIGNING_IN = /^\/api\/v1\/auth\//

/** Opens a front on loopback. */
export async function openFront(service: string): Promise<Front> {
  let seeming: Seeming = 'fair'
  let emptied: View['emptied']
  let delay = 0
  const silent = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', service)
    const asked = pathname.startsWith(`${API}/`)
    if (asked && seeming === 'away') return request.socket.destroy()
    const data = asked && !SIGNING_IN.test(pathname)
    if (data && seeming === 'silent') return silent.add(response)
    if (data && seeming === 'broken') {
      return response.writeHead(500, { 'content-type': 'application/problem+json', 'x-request-id': 'look-7f3a91' }).end(JSON.stringify({ status: 500, code: 'internal', title: '服务器出了点问题，请稍后再试' }))
    }
    const change = emptied?.path.test(pathname.slice(API.length)) === true ? emptied.change : null
    setTimeout(() => pass(service, request, response, change), data ? delay : 0)
    return undefined
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next, changed) {
      for (const response of silent) response.destroy()
      silent.clear()
      seeming = next
      emptied = changed
    },
    dawdle: (ms) => { delay = ms },
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

/** Hands a request on; `change` makes another reply of a good one. */
function pass(service: string, request: IncomingMessage, response: ServerResponse, change: ((body: Record<string, unknown>) => object) | null): void {
  const { hostname, port } = new URL(service)
  const { 'accept-encoding': _compressed, ...headers } = request.headers
  const onward = send({ hostname, port, path: request.url, method: request.method, headers: change ? headers : request.headers }, (answer) => {
    if (change === null || answer.statusCode !== 200) {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      return
    }
    const parts: Buffer[] = []
    answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>
      const { 'content-length': _length, ...kept } = answer.headers
      response.writeHead(200, kept).end(JSON.stringify(change(body)))
    })
  })
  onward.on('error', () => response.destroy())
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}
