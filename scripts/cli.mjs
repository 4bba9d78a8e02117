import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { at, requireNode, top } from './lib/top.mjs'

requireNode()

const { Progress } = await import('./lib/progress.mjs')
const { ensureInstalled } = await import('./lib/install.mjs')
const { ensureBuilt } = await import('./lib/build.mjs')

/** Runs a command of the service, `server/src/cli/<name>.ts`, with the settings and the mode that `npm start` would use. */
const [name = '', ...args] = process.argv.slice(2)
if (existsSync(at('.env'))) process.loadEnvFile(at('.env'))

try {
  const progress = new Progress(process.stderr)
  await ensureInstalled(progress)
  await ensureBuilt(['service'], progress)
  // In our own process group: the command may ask at the terminal, and Ctrl-C is for it.
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', at('server', 'dist', 'cli', `${name}.js`), ...args], { cwd: top, stdio: 'inherit', env: { ...process.env, MODE: process.env.MODE || 'demo' } })
  process.exitCode = status ?? 1
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
