import type { Connection } from 'mongoose'
import { digestOf } from './digest'
import { ratingModels, type MonthRecord, type RatingRecord } from './model'
import { scoreOf } from './rules'
import { SCHEMES } from './scheme-store'
import type { Context } from '../../kernel/context'
import { createVersionStore } from '../../kernel/version-store'

/** A kept score that its own inputs do not give. */
export interface RatingFault { kind: 'digest' | 'score' | 'order'; what: string }

type Kept = Pick<RatingRecord | MonthRecord, 'orgId' | 'year' | 'schemeVersion' | 'inputs' | 'inputsDigest' | 'result'>

/** Proves that every kept score, provisional or locked, is what the law makes of its own stored inputs, and that the numbering has no gap at its end. */
export async function* reconcileRatings(connection: Connection, context: Pick<Context, 'connection' | 'clock'>): AsyncGenerator<RatingFault> {
  const { Rating, Month } = ratingModels(connection)
  const schemes = createVersionStore(context, SCHEMES)

  async function* look(kept: Kept, name: string): AsyncGenerator<RatingFault> {
    const scheme = await schemes.version(kept.schemeVersion)
    if (digestOf(kept.schemeVersion, kept.inputs) !== kept.inputsDigest) yield { kind: 'digest', what: `${name}: the inputs are not those that were digested` }
    const again = scoreOf(scheme, kept.inputs)
    if (JSON.stringify(again) !== JSON.stringify(kept.result)) yield { kind: 'score', what: `${name}: kept ${kept.result.score} (${kept.result.stars} stars), the inputs give ${again.score} (${again.stars} stars)` }
  }

  let previous: RatingRecord | null = null
  for await (const rating of Rating.find().sort({ orgId: 1, year: 1, n: -1 }).lean().cursor({ batchSize: 100 })) {
    const name = `${rating.orgId.toHexString()} ${rating.year} #${rating.n}`
    yield* look(rating, name)
    const newest: boolean = previous === null || !previous.orgId.equals(rating.orgId) || previous.year !== rating.year
    if (newest && rating.supersededAt !== null) yield { kind: 'order', what: `${name}: is the newest and marked as superseded` }
    previous = rating
  }
  for await (const month of Month.find().sort({ orgId: 1, year: 1, month: 1 }).lean().cursor({ batchSize: 100 })) {
    yield* look(month, `${month.orgId.toHexString()} ${month.year}-${month.month}`)
  }
}
