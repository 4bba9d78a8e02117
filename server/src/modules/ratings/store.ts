import type { Context } from '../../kernel/context'
import { newId, toId } from '../../kernel/ids'
import { isDuplicateKey } from '../../kernel/transaction'
import { digestOf } from './digest'
import { ratingModels, type RatingRecord } from './model'
import { scoreOf } from './rules'
import type { Scheme } from './scheme-schema'
import type { RatingInputs } from './types'

/** Two processes that compute the same branch at once: so often the slower one looks again. */
const TRIES = 5
/** Computations that overlap lie no further apart, milliseconds. */
const AT_ONCE = 60_000

/** The provisional scores as they are kept: a new record only when the inputs changed; the newest counts. */
export function createRatingStore(context: Pick<Context, 'connection'>) {
  const { Rating } = ratingModels(context.connection)

  const newest = (orgId: string, year: number): Promise<RatingRecord | null> => Rating.findOne({ orgId: toId(orgId), year }).sort({ n: -1 }).lean()

  /** Keeps the score of these inputs; answers the record that stands now. Several processes may do so at once. `checkedAt`: when all that is counted was read. */
  async function keep(orgId: string, asOf: Date, scheme: Scheme, inputs: RatingInputs, checkedAt = asOf): Promise<RatingRecord> {
    const inputsDigest = digestOf(scheme.version, inputs)
    for (let attempt = 1; ; attempt += 1) {
      const before = await newest(orgId, inputs.year)
      // Another process has read later and was faster: what was read earlier must not have the last word. A clock that was set back far is none of this.
      if (before && before.checkedAt > asOf && before.checkedAt.getTime() - asOf.getTime() < AT_ONCE) return before
      if (before?.inputsDigest === inputsDigest) {
        await Rating.updateOne({ _id: before._id }, { $max: { checkedAt } })
        return { ...before, checkedAt: checkedAt > before.checkedAt ? checkedAt : before.checkedAt }
      }
      const record: RatingRecord = {
        _id: newId(), orgId: toId(orgId), year: inputs.year, n: (before?.n ?? 0) + 1, asOf, checkedAt, schemeVersion: scheme.version, inputs, inputsDigest, result: scoreOf(scheme, inputs), supersededAt: null,
      }
      try {
        await Rating.insertMany([record], { lean: true })
      } catch (error) {
        if (isDuplicateKey(error) && attempt < TRIES) continue
        throw error
      }
      await Rating.updateMany({ orgId: record.orgId, year: record.year, n: { $lt: record.n }, supersededAt: null }, { $set: { supersededAt: asOf } })
      return record
    }
  }

  /** The newest of each of these branches, by branch; those that have none are left out. */
  async function newestOf(orgIds: readonly string[], year: number): Promise<Map<string, RatingRecord>> {
    if (orgIds.length === 0) return new Map()
    const rows = await Rating.find({ orgId: { $in: orgIds.map(toId) }, year, supersededAt: null }).sort({ orgId: 1, n: 1 }).lean()
    // Where a process ended between the two writes, two are not superseded: the later of them counts.
    return new Map(rows.map((row) => [row.orgId.toHexString(), row]))
  }

  /** When each of these branches was last looked at, by branch. */
  async function lastChecked(orgIds: readonly string[], year: number): Promise<Map<string, Date>> {
    const rows = await Rating.find({ orgId: { $in: orgIds.map(toId) }, year, supersededAt: null }, { orgId: 1, checkedAt: 1, n: 1 }).sort({ orgId: 1, n: 1 }).lean()
    return new Map(rows.map((row) => [row.orgId.toHexString(), row.checkedAt]))
  }

  return { newest, keep, newestOf, lastChecked }
}
