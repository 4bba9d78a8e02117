/** The only place that reads the machine's clock; everything else takes a Clock or an instant. */
export interface Clock {
  /** The present UTC instant. */
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that tests set by hand. */
export class ManualClock implements Clock {
  private current: number
  constructor(start: Date | string) {
    this.current = new Date(start).getTime()
  }
  now(): Date {
    return new Date(this.current)
  }
  set(instant: Date | string): void {
    this.current = new Date(instant).getTime()
  }
  /** Moves on by so many milliseconds. */
  advance(milliseconds: number): void {
    this.current += milliseconds
  }
}
