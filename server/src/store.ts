import { connect } from 'node:net'
import path from 'node:path'
import { mkdirSync } from 'node:fs'
import mongoose, { type Connection } from 'mongoose'
import { socketPathFor, spawnStore, uriFor } from '@pioneer/embedded-mongo'
import type { Config } from './config'

/** A store to connect to. `close` ends only what was started here. */
export interface OpenStore { uri: string; close: () => Promise<void> }

const DATABASE = 'pioneer'

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
 */
export async function openStore(config: Pick<Config, 'mongoUri' | 'dataDir'>, options: { share: boolean } = { share: true }): Promise<OpenStore> {
  if (config.mongoUri) return { uri: config.mongoUri, close: async () => undefined }
  const dataDir = path.join(config.dataDir, 'store')
  mkdirSync(dataDir, { recursive: true })
  const socketPath = socketPathFor(dataDir)
  if (options.share && await listening(socketPath)) return { uri: uriFor(socketPath, DATABASE), close: async () => undefined }
  const store = await spawnStore({ dataDir, socketPath, database: DATABASE })
  return { uri: store.uri, close: () => store.close() }
}

/** Connects mongoose with the settings the product relies on: no implicit collections or indexes, majority writes. */
export async function connectStore(uri: string): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    autoCreate: false, autoIndex: false, maxPoolSize: 64, minPoolSize: 4, serverSelectionTimeoutMS: 5_000, w: 'majority', readConcernLevel: 'majority',
  })
  await connection.asPromise()
  return connection
}
