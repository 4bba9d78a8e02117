import { Schema, type ClientSession, type Connection, type Model } from 'mongoose'
import { dayOf } from './calendar'
import type { Context } from './context'
import { shippedData } from './rule-data'
import { isDuplicateKey } from './transaction'
import { byEffect, versionInForce, type Versioned } from './versions'

/** One kind of versioned rules: where its versions lie, and how one is checked. */
export interface RuleKind<T extends Versioned> {
  /** `<file>.v<number>.json` in server/data. */
  file: string
  collection: string
  /** The field of a stored document that holds the version. */
  field: string
  /** Checks shape and sense; throws an Error that names what is wrong. */
  parse: (data: unknown) => T
}

/** A stored version; `_id` is its number. What its field holds is checked by the kind's parse before it is stored and when it is read. */
interface StoredVersion extends Record<string, unknown> { _id: number; storedAt: Date }

const schemaOf = (field: string): Schema<StoredVersion> => new Schema<StoredVersion>({
  _id: { type: Number, required: true },
  storedAt: { type: Date, required: true },
  [field]: { type: Schema.Types.Mixed, required: true },
}, { versionKey: false, strict: 'throw', minimize: false, autoIndex: false })

const modelOf = (connection: Connection, { collection, field }: Pick<RuleKind<Versioned>, 'collection' | 'field'>): Model<StoredVersion> =>
  (connection.models[collection] as Model<StoredVersion> | undefined) ?? connection.model<StoredVersion>(collection, schemaOf(field), collection)

/** A new version becomes known to every process within this time, milliseconds. */
const CACHE_MS = 60_000

/** The versions that are shipped with the service, checked, oldest file first; throws when one is damaged. */
export const shippedVersions = <T extends Versioned>({ file, parse }: RuleKind<T>): T[] => shippedData(file).map(parse)

/** Stores the shipped versions that are missing, at boot. A stored version is never changed: results were computed with it. */
export async function ensureVersions<T extends Versioned>(context: Pick<Context, 'connection' | 'clock'>, kind: RuleKind<T>): Promise<void> {
  const Stored = modelOf(context.connection, kind)
  const there = new Set((await Stored.find({}, { _id: 1 }).sort({ _id: 1 }).lean()).map((row) => row._id))
  for (const rules of shippedVersions(kind)) {
    if (there.has(rules.version)) continue
    try {
      await Stored.create({ _id: rules.version, storedAt: context.clock.now(), [kind.field]: rules })
    } catch (error) {
      // Another process that boots at the same time was first.
      if (!isDuplicateKey(error)) throw error
    }
  }
}

/** Every stored version, oldest first. */
export async function storedVersions<T extends Versioned>(connection: Connection, kind: RuleKind<T>, session: ClientSession | null = null): Promise<T[]> {
  const rows = await modelOf(connection, kind).find().sort({ _id: 1 }).session(session).lean()
  return byEffect(rows.map((row) => kind.parse(row[kind.field])))
}

/** Stored versions read through a cache. */
export interface VersionStore<T extends Versioned> {
  /** Oldest first. */
  all(): Promise<T[]>
  /** The version in force at an instant; throws an Error when none is stored. */
  at(instant: Date): Promise<T>
  /** A version that a result names; throws an Error when it is not stored. */
  version(version: number): Promise<T>
}

export function createVersionStore<T extends Versioned>(context: Pick<Context, 'connection' | 'clock'>, kind: RuleKind<T>): VersionStore<T> {
  let cache: { readAt: number; versions: T[] } | null = null

  const all = async (): Promise<T[]> => {
    const now = context.clock.now().getTime()
    if (cache && Math.abs(now - cache.readAt) < CACHE_MS) return cache.versions
    const versions = await storedVersions(context.connection, kind)
    // Nothing stored yet is no answer to keep.
    if (versions.length > 0) cache = { readAt: now, versions }
    return versions
  }
  const stored = (chosen: T | null | undefined, which: string): T => {
    if (!chosen) throw new Error(`${kind.file}: ${which} is stored`)
    return chosen
  }
  return {
    all,
    at: async (instant) => stored(versionInForce(await all(), dayOf(instant)), 'no version'),
    version: async (version) => stored((await all()).find((one) => one.version === version), `no v${version}`),
  }
}
