import type { Context } from '../../kernel/context'
import { toId } from '../../kernel/ids'
import { ratingModels, type MarkRecord } from './model'

/** Marks of one process are gathered for so long before they are written, milliseconds: a list that is decided marks its branch once. */
const GATHER = 1_000
/** Closing waits no longer for the marks, milliseconds. */
const LAST_MOMENT = 2_000

/** Branches whose score is to be computed again, in the database: whichever process takes the job finds them. */
export class Marks {
  private readonly pending = new Set<string>()
  private timer: NodeJS.Timeout | null = null
  private writing: Promise<void> = Promise.resolve()
  private readonly models

  constructor(private readonly context: Pick<Context, 'connection' | 'clock' | 'log'>) {
    this.models = ratingModels(context.connection)
  }

  /** Marks them a moment later, outside of everybody's transaction. What is lost with a process, the daily round finds. */
  touch(branchIds: readonly string[]): void {
    for (const id of branchIds) this.pending.add(id)
    if (this.pending.size === 0 || this.timer) return
    this.timer = setTimeout(() => { void this.flush().catch((error: unknown) => this.context.log.error({ err: error }, 'branches could not be marked for rating')) }, GATHER)
    this.timer.unref()
  }

  /** Writes what is gathered. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const ids = [...this.pending]
    this.pending.clear()
    if (ids.length > 0) this.writing = this.writing.catch(() => undefined).then(() => this.write(ids))
    return this.writing
  }

  /** The same at the end of the process: what the store does not take in time is left to the daily round. */
  async stop(): Promise<void> {
    const late = new Promise<void>((resolve) => { setTimeout(resolve, LAST_MOMENT).unref() })
    await Promise.race([this.flush().catch(() => undefined), late])
  }

  /** Up to so many, the longest waiting first. */
  due(limit: number): Promise<MarkRecord[]> {
    return this.models.Mark.find().sort({ at: 1 }).limit(limit).lean()
  }

  /** Takes a mark away, unless the branch was marked again meanwhile. */
  async done(mark: MarkRecord): Promise<void> {
    await this.models.Mark.deleteOne({ _id: mark._id, rev: mark.rev })
  }

  private async write(ids: readonly string[]): Promise<void> {
    const at = this.context.clock.now()
    await this.models.Mark.bulkWrite(ids.map((id) => ({ updateOne: { filter: { _id: toId(id) }, update: { $setOnInsert: { at }, $inc: { rev: 1 } }, upsert: true } })))
  }
}
