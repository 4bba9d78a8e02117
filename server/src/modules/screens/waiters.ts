/** Requests that wait for something to happen to a key, in this process. Waiting ends by a wake, by time, or when the client has gone. */
export class Waiters {
  private readonly waiting = new Map<string, Set<() => void>>()
  private stopped = false

  wait(key: string, milliseconds: number, gone: AbortSignal): Promise<void> {
    if (this.stopped || gone.aborted || milliseconds <= 0) return Promise.resolve()
    return new Promise((resolve) => {
      const set = this.waiting.get(key) ?? new Set()
      this.waiting.set(key, set)
      const done = (): void => {
        clearTimeout(timer)
        gone.removeEventListener('abort', done)
        set.delete(done)
        if (set.size === 0) this.waiting.delete(key)
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      gone.addEventListener('abort', done)
      set.add(done)
    })
  }

  wake(key: string): void {
    for (const done of [...this.waiting.get(key) ?? []]) done()
  }

  /** Keys somebody waits for. */
  keys(): string[] {
    return [...this.waiting.keys()]
  }

  get over(): boolean {
    return this.stopped
  }

  stop(): void {
    this.stopped = true
    for (const key of this.keys()) this.wake(key)
  }
}
