import { mkdir } from 'node:fs/promises'
import { at, requireNode } from './lib/top.mjs'

requireNode()

const { Progress } = await import('./lib/progress.mjs')
const { ensureInstalled } = await import('./lib/install.mjs')
const { stopChildren } = await import('./lib/run.mjs')
const { schedule } = await import('./lib/schedule.mjs')
const { groupsOf, selectSteps, stepsOf } = await import('./lib/steps.mjs')

/** The whole run must end within half an hour, also on a busy machine; what is still running shortly before is ended and counts as failed. */
const WHOLE_RUN = 27 * 60_000

function readArguments(args) {
  const long = args.includes('--long')
  const steps = stepsOf({ long })
  const at = args.indexOf('--only')
  if (at === -1) return { long, steps: long ? selectSteps(steps, ['unit']) : steps }
  const groups = (args[at + 1] ?? '').split(',').filter(Boolean)
  const unknown = groups.filter((group) => !groupsOf(steps).includes(group))
  if (groups.length === 0 || unknown.length > 0) throw new Error(`--only takes some of ${groupsOf(steps).join(',')}, not "${unknown.join(',')}"`)
  return { long, steps: selectSteps(steps, groups) }
}

const progress = new Progress()
const outcomes = new Map()
const began = Date.now()

/** Runs one step; whatever goes wrong in it becomes a failed check. */
async function perform(step, deadline) {
  const broken = (step.needs ?? []).filter((name) => outcomes.get(name)?.failed > 0)
  if (broken.length > 0) {
    outcomes.set(step.name, { passed: 0, failed: 1, note: `not tried, ${broken.join(' and ')} failed` })
    return
  }
  const left = Math.max(1_000, Math.min(step.timeout, deadline - Date.now()))
  const outcome = await progress.run(step.name, () => step.run(left).catch((error) => ({ passed: 0, failed: 1, details: `    ${error.message}` })), ({ failed }) => failed === 0)
  outcomes.set(step.name, outcome)
  if (outcome.details && (outcome.failed > 0 || outcome.always)) progress.line(outcome.details)
}

async function main() {
  const { long, steps } = readArguments(process.argv.slice(2))
  await mkdir(at('.cache', 'test'), { recursive: true })
  await ensureInstalled(progress)
  const deadline = long ? Infinity : began + WHOLE_RUN
  const ready = steps.map((step) => ({ ...step, after: [...(step.after ?? []), ...(step.needs ?? [])] }))
  await schedule(ready, 2, (step) => perform(step, deadline))
}

for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => void stopChildren().then(() => process.exit(130)))

await main().catch((error) => {
  progress.line(error.message)
  outcomes.set('set-up', { passed: 0, failed: 1 })
})

progress.line('')
let passed = 0
let failed = 0
for (const [name, outcome] of outcomes) {
  passed += outcome.passed
  failed += outcome.failed
  progress.line(`${outcome.failed === 0 ? '✓' : '✗'} ${name}${outcome.note ? `: ${outcome.note}` : ''}`)
}
progress.line(`${Math.round((Date.now() - began) / 1000)} s`)
if (failed > 0 || passed === 0) process.exitCode = 1
console.log(`${passed} passed, ${failed} failed`)
