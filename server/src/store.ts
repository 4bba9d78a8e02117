import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import mongoose, { type Connection } from 'mongoose'
import { socketPathFor, spawnStore, storeUri, withDatabase, type SpawnedStore } from '@pioneer/embedded-mongo'
import type { Config } from './config'

/** A store to connect to. `close` ends only what was started here. */
export interface OpenStore { uri: string; close: () => Promise<void> }

interface OpenOptions {
  /** Use the store of a service that is already running on this data folder instead of starting one. */
  share: boolean
  /** Told what the store's process prints, and that it was started again. */
  log?: (line: string) => void
}

const DATABASE = 'pioneer'
/** A store that ends on its own more often than this is not started again. */
const RESTARTS = 5
const RESTART_PAUSE = 500

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
  return superviseStore(dataDir, socketPath, options.log)
}

/** Runs the store's process and starts it again when it dies: what was acknowledged is on disk, the driver reconnects by itself. */
async function superviseStore(dataDir: string, socketPath: string, log: OpenOptions['log']): Promise<OpenStore> {
  let closing = false
  let restarts = 0
  const start = async (): Promise<SpawnedStore> => {
    const store = await spawnStore({ dataDir, socketPath, ...(log ? { log } : {}) })
    void store.exited.then((code) => (closing ? undefined : again(code)))
    return store
  }
  const again = async (code: number | null): Promise<void> => {
    restarts += 1
    log?.(`the store's process ended (${code ?? 'killed'}), start ${restarts} of ${RESTARTS}`)
    if (restarts > RESTARTS) return
    await new Promise((resolve) => setTimeout(resolve, RESTART_PAUSE))
    if (closing) return
    running = start()
    running.catch((error: unknown) => log?.(`the store could not be started again: ${error instanceof Error ? error.message : String(error)}`))
  }
  let running = start()
  const { uri } = await running
  return {
    uri: withDatabase(uri, DATABASE),
    close: async () => {
      closing = true
      await (await running).close()
    },
  }
}

/** Connects mongoose with the settings the product relies on: no implicit collections or indexes, majority writes. */
export async function connectStore(uri: string): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    autoCreate: false, autoIndex: false, maxPoolSize: 64, minPoolSize: 4, serverSelectionTimeoutMS: 5_000, w: 'majority', readConcernLevel: 'majority',
  })
  await connection.asPromise()
  return connection
}
