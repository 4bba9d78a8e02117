import { createWriteStream, existsSync, mkdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { at, requireNode, top } from './lib/top.mjs'

requireNode()

const { Progress } = await import('./lib/progress.mjs')
const { ensureInstalled } = await import('./lib/install.mjs')
const { ensureBuilt } = await import('./lib/build.mjs')
const { portProblem, portSentence } = await import('./lib/port.mjs')
const { signal, stopChildren } = await import('./lib/run.mjs')
const { startService } = await import('./lib/service.mjs')
const { welcome } = await import('./lib/welcome.mjs')

const CLOSE_LIMIT = 20_000
const began = Date.now()
const progress = new Progress()

if (existsSync(at('.env'))) process.loadEnvFile(at('.env'))
const mode = process.env.MODE || 'demo'
const port = Number(process.env.PORT || 3000)
const host = process.env.HOST || '127.0.0.1'
const dataDir = resolve(top, process.env.DATA_DIR || join('data', mode))

/** One line, then the end. */
async function fail(message) {
  progress.line(message)
  await stopChildren()
  process.exit(1)
}

/** Writes what the service logs to a file of its own, so that the terminal stays readable. */
function openLog() {
  mkdirSync(at('.cache'), { recursive: true })
  const file = at('.cache', `service-${mode}.log`)
  return { file, stream: createWriteStream(file) }
}

let service
let closing = false

/** Ctrl-C: the service is asked to close its store and connections; we end when it has. */
async function close() {
  if (closing) return
  closing = true
  if (service) {
    progress.line('正在关闭…… / closing ...')
    const ended = new Promise((end) => service.once('close', end))
    // Only the service: it closes its store after itself.
    service.kill('SIGTERM')
    setTimeout(() => signal(service, 'SIGKILL'), CLOSE_LIMIT).unref()
    await ended
    progress.line('已关闭，数据已保存。 / closed, your data is kept.')
  }
  await stopChildren()
  process.exit(0)
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => void close())

async function main() {
  const problem = Number.isInteger(port) ? await portProblem(port, host) : null
  if (problem) return fail(portSentence(problem, port))
  await ensureInstalled(progress)
  await ensureBuilt(['service', 'h5'], progress)
  const log = openLog()
  const { child, ready } = await progress.run('启动服务 / starting the service', () => startService({
    env: { MODE: mode },
    onProgress: (sentence) => progress.line(`  ${sentence}`),
    onLog: (line) => log.stream.write(`${line}\n`),
    onSpawn: (started) => { service = started },
  }))
  child.once('close', (code) => {
    if (!closing) void fail(`服务意外退出（${code}），日志在 ${relative(top, log.file)}。 / The service ended unexpectedly, see the log.`)
  })
  progress.line(welcome({ mode, ...ready, seconds: ((Date.now() - began) / 1000).toFixed(1), dataDir: relative(top, dataDir) || '.', logFile: relative(top, log.file) }))
}

main().catch((error) => (closing ? undefined : fail(error.message)))
