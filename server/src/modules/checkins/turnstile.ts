/**
 * Lets at most `width` pieces of work of one key run at a time in this process; the others wait their turn.
 * It closes the gap between reading a budget and charging it: no truth is kept here, only an order.
 */
export class Turnstile {
  private readonly lanes = new Map<string, { running: number; waiting: (() => void)[] }>()

  async pass<T>(key: string, width: number, work: () => Promise<T>): Promise<T> {
    const lane = this.lanes.get(key) ?? { running: 0, waiting: [] }
    this.lanes.set(key, lane)
    if (lane.running >= width) await new Promise<void>((resolve) => { lane.waiting.push(resolve) })
    else lane.running += 1
    try {
      return await work()
    } finally {
      const next = lane.waiting.shift()
      // Whoever waited takes over the place.
      if (next) next()
      else if ((lane.running -= 1) === 0) this.lanes.delete(key)
    }
  }
}
