import { isTokenRefused } from './errors'
import type { Reached } from './reach'

/** One subscribe message (订阅消息): `data` holds the template's fields by their keys. */
export interface SubscribeMessage { openid: string; templateId: string; page: string; data: Readonly<Record<string, string>> }

/**
 * How a send went. `answered`: WeChat said so, 0 is success. `not-reached`: it certainly did not arrive at WeChat.
 * `unknown`: WeChat was asked and no answer came back; the member may have the message or not.
 */
export type SendOutcome = { kind: 'answered'; errcode: number } | { kind: 'not-reached' } | { kind: 'unknown' }

interface SubscribeDeps {
  reach: (name: string, path: string, init: RequestInit) => Promise<Reached>
  /** The access token; another one than `refused`. Throws when there is none. */
  token: (refused?: string) => Promise<string>
  /** Told what WeChat answered, for the log. */
  answered: (errcode: number) => void
}

/** POST /cgi-bin/message/subscribe/send, with one new access token when WeChat refuses the present one. */
export async function sendSubscribeMessage(deps: SubscribeDeps, { openid, templateId, page, data }: SubscribeMessage): Promise<SendOutcome> {
  const body = JSON.stringify({
    touser: openid, template_id: templateId, page, lang: 'zh_CN', miniprogram_state: 'formal',
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, { value }])),
  })
  let refused: string | undefined
  for (;;) {
    const token = await deps.token(refused).catch(() => null)
    if (token === null) return { kind: 'not-reached' }
    const path = `/cgi-bin/message/subscribe/send?${new URLSearchParams({ access_token: token }).toString()}`
    const reached = await deps.reach('subscribe/send', path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    if (reached.kind !== 'replied') return { kind: reached.kind }
    const { errcode } = reached.reply
    if (typeof errcode !== 'number') return { kind: 'unknown' }
    if (refused === undefined && isTokenRefused(errcode)) {
      refused = token
      continue
    }
    deps.answered(errcode)
    return { kind: 'answered', errcode }
  }
}
