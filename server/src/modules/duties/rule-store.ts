import { dayOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { shippedData } from '../../kernel/rule-data'
import { isDuplicateKey } from '../../kernel/transaction'
import { dutyModels } from './model'
import { parseDutyRules, type DutyRules } from './rule-schema'
import { dutyRulesOn } from './rules'

/** A new version becomes known to every process within this time, milliseconds. */
const CACHE_MS = 60_000

/** Stores the shipped versions that are missing, at boot. A stored version is never changed. */
export async function ensureDutyRules(context: Pick<Context, 'connection' | 'clock'>): Promise<void> {
  const { StoredRules } = dutyModels(context.connection)
  const stored = new Set((await StoredRules.find({}, { _id: 1 }).sort({ _id: 1 }).lean()).map((row) => row._id))
  for (const rules of shippedData('duty-rules').map(parseDutyRules)) {
    if (stored.has(rules.version)) continue
    try {
      await StoredRules.create({ _id: rules.version, storedAt: context.clock.now(), rules })
    } catch (error) {
      // Another process that boots at the same time was first.
      if (!isDuplicateKey(error)) throw error
    }
  }
}

/** Reads the version in force at an instant through a cache. */
export function createDutyRules(context: Pick<Context, 'connection' | 'clock'>): (instant: Date) => Promise<DutyRules> {
  const { StoredRules } = dutyModels(context.connection)
  let cache: { readAt: number; versions: DutyRules[] } | null = null
  return async (instant) => {
    const now = context.clock.now().getTime()
    if (!cache || Math.abs(now - cache.readAt) >= CACHE_MS) {
      const rows = await StoredRules.find().sort({ _id: 1 }).lean()
      cache = { readAt: now, versions: rows.map((row) => parseDutyRules(row.rules)) }
    }
    return dutyRulesOn(cache.versions, dayOf(instant))
  }
}
