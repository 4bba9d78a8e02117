import { relative, resolve } from 'node:path'
import { at, requireNode, top } from './lib/top.mjs'

requireNode()

const { Progress } = await import('./lib/progress.mjs')
const { ensureInstalled } = await import('./lib/install.mjs')
const { ensureBuilt } = await import('./lib/build.mjs')
const { loadTypeScript } = await import('./lib/bundle.mjs')
const { stopChildren } = await import('./lib/run.mjs')

/**
 * `npm run look [-- --only home,inbox]`: pictures of every page in every role and state, from the web build and from the
 * compiled mini-program, into .look/index.html. LOOKS_DIR names a folder with drawn pictures to be shown beside them.
 */
const place = process.argv.indexOf('--only')
const only = place === -1 ? [] : (process.argv[place + 1] ?? '').split(',').filter(Boolean)
const progress = new Progress()
const began = Date.now()

for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => void stopChildren().then(() => process.exit(130)))

try {
  await ensureInstalled(progress)
  await ensureBuilt(['service', 'h5', 'weapp'], progress)
  const { look } = await loadTypeScript('look', at('tests', 'look', 'shoot.ts'))
  const { index, shots, problems } = await look({ only, into: at('.look'), looks: process.env.LOOKS_DIR && resolve(process.env.LOOKS_DIR), say: (line) => progress.line(line) })
  progress.line(`${shots} pictures in ${Math.round((Date.now() - began) / 1000)} s: ${relative(top, index)}`)
  if (problems.length > 0) {
    progress.line(`${problems.length} could not be shown as asked`)
    process.exitCode = 1
  }
} catch (error) {
  progress.line(error instanceof Error ? error.stack ?? error.message : String(error))
  await stopChildren()
  process.exitCode = 1
}
