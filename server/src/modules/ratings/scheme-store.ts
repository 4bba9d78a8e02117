import { dayOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { shippedData } from '../../kernel/rule-data'
import { isDuplicateKey } from '../../kernel/transaction'
import { ratingModels } from './model'
import { schemeOn } from './rules'
import { parseScheme, type Scheme } from './scheme-schema'

/** A new version becomes known to every process within this time, milliseconds. */
const CACHE_MS = 60_000

/** The schemes that are shipped with the service, checked; throws when one is damaged. */
export const shippedSchemes = (): Scheme[] => shippedData('rating-scheme').map(parseScheme)

/** Stores the shipped versions that are missing, at boot. A stored version is never changed: results were computed with it. */
export async function ensureSchemes(context: Pick<Context, 'connection' | 'clock'>): Promise<void> {
  const { StoredScheme } = ratingModels(context.connection)
  const stored = new Set((await StoredScheme.find({}, { _id: 1 }).sort({ _id: 1 }).lean()).map((row) => row._id))
  for (const scheme of shippedSchemes()) {
    if (stored.has(scheme.version)) continue
    try {
      await StoredScheme.create({ _id: scheme.version, storedAt: context.clock.now(), scheme })
    } catch (error) {
      // Another process that boots at the same time was first.
      if (!isDuplicateKey(error)) throw error
    }
  }
}

export interface SchemeStore {
  /** The version in force at an instant. */
  at(instant: Date): Promise<Scheme>
  /** A version that a result names; throws when it is not stored. */
  version(version: number): Promise<Scheme>
}

/** Reads the stored schemes through a cache. */
export function createSchemeStore(context: Pick<Context, 'connection' | 'clock'>): SchemeStore {
  const { StoredScheme } = ratingModels(context.connection)
  let cache: { readAt: number; schemes: Scheme[] } | null = null

  const all = async (): Promise<Scheme[]> => {
    const now = context.clock.now().getTime()
    if (cache && Math.abs(now - cache.readAt) < CACHE_MS) return cache.schemes
    const rows = await StoredScheme.find().sort({ _id: 1 }).lean()
    cache = { readAt: now, schemes: rows.map((row) => parseScheme(row.scheme)) }
    return cache.schemes
  }
  return {
    at: async (instant) => schemeOn(await all(), dayOf(instant)),
    version: async (version) => {
      const scheme = (await all()).find((one) => one.version === version)
      if (!scheme) throw new Error(`rating scheme v${version} is not stored`)
      return scheme
    },
  }
}
