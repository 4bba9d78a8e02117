import type { Clock } from '../../kernel/clock'
import type { ActivityRecord } from './types'

/** How old an answer may be, milliseconds: the sign-in path asks for the same record again and again, and it hardly changes. */
const LIFE = 5_000
const MOST = 200

/** A bounded cache of records; many who ask at once share one read. Another process's change is seen within its life. */
export class RecentActivities {
  private readonly kept = new Map<string, { readAt: number; record: Promise<ActivityRecord | null> }>()

  constructor(private readonly clock: Clock, private readonly read: (id: string) => Promise<ActivityRecord | null>) {}

  get(id: string): Promise<ActivityRecord | null> {
    const now = this.clock.now().getTime()
    const known = this.kept.get(id)
    if (known && now >= known.readAt && now - known.readAt < LIFE) return known.record
    const entry = { readAt: now, record: this.read(id) }
    this.forget(id)
    this.kept.set(id, entry)
    const oldest = this.kept.keys().next()
    if (this.kept.size > MOST && !oldest.done) this.kept.delete(oldest.value)
    // An id that names nothing, or a read that failed, is no answer to keep.
    const drop = (): void => { if (this.kept.get(id) === entry) this.kept.delete(id) }
    entry.record.then((record) => { if (record === null) drop() }, drop)
    return entry.record
  }

  forget(id: string): void {
    this.kept.delete(id)
  }
}
