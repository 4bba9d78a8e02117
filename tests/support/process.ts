import type { ChildProcess } from 'node:child_process'
import { at } from '../../scripts/lib/top.mjs'
import { start } from '../../scripts/lib/run.mjs'

/** How a process ended and all it said. */
export interface Ended { code: number | null; out: string; err: string }

/** Settings of the machine that runs the tests must not reach the service. */
const NOTHING = { MODE: '', PORT: '', HOST: '', MONGODB_URI: '', DATA_DIR: '', JWT_SECRET: '', DATA_KEY: '', PUBLIC_URL: '', WECHAT_APPID: '', WECHAT_SECRET: '', INNER_PORT: '', LOG_LEVEL: 'warn' }

/** Runs a built program of the server; answers when it has ended. `onSpawn` may end it. */
export function runBuilt(entry: string, env: Record<string, string>, onSpawn: (child: ChildProcess) => void = () => undefined, args: readonly string[] = []): Promise<Ended> {
  return ended(start(process.execPath, [at('server', 'dist', entry), ...args], { env: { ...NOTHING, ...env } }), onSpawn)
}

/** Runs a command of the shell around the service, e.g. with a limit. */
export function runLimited(limit: string, env: Record<string, string>): Promise<Ended> {
  return ended(start('sh', ['-c', `${limit}; exec "$0" "$@"`, process.execPath, at('server', 'dist', 'main.js')], { env: { ...NOTHING, ...env } }))
}

function ended(child: ChildProcess, onSpawn: (child: ChildProcess) => void = () => undefined): Promise<Ended> {
  const said = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => { said.out += text })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { said.err += text })
  onSpawn(child)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...said }))
  })
}
