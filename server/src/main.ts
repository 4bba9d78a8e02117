import closeWithGrace from 'close-with-grace'
import path from 'node:path'
import { buildApp } from './app'
import { composeServices } from './compose'
import { readConfig, type Config } from './config'
import { systemClock } from './kernel/clock'
import { ensureDemo } from './modules/demo/service'
import { templateFields } from './modules/reminders/service'
import { sentenceFor } from './sentences'
import { connectStore, openStore } from './store'
import { startInnerListener } from './inner'
import { startWechatStandIn } from './wechat/stand-in/server'

const ROOT = path.resolve(__dirname, '..', '..')
/** Clocks further apart than this are worth a warning: tickets live for seconds. */
const CLOCK_LIMIT = 2_000

/** Lines for whoever started the process; everything else goes to the log. */
const progress = (sentence: string): void => { process.stdout.write(`progress: ${sentence}\n`) }

/** One line for whoever started the process; only a fault of the program itself shows where it is. */
function fatal(error: unknown): never {
  const sentence = sentenceFor(error)
  process.stderr.write(`fatal: ${sentence ?? '程序出错，请把下面几行发给维护人员 / a fault of the program, please report the lines below'}\n`)
  if (sentence === null) process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
  process.exit(1)
}

/** In demo mode WeChat's API is the stand-in, over real HTTP. */
async function withStandIn(config: Config): Promise<{ config: Config; close: () => Promise<void> }> {
  if (config.mode !== 'demo' || config.wechat) return { config, close: async () => undefined }
  const account = { appId: 'wx-demo-stand-in', secret: 'demo-stand-in-secret' }
  const fields = Object.entries(templateFields()).map(([key, names]) => ({ key, id: `demo-${key}`, names }))
  const standIn = await startWechatStandIn({ ...account, clock: systemClock, templates: Object.fromEntries(fields.map(({ id, names }) => [id, names])) })
  const wechatTemplates = Object.fromEntries(fields.map(({ key, id }) => [key, id]))
  return { config: { ...config, wechat: { ...account, apiBase: standIn.url }, wechatTemplates }, close: () => standIn.close() }
}

async function main(): Promise<void> {
  const settings = readConfig(process.env, ROOT)
  progress('打开数据 / opening the store')
  const store = await openStore(settings, { share: false, log: (line) => process.stderr.write(`${line}\n`), onLost: fatal })
  const connection = await connectStore(store.uri)
  const standIn = await withStandIn(settings)
  const { config } = standIn
  const app = await buildApp(config, { connection, clock: systemClock })
  const accounts = config.mode === 'demo' ? (await ensureDemo({ connection, clock: systemClock, progress, servicesAt: (clock) => composeServices({ ...app.context, clock }) })).accounts : []
  await warnOfClock(app)
  progress('开始监听 / listening')
  await app.http.listen({ port: config.port, host: config.host })
  const inner = await startInnerListener(app, config)
  app.startJobs()

  closeWithGrace({ delay: 15_000 }, async ({ err }) => {
    if (err) app.http.log.error({ err }, 'closing after an error')
    await inner.close()
    await app.close()
    await standIn.close()
    await connection.close()
    await store.close()
  })
  const wechatApi = config.mode === 'demo' ? config.wechat?.apiBase : undefined
  process.stdout.write(`ready ${JSON.stringify({ url: app.context.publicUrl(), accounts, wechatApi })}\n`)
}

/** Several machines sign the same tickets: their clocks must agree with the store's. */
async function warnOfClock(app: Awaited<ReturnType<typeof buildApp>>): Promise<void> {
  const before = systemClock.now().getTime()
  const hello = await app.context.connection.db?.admin().command({ hello: 1 })
  const theirs = hello?.['localTime'] instanceof Date ? hello['localTime'].getTime() : before
  const apart = Math.abs(theirs - (before + systemClock.now().getTime()) / 2)
  if (apart > CLOCK_LIMIT) {
    app.http.log.warn({ apartMilliseconds: Math.round(apart) }, 'clock is off the store')
    progress(`注意：本机时钟与数据库相差 ${(apart / 1000).toFixed(1)} 秒，请校时 / clocks are apart`)
  }
}

main().catch(fatal)
