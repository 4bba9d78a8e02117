import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startService } from '../../scripts/lib/service.mjs'
import { digest } from '../../scripts/lib/stamp.mjs'
import { at } from '../../scripts/lib/top.mjs'

/** The whole product, running: store, stand-in, service and web build. */
export interface RunningApp {
  url: string
  /** Where demo mode's stand-in of WeChat answers. */
  wechatApi: string
  /** Where its data lies while it runs. */
  dataDir: string
  /** What the service printed apart from its start-up lines. */
  log: readonly string[]
  /** Asks the service to end, waits for it, removes its data. Throws when it does not end cleanly. */
  close: () => Promise<void>
}

/** Starts the built product with demo data on a free port and in a data folder of its own. */
export async function startApp(env: Record<string, string> = {}): Promise<RunningApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pioneer-e2e-'))
  const demo = (env['MODE'] ?? 'demo') === 'demo' && env['DATA_DIR'] === undefined
  // A year of demo data takes a while to play: it is played once, every start tops its own copy up.
  if (demo) await cp(await demoData(), dataDir, { recursive: true })
  return start(dataDir, env)
}

async function start(dataDir: string, env: Record<string, string>): Promise<RunningApp> {
  const { url, wechatApi, log, end } = await run(dataDir, env)
  return {
    url, wechatApi, log, dataDir: env['DATA_DIR'] ?? dataDir,
    close: async () => {
      try {
        await end()
      } finally {
        await rm(dataDir, { recursive: true, force: true })
      }
    },
  }
}

/** The service on a data folder; `end` leaves the folder as it is. */
async function run(dataDir: string, env: Record<string, string>) {
  const log: string[] = []
  const { child, ready } = await startService({ ownGroup: false, env: { MODE: 'demo', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, ...env }, onLog: (line) => log.push(line) })
  return {
    url: ready.url.replace(/\/$/, ''), wechatApi: ready.wechatApi ?? '', log,
    end: async (): Promise<void> => {
      const code = await new Promise<number | null>((resolve) => {
        child.once('close', resolve)
        child.kill('SIGTERM')
      })
      if (code !== 0) throw new Error(`the service ended with ${code}\n${log.slice(-20).join('\n')}`)
    },
  }
}

/** A data folder of the demo as this service makes it today; made by whoever asks first. */
async function demoData(): Promise<string> {
  const made = await digest(['server/src', 'server/data', 'server/embedded-mongo/src', 'shared-types/src'])
  const folder = at('.cache', 'test', `demo-${new Date().toISOString().slice(0, 10)}-${made.slice(0, 16)}`)
  if (existsSync(folder)) return folder
  const own = `${folder}.${process.pid}`
  await mkdir(own, { recursive: true })
  const { end } = await run(own, {})
  await end()
  // Somebody else may have been first.
  await rename(own, folder).catch(() => rm(own, { recursive: true, force: true }))
  return folder
}
