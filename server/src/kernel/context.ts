import type { FastifyBaseLogger } from 'fastify'
import type { Connection } from 'mongoose'
import type { Clock } from './clock'
import type { Config } from '../config'
import type { Keys } from './keys'

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
