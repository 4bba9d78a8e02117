import type { ClientSession, Connection } from 'mongoose'
import { storedVersions } from '../../kernel/version-store'
import { pointsModels } from './model'
import type { EntryRecord } from './types'
import { POINT_RULES } from './rule-store'

/** Something in the store that cannot be right. */
export interface PointsFault { kind: 'gap' | 'duplicate' | 'delta' | 'previous' | 'year'; entryId: string; what: string }

/** What is wrong with an entry, given the one before it in its chain. */
export function faultsOf(previous: EntryRecord | null, entry: EntryRecord): PointsFault[] {
  const faults: PointsFault[] = []
  const say = (kind: PointsFault['kind'], what: string): void => {
    faults.push({ kind, entryId: entry._id.toHexString(), what: `${entry.rule} ${entry.source} ${entry.memberId.toHexString()} #${entry.n}: ${what}` })
  }
  const expected = (previous?.n ?? 0) + 1
  if (previous && entry.n === previous.n) say('duplicate', 'the link stands twice')
  else if (entry.n !== expected) say('gap', `follows #${previous?.n ?? 0}`)
  const difference = entry.target - (previous?.target ?? 0)
  if (entry.delta !== difference) say('delta', `delta ${entry.delta}, but the target moved by ${difference}`)
  else if (entry.delta === 0) say('delta', 'an entry that changes nothing')
  if ((entry.previousId?.toHexString() ?? null) !== (previous?._id.toHexString() ?? null)) say('previous', 'names another entry than the one before')
  if (previous && previous.year !== entry.year) say('year', `year ${entry.year} after ${previous.year}`)
  return faults
}

/** Walks the whole ledger chain by chain with bounded memory and tells every fault; nothing told means it is sound. */
export async function* reconcilePoints(connection: Connection): AsyncGenerator<PointsFault> {
  const { Entry } = pointsModels(connection)
  let previous: EntryRecord | null = null
  for await (const entry of Entry.find().sort({ rule: 1, source: 1, memberId: 1, n: 1 }).lean().cursor({ batchSize: 1000 })) {
    const same: boolean = previous !== null && previous.rule === entry.rule && previous.source === entry.source && previous.memberId.equals(entry.memberId)
    yield* faultsOf(same ? previous : null, entry)
    previous = entry
  }
}

/** What every chain of a source stands at, by `rule member`; chains that stand at 0 too. */
export async function targetsOfSource(connection: Connection, source: string, session: ClientSession | null = null): Promise<Map<string, number>> {
  const { Entry } = pointsModels(connection)
  const codes = new Set((await storedVersions(connection, POINT_RULES, session)).flatMap((ruleSet) => ruleSet.rules.map((rule) => rule.code)))
  // The index begins with the rule: naming them all keeps this a look-up.
  const entries = await Entry.find({ rule: { $in: [...codes] }, source }).sort({ rule: 1, memberId: 1, n: 1 }).session(session).lean()
  return new Map(entries.map((entry) => [`${entry.rule} ${entry.memberId.toHexString()}`, entry.target]))
}

/** Every source the ledger knows of a type, once for each rule it stands under. */
export async function* sourcesOfType(connection: Connection, type: string): AsyncGenerator<string> {
  const { Entry } = pointsModels(connection)
  let previous = ''
  for await (const { source } of Entry.find({}, { source: 1 }).sort({ rule: 1, source: 1, memberId: 1, n: 1 }).lean().cursor({ batchSize: 1000 })) {
    if (source !== previous && source.startsWith(`${type}:`)) yield source
    previous = source
  }
}
