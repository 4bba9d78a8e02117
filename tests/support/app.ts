import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startService } from '../../scripts/lib/service.mjs'

/** The whole product, running: store, stand-in, service and web build. */
export interface RunningApp {
  url: string
  /** Where demo mode's stand-in of WeChat answers. */
  wechatApi: string
  /** What the service printed apart from its start-up lines. */
  log: readonly string[]
  /** Asks the service to end, waits for it, removes its data. Throws when it does not end cleanly. */
  close: () => Promise<void>
}

/** Starts the built product with demo data on a free port and in a data folder of its own. */
export async function startApp(env: Record<string, string> = {}): Promise<RunningApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pioneer-e2e-'))
  const log: string[] = []
  const { child, ready } = await startService({ ownGroup: false, env: { MODE: 'demo', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, ...env }, onLog: (line) => log.push(line) })
  return {
    url: ready.url.replace(/\/$/, ''),
    wechatApi: ready.wechatApi ?? '',
    log,
    close: async () => {
      const code = await new Promise<number | null>((resolve) => {
        child.once('close', resolve)
        child.kill('SIGTERM')
      })
      await rm(dataDir, { recursive: true, force: true })
      if (code !== 0) throw new Error(`the service ended with ${code}\n${log.slice(-20).join('\n')}`)
    },
  }
}
