import { Schema, type Connection } from 'mongoose'
import { randomToken } from './ids'
import type { Clock } from './clock'
import { isDuplicateKey } from './transaction'

interface Lease { _id: string; holder: string; until: Date }

const leaseSchema = new Schema<Lease>({ _id: { type: String, required: true }, holder: { type: String, required: true }, until: { type: Date, required: true } }, { versionKey: false })

/** Something one process does for all, again and again. */
export interface Job {
  name: string
  /** How often it is tried, milliseconds. */
  every: number
  /** How long the lease lasts; a process that dies gives it up after this, milliseconds. */
  lease: number
  run: (now: Date) => Promise<void>
}

/**
 * Leased jobs: whichever process holds the lease in the database runs the job, so that several processes behave as one
 * and a killed one is replaced when its lease runs out.
 */
export class JobRunner {
  private readonly holder = randomToken(9)
  private readonly timers: NodeJS.Timeout[] = []
  private readonly running = new Set<Promise<void>>()
  private readonly underWay = new Set<string>()
  private readonly leases

  constructor(connection: Connection, private readonly clock: Clock, private readonly onError: (job: string, error: unknown) => void) {
    this.leases = connection.model<Lease>('Lease', leaseSchema, 'leases')
  }

  start(jobs: readonly Job[]): void {
    for (const job of jobs) {
      let busy = false
      const attempt = (): void => {
        // A round that takes longer than its interval is not joined by a second one.
        if (busy) return
        busy = true
        const work = this.runOnce(job).then(() => undefined, (error: unknown) => this.onError(job.name, error))
        this.running.add(work)
        void work.finally(() => {
          busy = false
          this.running.delete(work)
        })
      }
      attempt()
      this.timers.push(setInterval(attempt, job.every))
    }
  }

  /** Runs the job now if this process gets or holds the lease and is not still at it; says whether it ran. A long run is given its lease again by the next tries. */
  async runOnce(job: Job): Promise<boolean> {
    const now = this.clock.now()
    if (!(await this.acquire(job, now)) || this.underWay.has(job.name)) return false
    this.underWay.add(job.name)
    try {
      await job.run(now)
    } finally {
      this.underWay.delete(job.name)
    }
    return true
  }

  private async acquire(job: Job, now: Date): Promise<boolean> {
    const until = new Date(now.getTime() + job.lease)
    const mine = await this.leases.findOneAndUpdate(
      { _id: job.name, $or: [{ holder: this.holder }, { until: { $lte: now } }] }, { $set: { holder: this.holder, until } }, { returnDocument: 'after' }).lean()
    if (mine) return true
    try {
      await this.leases.create({ _id: job.name, holder: this.holder, until })
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  /** Stops the timers and waits for what is under way. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer)
    this.timers.length = 0
    await Promise.allSettled([...this.running])
  }
}
