import { mongo, type ClientSession, type Connection } from 'mongoose'

/**
 * Runs `work` in one transaction and retries it on transient conflicts (the driver's rule).
 * `work` must be repeatable: it may run more than once, only the last run counts. No parallel operations inside. Throws what `work` throws, or the driver's error when the store is away.
 */
export async function inTransaction<T>(connection: Connection, work: (session: ClientSession) => Promise<T>): Promise<T> {
  const session = await connection.startSession()
  try {
    return await session.withTransaction(() => work(session), { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } })
  } catch (error) {
    throw ofTheConnection(error)
  } finally {
    await session.endSession()
  }
}

/**
 * The driver (7.8) expects errors of its own kind from a commit and stumbles over what a socket throws when the store dies at that moment
 * (`hasErrorLabel is not a function`). Whether it was committed nobody knows: the caller's retry finds out, as after any lost answer.
 */
function ofTheConnection(error: unknown): unknown {
  return error instanceof TypeError && error.message.includes('hasErrorLabel') ? new mongo.MongoNetworkError('the connection ended at the commit') : error
}

/** MongoDB's duplicate key error, and on which index if `index` is given. */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  if (typeof error !== 'object' || error === null || (error as { code?: unknown }).code !== 11000) return false
  if (index === undefined) return true
  const pattern = (error as { keyPattern?: Record<string, unknown> }).keyPattern
  return pattern !== undefined && Object.keys(pattern).join(',') === index
}
