import type { Clock } from '../../kernel/clock'
import type { ActivityOutline } from './types'

/** How old an outline may be, milliseconds: kinds never change after publishing, and a start that was moved shows within a minute. */
const LIFE = 60_000
const MOST = 5_000

/** A bounded memory of what a year is counted by: a branch's members share the same meetings, and each first screen asks for all of them. */
export class Outlines {
  private readonly kept = new Map<string, { readAt: number; outline: ActivityOutline }>()

  constructor(private readonly clock: Clock, private readonly read: (ids: readonly string[]) => Promise<ActivityOutline[]>) {}

  /** Those that exist, by start. */
  async get(ids: readonly string[]): Promise<ActivityOutline[]> {
    const now = this.clock.now().getTime()
    const known: ActivityOutline[] = []
    const unknown: string[] = []
    for (const id of ids) {
      const entry = this.kept.get(id)
      if (entry && now >= entry.readAt && now - entry.readAt < LIFE) known.push(entry.outline)
      else unknown.push(id)
    }
    const read = unknown.length === 0 ? [] : await this.read(unknown)
    if (this.kept.size + read.length > MOST) this.kept.clear()
    for (const outline of read) this.kept.set(outline.id, { readAt: now, outline })
    return [...known, ...read].sort((a, b) => a.startAt.getTime() - b.startAt.getTime() || (a.id < b.id ? -1 : 1))
  }

  forget(id: string): void {
    this.kept.delete(id)
  }
}
