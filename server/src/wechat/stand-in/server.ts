import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Clock } from '../../kernel/clock'
import { WECHAT_ERRORS as E } from '../errors'
import { addMessages, type Templates } from './messages'

/** A code of wx.login works once and for five minutes (小程序登录). */
const CODE_LIFE = 5 * 60_000
const TOKEN_SECONDS = 7_200
/** Codes kept in mind; the oldest go first. */
const CODES_KEPT = 20_000

interface Options {
  appId: string
  secret: string
  clock: Clock
  /** Subscribe message templates of the account; none unless given. */
  templates?: Templates
}

/** How the next calls go wrong, for tests. */
export interface Trouble {
  next: 'busy' | 'slow' | 'rate-limited' | 'risky' | 'garbage' | 'down' | 'lost' | 'errcode'
  /** Only calls whose path holds this. */
  on?: string
  /** How many calls; one unless said. */
  times?: number
  /** For `slow`, milliseconds. */
  delay?: number
  /** For `errcode`: what WeChat answers. */
  errcode?: number
}

export interface WechatStandIn {
  /** Stands in WECHAT_API_BASE. */
  url: string
  close(): Promise<void>
}

/** An errmsg with a request id at its end, as the real one has. */
const failure = (errcode: number, errmsg: string): { errcode: number; errmsg: string } => ({ errcode, errmsg: `${errmsg}, rid: ${randomBytes(4).toString('hex')}-standin` })

/**
 * Answers the endpoints of WeChat's server API this service uses, over HTTP, as documented: demo mode and the tests log in
 * against it. What begins with `_` exists only here: getting a code for an openid, and making the next calls fail.
 */
export async function startWechatStandIn(options: Options): Promise<WechatStandIn> {
  const app = Fastify({ forceCloseConnections: true })
  const trouble: QueuedTrouble[] = []
  addTrouble(app, trouble)
  addCodes(app, options)
  const isToken = addTokens(app, options)
  addMessages(app, { templates: options.templates ?? {}, isToken, failure })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url, close: () => app.close() }
}

type QueuedTrouble = Required<Trouble>

function addTrouble(app: FastifyInstance, trouble: QueuedTrouble[]): void {
  app.post<{ Body: Trouble }>('/_control', async ({ body }) => {
    for (let left = body.times ?? 1; left > 0; left -= 1) trouble.push({ times: 1, delay: 10_000, errcode: E.busy, on: '', ...body })
    return { queued: trouble.length }
  })
  /** Calls that are worked on as usual while their answer never arrives. */
  const lost = new WeakSet<object>()
  app.addHook('preHandler', async (request, reply) => {
    if (request.url.startsWith('/_')) return
    const index = trouble.findIndex((candidate) => request.url.includes(candidate.on))
    const [next] = index < 0 ? [] : trouble.splice(index, 1)
    if (!next) return
    if (next.next === 'slow') await new Promise((resolve) => setTimeout(resolve, next.delay).unref())
    if (next.next === 'busy') return reply.send(failure(E.busy, 'system error'))
    if (next.next === 'rate-limited') return reply.send(failure(E.minuteQuota, 'api minute-quota reach limit  mustslower  retry next minute'))
    if (next.next === 'risky') return reply.send(failure(E.riskyUser, 'code blocked'))
    if (next.next === 'errcode') return reply.send(failure(next.errcode, 'error'))
    if (next.next === 'garbage') return reply.type('text/html').send('<html>502</html>')
    if (next.next === 'lost') lost.add(request)
    if (next.next === 'down') {
      reply.hijack()
      reply.raw.destroy()
      return reply
    }
  })
  app.addHook('onSend', async (request, reply) => {
    if (lost.has(request)) reply.raw.destroy()
  })
}

/** appid and secret, as both endpoints check them. */
function credentialsFailure(options: Options, appId: string | undefined, secret: string | undefined): ReturnType<typeof failure> | null {
  if (!appId) return failure(E.appIdMissing, 'appid missing')
  if (!secret) return failure(E.secretMissing, 'appsecret missing')
  if (appId !== options.appId) return failure(E.invalidAppId, 'invalid appid')
  if (secret !== options.secret) return failure(E.wrongSecret, 'invalid appsecret')
  return null
}

function addCodes(app: FastifyInstance, options: Options): void {
  const codes = new Map<string, { openid: string; until: number; used: boolean }>()
  const issue = (openid: string): { code: string } => {
    const code = `standin-${openid}-${randomBytes(9).toString('hex')}`
    codes.set(code, { openid, until: options.clock.now().getTime() + CODE_LIFE, used: false })
    for (const old of codes.keys()) {
      if (codes.size <= CODES_KEPT) break
      codes.delete(old)
    }
    return { code }
  }
  const openid = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' }
  const schema = { type: 'object', required: ['openid'], properties: { openid } }
  app.post<{ Body: { openid: string } }>('/_codes', { schema: { body: schema } }, async ({ body }) => issue(body.openid))
  app.get<{ Querystring: { openid: string } }>('/_codes', { schema: { querystring: schema } }, async ({ query }) => issue(query.openid))

  app.get<{ Querystring: Record<string, string | undefined> }>('/sns/jscode2session', async ({ query }, reply) => {
    // The real one answers JSON under this type.
    reply.type('text/plain')
    const answer = (): object => {
      const refused = credentialsFailure(options, query['appid'], query['secret'])
      if (refused) return refused
      if (query['grant_type'] !== 'authorization_code') return failure(E.invalidGrantType, 'invalid grant_type')
      if (!query['js_code']) return failure(E.codeMissing, 'missing code')
      const code = codes.get(query['js_code'])
      if (!code || code.until <= options.clock.now().getTime()) return failure(E.invalidCode, 'invalid code')
      if (code.used) return failure(E.codeUsed, 'code been used')
      code.used = true
      return { session_key: randomBytes(16).toString('base64'), openid: code.openid }
    }
    return JSON.stringify(answer())
  })
}

/** Answers whether a token is one that works. */
function addTokens(app: FastifyInstance, options: Options): (token: string | undefined) => boolean {
  let current = { token: '', until: 0 }
  app.post<{ Body: Record<string, unknown> | null }>('/cgi-bin/stable_token', async ({ body }) => {
    const text = (name: string): string | undefined => (typeof body?.[name] === 'string' ? body[name] : undefined)
    if (text('grant_type') !== 'client_credential') return failure(E.invalidGrantType, 'invalid grant_type')
    const refused = credentialsFailure(options, text('appid'), text('secret'))
    if (refused) return refused
    const now = options.clock.now().getTime()
    // In the last five minutes a new one is handed out; with force_refresh at once.
    if (body?.['force_refresh'] === true || current.until - now <= CODE_LIFE) current = { token: randomBytes(48).toString('hex'), until: now + TOKEN_SECONDS * 1000 }
    return { access_token: current.token, expires_in: Math.floor((current.until - now) / 1000) }
  })
  return (token) => token !== undefined && token === current.token && options.clock.now().getTime() < current.until
}
