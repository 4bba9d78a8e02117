const HEARTBEAT_SECONDS = 20
const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'

const seconds = (from) => Math.round((Date.now() - from) / 1000)

/**
 * Shows what is under way. On a terminal one line ticks with the seconds of everything that runs;
 * elsewhere each piece of work prints a line when it begins, every 20 seconds and when it ends.
 */
export class Progress {
  #running = new Map()
  #timer
  #beats = 0
  #out
  #ticking

  constructor(out = process.stdout) {
    this.#out = out
    this.#ticking = Boolean(out.isTTY)
  }

  /** Runs `work` under a label; returns what it returns. `verdict` of the result may say that it failed without throwing. */
  async run(label, work, verdict = () => true) {
    const from = Date.now()
    this.#running.set(label, from)
    if (!this.#ticking) this.line(`… ${label}`)
    this.#start()
    let ok = false
    try {
      const result = await work()
      ok = verdict(result)
      return result
    } finally {
      this.#running.delete(label)
      if (this.#running.size === 0) this.#stop()
      this.line(`${ok ? '✓' : '✗'} ${label} (${seconds(from)} s)`)
    }
  }

  /** Prints a line above the ticking one. */
  line(text) {
    this.#clear()
    this.#out.write(`${text}\n`)
  }

  #start() {
    this.#timer ??= setInterval(() => this.#tick(), this.#ticking ? 250 : 1000)
  }

  #stop() {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#clear()
  }

  #tick() {
    this.#beats += 1
    const running = [...this.#running]
    if (!this.#ticking) {
      for (const [label, from] of running) {
        const passed = seconds(from)
        if (passed > 0 && passed % HEARTBEAT_SECONDS === 0) this.line(`… ${label} ${passed} s`)
      }
      return
    }
    const text = running.map(([label, from]) => `${label} ${seconds(from)} s`).join('  ·  ')
    this.#clear()
    this.#out.write(`${SPINNER[this.#beats % SPINNER.length]} ${text}`)
  }

  #clear() {
    if (this.#ticking) this.#out.write('\r\u001B[2K')
  }
}
