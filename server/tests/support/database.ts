import { randomBytes } from 'node:crypto'
import { createConnection, type Connection } from 'mongoose'
import { STORE_MISSING, STORE_URI } from '../setup/store'

export interface TestDatabase {
  /** A connection string that names this file's own database; known at once, for settings. */
  readonly uri: string
  readonly name: string
  /** Open from the first beforeAll on. */
  readonly connection: Connection
}

/** Puts the name of a database into a connection string. */
export function withDatabase(uri: string, name: string): string {
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(uri)
  if (!parts) throw new Error(`not a MongoDB connection string: ${uri}`)
  return `${parts[1]}/${name}${parts[2] ?? ''}`
}

/**
 * Gives a test file (or one `describe`) a database of its own, empty at the start and dropped at the end.
 * Call it where beforeAll may be called.
 */
export function useDatabase(): TestDatabase {
  const store = process.env[STORE_URI]
  if (!store) throw new Error(`no database for this test: ${process.env[STORE_MISSING] ?? 'the test run did not start one'}`)
  const name = `test_${randomBytes(6).toString('hex')}`
  const uri = withDatabase(store, name)
  let connection: Connection | undefined
  beforeAll(async () => {
    connection = await createConnection(uri).asPromise()
  })
  afterAll(async () => {
    await connection?.dropDatabase()
    await connection?.close()
  })
  return {
    uri,
    name,
    get connection() {
      if (!connection) throw new Error('the database opens in beforeAll: ask for the connection inside a hook or a test')
      return connection
    },
  }
}
