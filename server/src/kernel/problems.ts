import { PROBLEMS, type ProblemCode } from '@pioneer/shared-types/constants'

export interface ProblemExtras {
  /** A sentence for the person, more exact than the title. */
  detail?: string
  /** Replaces the default title; Chinese, says what to do. */
  title?: string
  fields?: { path: string; message: string }[]
  opensAt?: string
  retryAfterSeconds?: number
  currentVersion?: number
}

/**
 * An error that is part of the contract (RFC 9457). Its title is Chinese and says what to do;
 * the HTTP status comes from the table in shared-types.
 */
export class ProblemError extends Error {
  readonly status: number
  readonly title: string
  constructor(readonly code: ProblemCode, readonly extras: ProblemExtras = {}) {
    super(code)
    this.name = 'ProblemError'
    this.status = PROBLEMS[code][0]
    this.title = extras.title ?? PROBLEMS[code][1]
  }
}

/** Throws the contract's 404 when a thing is not there. */
export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new ProblemError('not-found')
  return value
}
