import type { ChildProcess } from 'node:child_process'
import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { startService } from '../../scripts/lib/service.mjs'

/** Processes that a process has started. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((candidate) => parentOf(candidate) === pid)
  } catch {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).split('\n').filter(Boolean).map(Number)
  }
}
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null
  }
}

/** What is killed. `both` is what a power cut does, as far as a process can. */
export type Victim = 'service' | 'store' | 'both'

/** The built service in single mode on a data folder: it can be killed and comes back on the same port. */
export class Mortal {
  readonly log: string[] = []
  private child: ChildProcess | null = null
  private port = 0

  constructor(readonly dataDir: string) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get env(): Record<string, string> {
    return { MODE: 'single', HOST: '127.0.0.1', PORT: String(this.port), DATA_DIR: this.dataDir, MONGODB_URI: '', JWT_SECRET: '', DATA_KEY: '', PUBLIC_URL: '', WECHAT_APPID: '', WECHAT_SECRET: '', INNER_PORT: '', LOG_LEVEL: 'warn' }
  }

  async start(): Promise<void> {
    const { child, ready } = await startService({ env: this.env, onLog: (line) => { this.log.push(line) } })
    this.child = child
    this.port = Number(new URL(ready.url).port)
  }

  /** Kills without warning; the service is started again, the store is expected to come back by itself. */
  async kill(victim: Victim): Promise<void> {
    const { child } = this
    if (!child?.pid) throw new Error('there is no service to kill')
    const [store] = childrenOf(child.pid)
    if (store === undefined && victim !== 'service') throw new Error('the service has no store')
    const over = new Promise((resolve) => child.once('close', resolve))
    if (victim !== 'store') process.kill(child.pid, 'SIGKILL')
    if (victim !== 'service' && store !== undefined) process.kill(store, 'SIGKILL')
    if (victim === 'store') return
    await over
    await this.start()
  }

  /** Asks the service to end; answers its exit code. */
  async stop(): Promise<number | null> {
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return null
    const over = new Promise<number | null>((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    return over
  }
}
