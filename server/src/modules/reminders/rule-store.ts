import { dayOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { isDuplicateKey } from '../../kernel/transaction'
import { reminderModels } from './model'
import { parseReminderRules, shippedReminderRules, type ReminderRules } from './rule-schema'
import { rulesInForce } from './rules'

/** A new version becomes known to every process within this time, milliseconds. */
const CACHE_MS = 60_000

/** Stores the shipped rules that are missing, at boot. A stored version is never changed. */
export async function ensureReminderRules(context: Pick<Context, 'connection' | 'clock'>): Promise<void> {
  const { ruleSets } = reminderModels(context.connection)
  const stored = new Set((await ruleSets.find({}, { _id: 1 }).sort({ _id: 1 }).lean()).map((row) => row._id))
  for (const rules of shippedReminderRules()) {
    if (stored.has(rules.version)) continue
    try {
      await ruleSets.create({ _id: rules.version, storedAt: context.clock.now(), rules })
    } catch (error) {
      // Another process that boots at the same time was first.
      if (!isDuplicateKey(error)) throw error
    }
  }
}

/** The rules in force, read through a cache. */
export type RulesNow = () => Promise<ReminderRules>

export function createRulesNow(context: Pick<Context, 'connection' | 'clock'>): RulesNow {
  const { ruleSets } = reminderModels(context.connection)
  let cache: { readAt: number; versions: ReminderRules[] } | null = null
  return async () => {
    const now = context.clock.now()
    if (!cache || Math.abs(now.getTime() - cache.readAt) >= CACHE_MS) {
      const rows = await ruleSets.find().sort({ _id: 1 }).lean()
      cache = { readAt: now.getTime(), versions: rows.map((row) => parseReminderRules(row.rules)).sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)) }
    }
    return rulesInForce(cache.versions, dayOf(now))
  }
}
