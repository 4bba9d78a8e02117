import type { Counts } from '@pioneer/shared-types/activities/schemas'
import { Waiters } from './waiters'

/** Pause between two looks at the store while somebody watches, and after a nudge, milliseconds. */
const CALM = 300
const NUDGED = 250
/** After a look that took long the store rests as long, but the room never waits for more than this. */
const LONGEST_REST = 400

/**
 * Counts of the activities that screens watch: one poller a process looks at all of them with one aggregate, only while somebody watches.
 * What other processes write is seen by the same look; a sign-in here only makes it come sooner.
 */
export class LiveCounts {
  private readonly waiters = new Waiters()
  private readonly latest = new Map<string, Counts>()
  private polling: Promise<void> | null = null
  private readonly nudges = new Waiters()

  constructor(private readonly read: (activityIds: readonly string[]) => Promise<Map<string, Counts>>, private readonly onError: (error: unknown) => void) {}

  /** The counts as the poller last saw them; straight from the store when nobody watches, or for somebody who has seen nothing yet. */
  async of(activityId: string, fresh: boolean): Promise<Counts | undefined> {
    return (fresh ? undefined : this.latest.get(activityId)) ?? (await this.read([activityId])).get(activityId)
  }

  /** Resolves when the counts have changed from `seen`, after the time, when the client has gone or the service stops. */
  async changed(activityId: string, seen: Counts, milliseconds: number, gone: AbortSignal): Promise<void> {
    const known = this.latest.get(activityId)
    if (known && !same(known, seen)) return
    if (!known) this.latest.set(activityId, seen)
    const waiting = this.waiters.wait(activityId, milliseconds, gone)
    this.polling ??= this.poll().finally(() => { this.polling = null })
    await waiting
  }

  nudge(activityId: string): void {
    if (this.latest.has(activityId)) this.nudges.wake('any')
  }

  get over(): boolean {
    return this.waiters.over
  }

  stop(): void {
    this.waiters.stop()
    this.nudges.stop()
  }

  private async poll(): Promise<void> {
    const never = new AbortController().signal
    while (this.waiters.keys().length > 0) {
      const took = await this.look()
      const least = Math.min(LONGEST_REST, Math.max(NUDGED, took))
      await this.nudges.wait('rest', least, never)
      await this.nudges.wait('any', CALM - least, never)
    }
    this.latest.clear()
  }

  /** Looks once; says how long it took, milliseconds. */
  private async look(): Promise<number> {
    const began = performance.now()
    const watched = this.waiters.keys()
    try {
      for (const [id, counts] of await this.read(watched)) {
        const before = this.latest.get(id)
        this.latest.set(id, counts)
        if (!before || !same(before, counts)) this.waiters.wake(id)
      }
    } catch (error) {
      // The store is away for a moment: those who wait keep what they have seen.
      this.onError(error)
    }
    for (const id of this.latest.keys()) if (!watched.includes(id)) this.latest.delete(id)
    return performance.now() - began
  }
}

const same = (a: Counts, b: Counts): boolean => (Object.keys(a) as (keyof Counts)[]).every((key) => a[key] === b[key])
