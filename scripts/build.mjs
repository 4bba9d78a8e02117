import { requireNode } from './lib/top.mjs'

requireNode()

const { Progress } = await import('./lib/progress.mjs')
const { ensureInstalled } = await import('./lib/install.mjs')
const { ensureBuilt } = await import('./lib/build.mjs')

const progress = new Progress()
try {
  await ensureInstalled(progress)
  await ensureBuilt(['service', 'h5', 'weapp'], progress)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
