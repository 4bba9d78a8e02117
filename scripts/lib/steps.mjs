import { rm } from 'node:fs/promises'
import { at } from './top.mjs'
import { runNode } from './run.mjs'
import { build, TSC } from './build.mjs'
import { checkDist } from './dist.mjs'
import { readJestResult, tail } from './results.mjs'

const MINUTE = 60_000
const bin = (...parts) => at('node_modules', ...parts)
const JEST = bin('jest', 'bin', 'jest.js')

/**
 * What a step answers: how many checks passed and failed, a word about it, and what to print when something failed.
 * @typedef {{passed: number, failed: number, note?: string, details?: string}} Outcome
 */

/** A program that passes or fails as one check. */
const oneCheck = ({ code, output, timedOut }) => (code === 0
  ? { passed: 1, failed: 0 }
  : { passed: 0, failed: 1, note: timedOut ? 'timed out' : `exit code ${code}`, details: tail(output) })

/** Runs programs one after the other until one fails. */
async function inTurn(...programs) {
  let result = { code: 0, output: '', timedOut: false }
  for (const program of programs) {
    result = await program()
    if (result.code !== 0) return result
  }
  return result
}

/** A Jest run, counted by its tests. */
async function jest(name, args, timeout, env) {
  const file = at('.cache', 'test', `${name}.json`)
  await rm(file, { force: true })
  const ran = await runNode(JEST, [...args, '--json', `--outputFile=${file}`], { timeout, env })
  const result = await readJestResult(file).catch(() => undefined)
  if (!result) return oneCheck({ ...ran, code: ran.code || 1 })
  const { passed, failed, skipped, details } = result
  // A run that does not end leaves something open; one that fails without a failed test has a reason of its own.
  const odd = ran.timedOut || (ran.code !== 0 && failed === 0)
  return {
    passed,
    failed: failed + (odd ? 1 : 0),
    note: `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}${ran.timedOut ? ', and the run did not end' : ''}`,
    details: [...details, ...(odd ? [tail(ran.output)] : [])].join('\n'),
  }
}

/** The sizes and contents of what would be shipped: every line of the table is a check. */
async function dist() {
  const { rows, table } = await checkDist()
  const failed = rows.filter(({ ok }) => !ok).length
  return { passed: rows.length - failed, failed, details: table, always: true }
}

/**
 * Every step of `npm test`. `after`: begins when those have ended; `needs`: is not tried when one of those failed;
 * `weight`: 2 takes both places. `group` is the word for --only.
 * @typedef {{name: string, group: string, after?: string[], needs?: string[], weight?: number, timeout: number, run: (timeout: number) => Promise<Outcome>}} Step
 * @param {{long: boolean}} options
 * @returns {Step[]}
 */
export function stepsOf({ long }) {
  const env = long ? { LONG: '1' } : {}
  return [
    {
      name: 'types', group: 'types', timeout: 6 * MINUTE,
      run: async (timeout) => oneCheck(await inTurn(
        () => build('service', timeout),
        () => runNode(TSC, ['-b', 'server/tests', 'tests'], { timeout }),
        () => runNode(TSC, ['--noEmit', '-p', 'miniapp'], { timeout }),
      )),
    },
    { name: 'h5', group: 'build', timeout: 6 * MINUTE, run: async (timeout) => oneCheck(await build('h5', timeout)) },
    { name: 'weapp', group: 'build', timeout: 6 * MINUTE, run: async (timeout) => oneCheck(await build('weapp', timeout)) },
    { name: 'dist', group: 'build', needs: ['h5', 'weapp'], timeout: MINUTE, run: dist },
    { name: 'lint', group: 'lint', after: ['types'], timeout: 5 * MINUTE, run: async (timeout) => oneCheck(await runNode(bin('eslint', 'bin', 'eslint.js'), ['.', '--max-warnings', '0'], { timeout })) },
    {
      name: 'layers', group: 'lint', timeout: 2 * MINUTE,
      run: async (timeout) => oneCheck(await runNode(bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), ['--config', '.dependency-cruiser.cjs', 'shared-types/src', 'server/src', 'server/embedded-mongo/src', 'miniapp/src'], { timeout })),
    },
    { name: 'dead code', group: 'lint', timeout: 2 * MINUTE, run: async (timeout) => oneCheck(await runNode(bin('knip', 'bin', 'knip.js'), ['--no-progress', '--no-config-hints'], { timeout })) },
    {
      name: 'unit', group: 'unit', after: ['types'], weight: 2, timeout: (long ? 90 : 15) * MINUTE,
      run: (timeout) => jest('unit', ['--ignoreProjects', 'e2e', 'e2e-weapp'], timeout, env),
    },
    {
      name: 'e2e', group: 'e2e', after: ['types'], needs: ['h5'], weight: 2, timeout: 12 * MINUTE,
      run: (timeout) => jest('e2e', ['--selectProjects', 'e2e', '--runInBand'], timeout, env),
    },
    {
      name: 'e2e-weapp', group: 'e2e-weapp', after: ['types'], needs: ['h5', 'weapp'], weight: 2, timeout: 8 * MINUTE,
      run: (timeout) => jest('e2e-weapp', ['--selectProjects', 'e2e-weapp', '--runInBand'], timeout, env),
    },
  ]
}

/** The words --only knows. @param {Step[]} steps */
export const groupsOf = (steps) => [...new Set(steps.map(({ group }) => group))]

/**
 * The steps of these groups and whatever they wait for.
 * @param {Step[]} steps
 * @param {string[]} groups
 */
export function selectSteps(steps, groups) {
  const chosen = new Set(steps.filter(({ group }) => groups.includes(group)))
  for (const step of chosen) {
    for (const name of [...(step.after ?? []), ...(step.needs ?? [])]) {
      const other = steps.find((candidate) => candidate.name === name)
      if (other) chosen.add(other)
    }
  }
  return steps.filter((step) => chosen.has(step))
}
