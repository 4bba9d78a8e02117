import { dayOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { shippedData } from '../../kernel/rule-data'
import { isDuplicateKey } from '../../kernel/transaction'
import { pointsModels } from './model'
import { parseRuleSet, type RuleSet } from './rule-schema'
import { byEffect, inForce } from './rules'

/** A new version becomes known to every process within this time, milliseconds. */
const CACHE_MS = 60_000

/** The rule sets that are shipped with the service, checked; throws when one is damaged. */
export const shippedRuleSets = (): RuleSet[] => shippedData('points-rules').map(parseRuleSet)

/** Stores the shipped rule sets that are missing, at boot. A stored version is never changed: results were computed with it. */
export async function ensureRuleSets(context: Pick<Context, 'connection' | 'clock'>): Promise<void> {
  const { StoredRules } = pointsModels(context.connection)
  const stored = new Set((await StoredRules.find({}, { _id: 1 }).sort({ _id: 1 }).lean()).map((row) => row._id))
  for (const ruleSet of shippedRuleSets()) {
    if (stored.has(ruleSet.version)) continue
    try {
      await StoredRules.create({ _id: ruleSet.version, storedAt: context.clock.now(), ruleSet })
    } catch (error) {
      // Another process that boots at the same time was first.
      if (!isDuplicateKey(error)) throw error
    }
  }
}

/** Reads the stored rule sets through a cache. */
export function createRuleStore(context: Pick<Context, 'connection' | 'clock'>) {
  const { StoredRules } = pointsModels(context.connection)
  let cache: { readAt: number; ruleSets: RuleSet[] } | null = null

  const all = async (): Promise<RuleSet[]> => {
    const now = context.clock.now().getTime()
    if (cache && Math.abs(now - cache.readAt) < CACHE_MS) return cache.ruleSets
    const rows = await StoredRules.find().sort({ _id: 1 }).lean()
    const ruleSets = byEffect(rows.map((row) => parseRuleSet(row.ruleSet)))
    // Nothing stored yet is no answer to keep.
    if (ruleSets.length > 0) cache = { readAt: now, ruleSets }
    return ruleSets
  }
  return {
    all,
    /** The version in force at an instant. */
    at: async (instant: Date): Promise<RuleSet> => inForce(await all(), dayOf(instant)),
  }
}
