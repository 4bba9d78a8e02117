/**
 * Runs steps as soon as those they come `after` have ended, however they ended, and as many at once as their `weight`s
 * (1 unless said) fit into `capacity`; earlier steps first. A name in `after` that is not among the steps is ignored.
 * @template {{name: string, after?: string[], weight?: number}} S
 * @param {S[]} steps
 * @param {number} capacity
 * @param {(step: S) => Promise<void>} work must not throw
 */
export async function schedule(steps, capacity, work) {
  const waiting = [...steps]
  const running = new Map()
  let load = 0
  const unfinished = (name) => running.has(name) || waiting.some((step) => step.name === name)
  while (waiting.length > 0 || running.size > 0) {
    for (const step of [...waiting]) {
      const weight = Math.min(step.weight ?? 1, capacity)
      if (load + weight > capacity || step.after?.some(unfinished)) continue
      waiting.splice(waiting.indexOf(step), 1)
      load += weight
      running.set(step.name, work(step).finally(() => {
        running.delete(step.name)
        load -= weight
      }))
    }
    if (running.size === 0) throw new Error(`these steps wait for each other: ${waiting.map(({ name }) => name).join(', ')}`)
    await Promise.race(running.values())
  }
}
