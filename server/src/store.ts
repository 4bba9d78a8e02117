import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import mongoose, { type Connection } from 'mongoose'
import { socketPathFor, spawnStore, StoreOpenError, storeUri, withDatabase, type SpawnedStore, type SpawnOptions } from '@pioneer/embedded-mongo'
import { ConfigError, type Config } from './config'

/** A store to connect to. `close` ends only what was started here. */
export interface OpenStore { uri: string; close: () => Promise<void> }

interface OpenOptions {
  /** Use the store of a service that is already running on this data folder instead of starting one. */
  share: boolean
  /** Told what the store's process prints, and that it was started again. */
  log?: (line: string) => void
  /** Told when the store has ended and cannot be started again: without it there is no service. */
  onLost?: (error: unknown) => void
}

const DATABASE = 'pioneer'
/** A store that ends on its own more often than this in so long a time is not started again. */
const RESTARTS = 5
const RESTARTS_WITHIN = 60_000
const RESTART_PAUSE = 500
/** When a service is killed its store ends by itself a moment later: so often the folder is tried again, less often while somebody serves it. */
const LOCKED_TRIES = 50
const SERVED_TRIES = 10
const LOCKED_PAUSE = 100

/** Whether somebody listens on a unix socket. */
function listening(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath)
    socket.once('connect', () => { socket.destroy(); resolve(true) })
    socket.once('error', () => resolve(false))
  })
}

/**
 * Opens the store of a configuration: the given MongoDB, or the embedded store in the data folder. Commands that run beside
 * the service find its store on the socket and share it; otherwise the store's process is started and ended with this one.
 * Throws the embedded store's StoreOpenError when the folder cannot be opened.
 */
export async function openStore(config: Pick<Config, 'mongoUri' | 'dataDir'>, options: OpenOptions = { share: true }): Promise<OpenStore> {
  if (config.mongoUri) return { uri: config.mongoUri, close: async () => undefined }
  const dataDir = path.join(config.dataDir, 'store')
  mkdirSync(dataDir, { recursive: true })
  const socketPath = socketPathFor(dataDir)
  if (options.share && await listening(socketPath)) return { uri: storeUri(socketPath, DATABASE), close: async () => undefined }
  return superviseStore(dataDir, socketPath, options)
}

/** Starts the store's process; waits a moment for one that is about to end. */
async function spawnPatiently(options: SpawnOptions): Promise<SpawnedStore> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await spawnStore(options)
    } catch (error) {
      if (!(error instanceof StoreOpenError && error.problem === 'locked') || tries >= LOCKED_TRIES) throw error
      if (tries >= SERVED_TRIES && options.socketPath && await listening(options.socketPath)) throw error
      await new Promise((resolve) => setTimeout(resolve, LOCKED_PAUSE))
    }
  }
}

/** Runs the store's process and starts it again when it dies: what was acknowledged is on disk, the driver reconnects by itself. */
async function superviseStore(dataDir: string, socketPath: string, { log, onLost }: Pick<OpenOptions, 'log' | 'onLost'>): Promise<OpenStore> {
  let closing = false
  /** When it was started again, by the monotonic clock. */
  let restarts: number[] = []
  const start = async (): Promise<SpawnedStore> => {
    const store = await spawnPatiently({ dataDir, socketPath, ...(log ? { log } : {}) })
    void store.exited.then((code) => (closing ? undefined : again(code)))
    return store
  }
  const again = async (code: number | null): Promise<void> => {
    const now = performance.now()
    restarts = [...restarts.filter((at) => now - at < RESTARTS_WITHIN), now]
    log?.(`the store's process ended (${code ?? 'killed'}), start ${restarts.length} of ${RESTARTS} in a minute`)
    if (restarts.length > RESTARTS) return onLost?.(new StoreOpenError('unusable', `it ended ${restarts.length} times within a minute`))
    await new Promise((resolve) => setTimeout(resolve, RESTART_PAUSE))
    if (closing) return
    running = start()
    running.catch((error: unknown) => onLost?.(error))
  }
  let running = start()
  const { uri } = await running
  return {
    uri: withDatabase(uri, DATABASE),
    close: async () => {
      closing = true
      // A start that failed leaves nothing to close.
      await running.then((store) => store.close(), () => undefined)
    },
  }
}

/** Whether a server that answers `hello` like this knows transactions: members of replica sets do, and routers of sharded clusters. */
export const knowsTransactions = (hello: Readonly<Record<string, unknown>>): boolean => typeof hello['setName'] === 'string' || hello['msg'] === 'isdbgrid'

/**
 * Connects mongoose with the settings the product relies on: no implicit collections or indexes, majority writes.
 * Throws ConfigError for a MongoDB that stands alone: signing in would fail at the first transaction.
 */
export async function connectStore(uri: string): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    autoCreate: false, autoIndex: false, maxPoolSize: 64, minPoolSize: 4, serverSelectionTimeoutMS: 5_000, w: 'majority', readConcernLevel: 'majority',
  })
  await connection.asPromise()
  const hello = await connection.db?.admin().command({ hello: 1 })
  if (hello && !knowsTransactions(hello)) {
    await connection.close()
    throw new ConfigError('MONGODB_URI 指向的 MongoDB 不是副本集，没有事务：请用 --replSet 启动它并执行一次 rs.initiate() / is not a replica set: start it with --replSet and run rs.initiate() once')
  }
  return connection
}
