import type { ClientSession, Connection } from 'mongoose'

/**
 * Runs `work` in one transaction and retries it on transient conflicts (the driver's rule).
 * `work` must be repeatable: it may run more than once, only the last run counts. No parallel operations inside.
 */
export async function inTransaction<T>(connection: Connection, work: (session: ClientSession) => Promise<T>): Promise<T> {
  const session = await connection.startSession()
  try {
    return await session.withTransaction(() => work(session), { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } })
  } finally {
    await session.endSession()
  }
}

/** MongoDB's duplicate key error, and on which index if `index` is given. */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  if (typeof error !== 'object' || error === null || (error as { code?: unknown }).code !== 11000) return false
  if (index === undefined) return true
  const pattern = (error as { keyPattern?: Record<string, unknown> }).keyPattern
  return pattern !== undefined && Object.keys(pattern).join(',') === index
}
