import type { Problem } from '@pioneer/shared-types/common/schemas'
import { PROBLEMS, type ProblemCode } from '@pioneer/shared-types/constants'

/** The service answered with a problem (RFC 9457). Branch on `code`, show `title`. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title)
    this.name = 'ApiError'
  }

  get status(): number {
    return this.problem.status
  }

  get requestId(): string {
    return this.problem.requestId
  }

  /** Whether it is this problem. */
  is(code: ProblemCode): boolean {
    return this.problem.code === code
  }
}

/** Nothing came back: no network, or too slow. */
export class NetworkError extends Error {
  constructor(
    readonly reason: 'offline' | 'timeout',
    readonly requestId: string,
  ) {
    super(reason)
    this.name = 'NetworkError'
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function isProblem(value: unknown): value is Problem {
  return isRecord(value) && typeof value.code === 'string' && typeof value.title === 'string'
}

/** The problem in an answer; an answer that is none (a proxy's page, say) becomes `internal` or `overloaded`. */
export function problemOf(status: number, body: unknown, requestId: string): ApiError {
  if (isProblem(body)) return new ApiError({ ...body, status, requestId: body.requestId || requestId })
  const code: ProblemCode = status === 502 || status === 503 || status === 504 ? 'overloaded' : 'internal'
  return new ApiError({ type: 'about:blank', title: PROBLEMS[code][1], status, code, requestId })
}

/** Why trying again cannot help; null when it may. */
export type Refusal = 'unbound' | 'forbidden' | 'gone'

/** Whether a failure is an answer that stays the same: not for this person, or not there. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof ApiError)) return null
  if (error.is('not-bound')) return 'unbound'
  return error.problem.status === 403 ? 'forbidden' : error.problem.status === 404 ? 'gone' : null
}

export interface Explanation {
  title: string
  text: string
  /** 问题编号; null where there is nothing to look up. */
  requestId: string | null
}

/** Any failure in words: what happened, what it means, and the number to report. */
export function explain(error: unknown): Explanation {
  if (error instanceof ApiError) {
    const { title, detail, status, requestId } = error.problem
    const text = detail ?? (status >= 500 ? '手机有网，是服务器没有应答。' : '')
    return { title, text, requestId: requestId || null }
  }
  if (error instanceof NetworkError) {
    return error.reason === 'timeout'
      ? { title: '网络太慢，再试一次', text: '服务器 8 秒内没有应答。', requestId: error.requestId }
      : { title: '手机现在没有网络', text: '连上网络后再试一次。', requestId: null }
  }
  return { title: '出了点问题，再试一次', text: '', requestId: null }
}

/** The same in one line, for a toast or a notice: 出错了，再试一次（问题编号 7F3A-20C1-94BE）. */
export function explainShort(error: unknown): string {
  const { title, requestId } = explain(error)
  return requestId === null ? title : `${title}（问题编号 ${requestId}）`
}
