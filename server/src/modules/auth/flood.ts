import type { Clock } from '../../kernel/clock'

/** A soft limit of one process: `size` at once, then `perSecond`. May be lost at any time. */
export class TokenBucket {
  private level: number
  private at: number

  constructor(private readonly clock: Clock, private readonly size: number, private readonly perSecond: number) {
    this.level = size
    this.at = clock.now().getTime()
  }

  /** Takes one: 0 when there was one, else the seconds to wait. A clock that goes back refills nothing. */
  take(): number {
    const now = this.clock.now().getTime()
    this.level = Math.min(this.size, this.level + (Math.max(0, now - this.at) / 1000) * this.perSecond)
    this.at = now
    if (this.level < 1) return Math.ceil((1 - this.level) / this.perSecond)
    this.level -= 1
    return 0
  }
}
