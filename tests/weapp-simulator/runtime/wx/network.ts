import { given, host } from '../host'
import { calls } from '../report'
import type { Options } from './answer'

const DEFAULT_TIMEOUT = 60_000

const toBase64 = (bytes: ArrayBuffer): string => {
  let text = ''
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte)
  return btoa(text)
}

function bodyOf(method: string, data: unknown): { body: string | null; base64: boolean } {
  if (data === undefined || data === null || method === 'GET') return { body: null, base64: false }
  if (data instanceof ArrayBuffer) return { body: toBase64(data), base64: true }
  return { body: typeof data === 'string' ? data : JSON.stringify(data), base64: false }
}

function urlOf(method: string, url: string, data: unknown): string {
  if (method !== 'GET' || typeof data !== 'object' || data === null) return url
  const query = new URLSearchParams(Object.entries(data).map(([key, value]) => [key, String(value)])).toString()
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

function parsed(body: string, dataType: unknown): unknown {
  if (dataType !== undefined && dataType !== 'json') return body
  try {
    return JSON.parse(body) as unknown
  } catch {
    return body
  }
}

type StatusListener = (status: { isConnected: boolean; networkType: string }) => void

/** wx.request through Node (the browser would want CORS), and whether there is a network. */
export function networkApis() {
  const listeners = new Set<StatusListener>()
  let type: 'wifi' | 'none' = given.network
  const listen = (listener: StatusListener): void => { listeners.add(listener) }

  function request(options: Options): { abort: () => void; onHeadersReceived: () => void; offHeadersReceived: () => void } {
    const { success, fail, complete, ...args } = options
    const method = (typeof args['method'] === 'string' ? args['method'] : 'GET').toUpperCase()
    const url = urlOf(method, String(args['url']), args['data'])
    calls.push({ api: 'request', args: { url, method } })
    let over = false
    const end = (errMsg: string): void => {
      if (over) return
      over = true
      fail?.({ errMsg })
      complete?.({ errMsg })
    }
    const timeout = typeof args['timeout'] === 'number' ? args['timeout'] : DEFAULT_TIMEOUT
    const header = Object.fromEntries(Object.entries((args['header'] ?? {})).map(([key, value]) => [key.toLowerCase(), String(value)]))
    const timer = setTimeout(() => end('request:fail timeout'), timeout)
    void host.simFetch({ url, method, header: { 'content-type': 'application/json', ...header }, timeout, ...bodyOf(method, args['data']) }).then((answer) => {
      if (over) return
      if (!answer.ok) return end(answer.errMsg)
      over = true
      const result = { errMsg: 'request:ok', data: parsed(answer.body, args['dataType']), statusCode: answer.status, header: answer.header, cookies: [] }
      success?.(result)
      complete?.(result)
    }).finally(() => clearTimeout(timer))
    const nothing = (): void => undefined
    return { abort: () => end('request:fail abort'), onHeadersReceived: nothing, offHeadersReceived: nothing }
  }

  return {
    apis: {
      request,
      onNetworkStatusChange: listen,
      offNetworkStatusChange: (listener?: StatusListener) => { if (listener) listeners.delete(listener); else listeners.clear() },
    },
    type: () => type,
    /** The network comes or goes; Node lets nothing through while it is gone. */
    set(next: 'wifi' | 'none'): void {
      if (next === type) return
      type = next
      for (const listener of listeners) listener({ isConnected: next !== 'none', networkType: next })
    },
  }
}
