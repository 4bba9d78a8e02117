import { existsSync } from 'node:fs'
import { at, requireNode } from './lib/top.mjs'

requireNode()

const { Progress } = await import('./lib/progress.mjs')
const { ensureInstalled } = await import('./lib/install.mjs')
const { ensureBuilt } = await import('./lib/build.mjs')
const { runNode } = await import('./lib/run.mjs')

/** Runs a command of the service, `server/src/cli/<name>.ts`, with the settings and the mode that `npm start` would use. */
const [name = '', ...args] = process.argv.slice(2)
if (existsSync(at('.env'))) process.loadEnvFile(at('.env'))

try {
  await ensureInstalled(new Progress(process.stderr))
  await ensureBuilt(['service'], new Progress(process.stderr))
  const { code } = await runNode(at('server', 'dist', 'cli', `${name}.js`), args, { env: { MODE: process.env.MODE || 'demo' }, stdio: 'inherit' })
  process.exitCode = code
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
