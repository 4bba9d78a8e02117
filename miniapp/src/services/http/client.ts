import { pathOf, type Route, type Shape } from '@pioneer/shared-types/common/route'
import { requestId as newRequestId } from '../ids'
import { problemOf, type ApiError } from './errors'

export interface Outgoing {
  method: string
  url: string
  headers: Record<string, string>
  /** JSON text or a file, or undefined for a request without a body. */
  body: string | ArrayBuffer | undefined
  timeoutMs: number
  requestId: string
  /** Gives the request up. */
  signal?: AbortSignal
}

export interface Incoming {
  status: number
  body: unknown
  requestId: string
}

/** Sends one request; rejects with NetworkError when nothing comes back. */
export type Transport = (request: Outgoing) => Promise<Incoming>

export interface Authenticator {
  token: () => string | null
  /** Signs in again without asking the member; null when that is impossible. */
  renew: () => Promise<string | null>
}

export interface CallOptions {
  timeoutMs?: number
  /** Without the access token: the ways to sign in. */
  anonymous?: boolean
  /** Instead of a JSON body, for the endpoints that take a file as it is. */
  file?: { type: string; bytes: ArrayBuffer }
  /** Gives the request up; for long polls, in a browser. */
  signal?: AbortSignal
}

/** The parts of a request that the route declares. */
export type CallArgs<S extends Shape> = Pick<S, Extract<keyof S, 'params' | 'query' | 'body'>>
type Rest<S extends Shape> =
  Record<never, never> extends CallArgs<S>
    ? [args?: CallArgs<S>, options?: CallOptions]
    : [args: CallArgs<S>, options?: CallOptions]

export interface HttpClient {
  /** Calls an endpoint and answers its reply. Throws ApiError or NetworkError. Sends once, never again by itself. */
  call<S extends Shape>(route: Route<S>, ...rest: Rest<S>): Promise<S['reply']>
}

/** Requests are given up after so long, unless the caller says otherwise. */
export const TIMEOUT_MS = 8000

function queryOf(query: object | undefined): string {
  const pairs = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`)
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}

/**
 * The typed client. A 401 means the request had no effect: whoever meets one signs in again, all of them
 * together (single flight), and sends once more.
 */
export function createHttpClient(origin: string, transport: Transport, auth: Authenticator): HttpClient {
  let renewing: Promise<string | null> | null = null

  const renewOnce = (refused: string | null): Promise<string | null> => {
    const current = auth.token()
    if (current !== null && current !== refused) return Promise.resolve(current)
    renewing ??= auth.renew().finally(() => {
      renewing = null
    })
    return renewing
  }

  const send = (route: Route, args: Shape, options: CallOptions, token: string | null): Promise<Incoming> => {
    const requestId = newRequestId()
    const headers: Record<string, string> = { 'x-request-id': requestId }
    const json = args.body === undefined ? undefined : JSON.stringify(args.body)
    const type = options.file?.type ?? (json === undefined ? undefined : 'application/json')
    if (type !== undefined) headers['content-type'] = type
    if (token !== null) headers.authorization = `Bearer ${token}`
    return transport({
      method: route.method,
      url: origin + pathOf(route.path, args.params as Record<string, string> | undefined) + queryOf(args.query),
      headers,
      body: options.file?.bytes ?? json,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      requestId,
      signal: options.signal,
    })
  }

  const failure = (answer: Incoming): ApiError => problemOf(answer.status, answer.body, answer.requestId)

  return {
    async call<S extends Shape>(route: Route<S>, ...rest: Rest<S>): Promise<S['reply']> {
      const [args = {}, options = {}] = rest
      const parts = { ...args, reply: undefined }
      const token = options.anonymous ? null : auth.token()
      let answer = await send(route, parts, options, token)
      if (answer.status === 401 && !options.anonymous) {
        const fresh = await renewOnce(token)
        if (fresh === null) throw failure(answer)
        answer = await send(route, parts, options, fresh)
      }
      if (answer.status < 200 || answer.status >= 300) throw failure(answer)
      return answer.body as S['reply']
    },
  }
}
