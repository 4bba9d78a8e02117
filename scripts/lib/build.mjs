import { existsSync } from 'node:fs'
import { at } from './top.mjs'
import { runNode } from './run.mjs'
import { npm } from './install.mjs'
import { digest, readStamp, writeStamp } from './stamp.mjs'

export const TSC = at('node_modules', 'typescript', 'bin', 'tsc')

const SERVICE_OUTPUTS = ['shared-types/dist/constants.js', 'server/embedded-mongo/dist/index.js', 'server/dist/main.js']
const APP_INPUTS = ['miniapp/src', 'miniapp/config', 'miniapp/types', 'miniapp/babel.config.js', 'miniapp/package.json', 'miniapp/project.config.json', 'shared-types/src', 'package-lock.json']

const LIMIT = 6 * 60_000

const taro = (target) => (_complete, timeout) => npm(['run', `build:${target}`, '--workspace', 'miniapp'], { env: { NODE_ENV: 'production' }, timeout })

/** What can be built: from which inputs, to which outputs, how. */
const UNITS = {
  service: {
    label: '构建服务 / building the service',
    inputs: ['shared-types/src', 'server/embedded-mongo/src', 'server/src', 'tsconfig.json', 'tsconfig.base.json', 'shared-types/tsconfig.json', 'server/tsconfig.json', 'server/embedded-mongo/tsconfig.json', 'package-lock.json'],
    outputs: SERVICE_OUTPUTS,
    // Without --force the compiler trusts its notes and would not write outputs that somebody deleted.
    make: (complete, timeout) => runNode(TSC, ['-b', 'tsconfig.json', ...(complete ? [] : ['--force'])], { timeout }),
  },
  h5: { label: '构建网页版（约一分钟）/ building the web app (about a minute)', inputs: APP_INPUTS, outputs: ['miniapp/dist/h5/index.html'], make: taro('h5') },
  weapp: { label: '构建小程序 / building the mini-program', inputs: APP_INPUTS, outputs: ['miniapp/dist/weapp/app.json'], words: () => [process.env.TARO_APP_API ?? ''], make: taro('weapp') },
}

/** @typedef {keyof typeof UNITS} Unit */

const isComplete = (unit) => unit.outputs.every((path) => existsSync(at(path)))

/** Is the unit there, and made from these inputs? */
async function stateOf(name) {
  const unit = UNITS[name]
  const wanted = await digest(unit.inputs, unit.words?.())
  const complete = isComplete(unit)
  return { unit, wanted, complete, fresh: complete && (await readStamp(name)) === wanted }
}

async function make(name, { unit, wanted, complete }, timeout = LIMIT) {
  const result = await unit.make(complete, timeout)
  if (result.code !== 0) return result
  if (!isComplete(unit)) return { ...result, code: 1, output: `${result.output}\nnot built: ${unit.outputs.join(', ')}` }
  await writeStamp(name, wanted)
  return result
}

/**
 * Builds one unit unless its outputs are there and were made from the same inputs. Answers like `run`.
 * @param {Unit} name
 * @param {number} [timeout] milliseconds
 */
export async function build(name, timeout) {
  const state = await stateOf(name)
  return state.fresh ? { code: 0, output: '', timedOut: false } : make(name, state, timeout)
}

/** Builds what is missing or stale, with progress; throws with the end of the output when a build fails. */
export async function ensureBuilt(names, progress) {
  for (const name of names) {
    const state = await stateOf(name)
    if (state.fresh) continue
    const result = await progress.run(state.unit.label, () => make(name, state), ({ code }) => code === 0)
    if (result.code !== 0) throw new Error(`构建失败。 / The build of ${name} failed:\n${result.output.trim().split('\n').slice(-30).join('\n')}`)
  }
}
