import type { FastifyInstance } from 'fastify'
import { WECHAT_ERRORS as E } from '../errors'

/** Templates the account has, by id: the keys of their fields. */
export type Templates = Readonly<Record<string, readonly string[]>>

/** A message that reached a member. */
export interface Delivered { touser: string; templateId: string; page: string | null; data: Record<string, string> }

interface MessagesOptions {
  templates: Templates
  isToken: (token: string | undefined) => boolean
  failure: (errcode: number, errmsg: string) => { errcode: number; errmsg: string }
}

const TIME = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`
const DAY = String.raw`\d{4}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})`
/** 参数值内容限制说明, written apart from the service's own builder so that each checks the other. */
const VALUE: Readonly<Record<string, RegExp>> = {
  thing: /^[^\p{Cc}\u2028\u2029]{1,20}$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
  character_string: /^[^\p{Script=Han}\p{Cc}]{1,32}$/u,
  number: /^-?\d{1,32}(?:\.\d+)?$/,
  time: new RegExp(`^(?:${DAY} )?${TIME}(?:~(?:${DAY} )?${TIME})?$`),
  date: new RegExp(`^${DAY}(?: ${TIME})?$`),
}

const PAGE = /^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*(?:\?[^\s#?]*)?$/
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Whether a field takes a value; a field of a type the stand-in does not know takes none. */
export const acceptsValue = (key: string, value: unknown): boolean => typeof value === 'string' && VALUE[key.replace(/\d+$/, '')]?.test(value) === true

/** The first thing that is wrong with the fields, in the words of the real one; null when nothing is. */
function wrongField(fields: readonly string[], data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return 'data is missing'
  const given = data as Record<string, { value?: unknown } | undefined>
  for (const key of fields) {
    if (!acceptsValue(key, given[key]?.value)) return `data.${key}.value invalid`
  }
  const extra = Object.keys(given).find((key) => !fields.includes(key))
  return extra === undefined ? null : `data.${extra} is not of the template`
}

/**
 * POST /cgi-bin/message/subscribe/send as documented: one message for each acceptance, every field checked by its rule.
 * `/_subscribe` is the member's tap on 允许, `/_messages` what has arrived.
 */
export function addMessages(app: FastifyInstance, { templates, isToken, failure }: MessagesOptions): void {
  const credits = new Map<string, number>()
  const delivered: Delivered[] = []
  const purse = (openid: string, templateId: string): string => `${openid} ${templateId}`

  app.post<{ Body: { openid: string; templateId: string; times?: number } }>('/_subscribe', async ({ body }) => {
    const left = (credits.get(purse(body.openid, body.templateId)) ?? 0) + (body.times ?? 1)
    credits.set(purse(body.openid, body.templateId), left)
    return { left }
  })
  app.get<{ Querystring: { openid?: string } }>('/_messages', async ({ query }) => ({
    messages: query.openid === undefined ? delivered : delivered.filter((message) => message.touser === query.openid),
  }))

  app.post<{ Querystring: { access_token?: string }; Body: Record<string, unknown> | null }>('/cgi-bin/message/subscribe/send', async ({ query, body }) => {
    if (!query.access_token) return failure(E.tokenMissing, 'access_token missing')
    if (!isToken(query.access_token)) return failure(E.invalidSecret, 'invalid credential, access_token is invalid or not latest')
    const touser = text(body?.['touser'])
    const templateId = text(body?.['template_id'])
    const page = text(body?.['page'])
    const fields = templateId === undefined ? undefined : templates[templateId]
    if (touser === undefined || !/^[A-Za-z0-9_-]{1,64}$/.test(touser)) return failure(E.invalidOpenid, 'invalid openid')
    if (templateId === undefined || !fields) return failure(E.invalidTemplate, 'invalid template_id')
    if (page !== undefined && !PAGE.test(page)) return failure(E.invalidPage, 'invalid page')
    const wrong = wrongField(fields, body?.['data'])
    if (wrong !== null) return failure(E.invalidArgument, `argument invalid! ${wrong}`)
    const left = credits.get(purse(touser, templateId)) ?? 0
    if (left === 0) return failure(E.notAccepted, 'user refuse to accept the msg')
    credits.set(purse(touser, templateId), left - 1)
    const data = body?.['data'] as Record<string, { value: string }>
    delivered.push({ touser, templateId, page: page ?? null, data: Object.fromEntries(Object.entries(data).map(([key, { value }]) => [key, value])) })
    return { errcode: 0, errmsg: 'ok' }
  })
}
