import type { Context } from '../kernel/context'

/** A reply, success or not: WeChat always answers 200. */
export type Reply = Readonly<Record<string, unknown>> & { errcode?: unknown }

/** `not-reached`: WeChat certainly was not asked. `unknown`: it was asked and did not answer in a way that says anything. */
export type Reached = { kind: 'replied'; reply: Reply } | { kind: 'not-reached' } | { kind: 'unknown' }

/** Causes of a failed call under which no byte of the request can have arrived. */
const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

function neverArrived(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return typeof cause === 'object' && cause !== null && NEVER_ARRIVED.has(String((cause as { code?: unknown }).code))
}

/** Asks WeChat. Neither addresses nor replies are logged: they carry the secret, the token and the session key. */
export async function reach(url: string, init: RequestInit, options: { name: string; timeout: number; log: Context['log'] }): Promise<Reached> {
  const { name, timeout, log } = options
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeout) })
    // The login call answers JSON as text/plain.
    const reply: unknown = JSON.parse(await response.text())
    if (response.ok && typeof reply === 'object' && reply !== null) return { kind: 'replied', reply: reply as Reply }
    log.warn({ call: name, status: response.status }, 'WeChat gave no usable answer')
    return { kind: 'unknown' }
  } catch (error) {
    log.warn({ call: name, reason: error instanceof Error ? error.name : 'unknown' }, 'WeChat did not answer')
    return { kind: neverArrived(error) ? 'not-reached' : 'unknown' }
  }
}
