import type { Connection } from 'mongoose'
import type { Clock } from '../kernel/clock'
import type { Context } from '../kernel/context'
import type { Keys } from '../kernel/keys'
import { ProblemError } from '../kernel/problems'
import { isMisconfigured, loginProblem } from './errors'
import { reach, type Reply } from './reach'
import { StableToken } from './stable-token'
import { sendSubscribeMessage, type SendOutcome, type SubscribeMessage } from './subscribe'

/** WeChat's server API as far as the service uses it. */
export interface WechatClient {
  /**
   * Turns the one-time code of wx.login into the person's openid (GET /sns/jscode2session).
   * The session_key that comes along is dropped unread. Throws wechat-code-invalid, rate-limited, forbidden or wechat-unavailable.
   */
  code2Session(code: string): Promise<{ openid: string }>
  /** The access token of the server API, shared by all processes. Throws wechat-unavailable. */
  accessToken(): Promise<string>
  /** Sends a subscribe message. Never throws for reasons of WeChat: the outcome says what is known. */
  sendSubscribeMessage(message: SubscribeMessage): Promise<SendOutcome>
}

export interface WechatSettings { appId: string; secret: string; apiBase: string }

interface WechatDeps {
  connection: Connection
  clock: Clock
  keys: Pick<Keys, 'data'>
  log: Context['log']
  /** After so long WeChat counts as unavailable, milliseconds. */
  timeout?: number
}

const TIMEOUT = 3_000

export function createWechatClient({ appId, secret, apiBase }: WechatSettings, { connection, clock, keys, log, timeout = TIMEOUT }: WechatDeps): WechatClient {
  const call = async (name: string, path: string, init: RequestInit = {}): Promise<Reply> => {
    const reached = await reach(apiBase + path, init, { name, timeout, log })
    if (reached.kind === 'replied') return reached.reply
    throw new ProblemError('wechat-unavailable')
  }

  const failure = (name: string, reply: Reply): number | null => {
    if (reply.errcode === undefined || reply.errcode === 0) return null
    const errcode = Number(reply.errcode)
    if (isMisconfigured(errcode)) log.error({ call: name, errcode }, 'WeChat refuses WECHAT_APPID, WECHAT_SECRET or the address of this machine (IP whitelist)')
    else log.warn({ call: name, errcode }, 'WeChat answered with an error')
    return errcode
  }

  const fetchToken = async (): Promise<{ token: string; seconds: number }> => {
    const body = JSON.stringify({ grant_type: 'client_credential', appid: appId, secret, force_refresh: false })
    const reply = await call('stable_token', '/cgi-bin/stable_token', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    if (failure('stable_token', reply) !== null || typeof reply['access_token'] !== 'string' || typeof reply['expires_in'] !== 'number') throw new ProblemError('wechat-unavailable')
    return { token: reply['access_token'], seconds: reply['expires_in'] }
  }
  const stable = new StableToken({ connection, clock, key: keys.data, appId, fetchToken })

  return {
    code2Session: async (code) => {
      const query = new URLSearchParams({ appid: appId, secret, js_code: code, grant_type: 'authorization_code' })
      const reply = await call('jscode2session', `/sns/jscode2session?${query.toString()}`)
      const errcode = failure('jscode2session', reply)
      if (errcode !== null) throw loginProblem(errcode)
      if (typeof reply['openid'] !== 'string' || reply['openid'] === '') throw new ProblemError('wechat-unavailable')
      return { openid: reply['openid'] }
    },
    accessToken: () => stable.get(),
    sendSubscribeMessage: (message) => sendSubscribeMessage({
      reach: (name, path, init) => reach(apiBase + path, init, { name, timeout, log }),
      token: (refused) => stable.get(refused),
      answered: (errcode) => { failure('subscribe/send', { errcode }) },
    }, message),
  }
}
