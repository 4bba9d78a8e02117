import type { FastifyBaseLogger } from 'fastify'
import type { Connection } from 'mongoose'
import type { Clock } from './clock'
import type { Config } from '../config'

/** What every service is made from; handed in by app.ts, never imported as a global. */
export interface Context {
  connection: Connection
  clock: Clock
  config: Config
  /** Independent keys derived from the master secrets. */
  keys: Keys
  /** Address that stands in QR codes, without a slash at the end; known once the service listens. */
  publicUrl: () => string
  log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>
}

export interface Keys {
  /** Signs access tokens. */
  token: Buffer
  /** Master of the tickets' secrets. */
  ticket: Buffer
  /** Seals claims. */
  claim: Buffer
  /** Encrypts personal data at rest. */
  data: Buffer
  /** Blind indexes and digests of secrets. */
  index: Buffer
}
