import type { Problem } from '@pioneer/shared-types/common/schemas'

/** A request that was answered. */
export interface Answer<T> { status: number; body: T; problem: Problem | null; /** How often it was sent. */ tries: number }

const PAUSE = 120
/** Nobody waits longer for a service that was killed. */
const PATIENCE = 60_000
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Somebody who sends the same request until there is an answer, as the phone's outbox does. */
export class Client {
  /** Answers that no crash excuses. */
  static readonly faults: string[] = []

  constructor(private readonly url: () => string, public token = '') {}

  async send<T>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const payload = body === undefined ? null : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body)
    const until = performance.now() + PATIENCE
    for (let tries = 1; ; tries += 1) {
      const reply = await fetch(`${this.url()}/api/v1${path}`, {
        method, body: payload, signal: AbortSignal.timeout(20_000),
        headers: { ...(this.token ? { authorization: `Bearer ${this.token}` } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      }).then(async (response) => ({ status: response.status, body: (await response.json()) as unknown, cookie: response.headers.get('set-cookie') }), () => null)
      if (reply && reply.status >= 500 && reply.status !== 503) Client.faults.push(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
      const again = reply === null || reply.status >= 500 || (reply.status === 429 && (reply.body as Problem).code === 'rate-limited')
      if (!again) return { status: reply.status, body: reply.body as T, problem: reply.status >= 400 ? reply.body as Problem : null, tries }
      if (performance.now() > until) throw new Error(`${method} ${path} was not answered within ${PATIENCE / 1000} s: ${JSON.stringify(reply)}`)
      await pause(reply?.status === 429 ? 1_000 : PAUSE)
    }
  }

  /** Sends what must succeed. */
  async must<T>(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<T> {
    const answer = await this.send<T>(method, path, body, headers)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.problem)}`)
    return answer.body
  }
}
