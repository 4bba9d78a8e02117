import Taro from '@tarojs/taro'
import { NetworkError } from './errors'
import type { Incoming, Outgoing } from './client'

function parse(text: unknown): unknown {
  if (typeof text !== 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function headerOf(headers: unknown, name: string): string | undefined {
  const entries = Object.entries((headers ?? {}) as Record<string, unknown>)
  const found = entries.find(([key]) => key.toLowerCase() === name)
  return found === undefined ? undefined : String(found[1])
}

const isTimeout = (error: unknown) => /time.?out|abort/i.test(JSON.stringify(error) + String(error))

/** Sends through Taro. Answers are read as text: a proxy's page that is no JSON must not look like a lost network. */
export async function taroTransport(request: Outgoing): Promise<Incoming> {
  let giveUp: (() => void) | undefined
  try {
    const sending = Taro.request<string, string | ArrayBuffer | undefined>({
      url: request.url,
      method: request.method as keyof Taro.request.Method,
      header: request.headers,
      data: request.body,
      timeout: request.timeoutMs,
      dataType: 'text',
      responseType: 'text',
    })
    giveUp = () => sending.abort()
    request.signal?.addEventListener('abort', giveUp)
    const answer = await sending
    return {
      status: answer.statusCode,
      body: parse(answer.data),
      requestId: headerOf(answer.header, 'x-request-id') ?? request.requestId,
    }
  } catch (error) {
    throw new NetworkError(isTimeout(error) ? 'timeout' : 'offline', request.requestId)
  } finally {
    if (giveUp) request.signal?.removeEventListener('abort', giveUp)
  }
}
