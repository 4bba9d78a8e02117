import type { Incoming, Outgoing } from '../shapes'

/** What happens to requests on their way; a test turns it. */
export interface Weather {
  online: boolean
  /** Milliseconds every request waits before it goes out. */
  delay: number
  /** Requests whose address this fits reach the service, and their answer gets lost. Counts down. */
  lose: { fits: RegExp; times: number } | null
  /** The access token that is seen next does not open the service any more: it is spoilt on its way. */
  spoil: { token: string | null } | null
  /** Milliseconds wx.login waits for WeChat. */
  loginDelay: number
}

export const fair = (): Weather => ({ online: true, delay: 0, lose: null, spoil: null, loginDelay: 0 })

const later = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })

/** Sends a request of the mini-program from Node. `base` takes the place of the address the build was made for. */
export async function deliver(request: Outgoing, base: string, weather: Weather): Promise<Incoming> {
  const { pathname, search } = new URL(request.url)
  if (weather.delay > 0) await later(weather.delay)
  if (!weather.online) return { ok: false, errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED' }
  try {
    const body = request.body === null ? null : request.base64 ? Buffer.from(request.body, 'base64') : request.body
    const answer = await fetch(base + pathname + search, { method: request.method, headers: spoilt(request.header, weather), body, signal: AbortSignal.timeout(request.timeout) })
    const text = await answer.text()
    if (weather.lose && weather.lose.times > 0 && weather.lose.fits.test(pathname)) {
      weather.lose.times -= 1
      return { ok: false, errMsg: 'request:fail net::ERR_CONNECTION_RESET' }
    }
    if (!weather.online) return { ok: false, errMsg: 'request:fail net::ERR_INTERNET_DISCONNECTED' }
    return { ok: true, status: answer.status, header: Object.fromEntries(answer.headers), body: text }
  } catch (error) {
    // Under Jest an error of Node is no `Error` of ours.
    return { ok: false, errMsg: (error as { name?: unknown }).name === 'TimeoutError' ? 'request:fail timeout' : 'request:fail net::ERR_CONNECTION_REFUSED' }
  }
}

/** The headers, with the token that has run out damaged; a fresh one passes. */
function spoilt(header: Record<string, string>, { spoil }: Weather): Record<string, string> {
  const token = header['authorization']
  if (!spoil || token === undefined) return header
  spoil.token ??= token
  return token === spoil.token ? { ...header, authorization: `${token}x` } : header
}
