import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startService } from '../../scripts/lib/service.mjs'
import { runBuilt, runLimited, type Ended } from '../support/process'

/** A start that cannot succeed says so in one line that tells the operator what to do, and ends with 1. */
jest.setTimeout(process.env.LONG ? 300_000 : 60_000)
const folder = mkdtempSync(join(tmpdir(), 'pioneer-start-'))
/** A data folder that a service has used and left. */
const used = join(folder, 'used')
const SECRETS = { JWT_SECRET: 'k3JvB8wQz1LrXp7Nn2TgHc9sYd4MaFe6', DATA_KEY: 'Zr5Uq0WbEj7oKt3PvLx8yGm1NhCs6DfA' }

const run = (env: Record<string, string>): Promise<Ended> => runBuilt('main.js', { MODE: 'single', HOST: '127.0.0.1', PORT: '0', ...env })
/** One fatal line in Chinese; nothing beside it, unless the store has had trouble of its own to log. */
const expectOneLine = ({ code, err }: Ended, words: string | RegExp, beside: 'nothing' | 'log' = 'nothing'): void => {
  const told = err.split('\n').filter((line) => line.startsWith('fatal: '))
  expect(beside === 'nothing' ? err : `${told.join('\n')}\n`).toMatch(/^fatal: [^\n]*[一-龥][^\n]*\n$/)
  expect(told.join()).toMatch(words)
  expect(told.join()).not.toMatch(/\bat \/|node_modules|Error:|errno|程序出错/)
  expect(code).toBe(1)
}
/** A copy of the used folder to spoil. */
const copyOf = (name: string): string => {
  cpSync(used, join(folder, name), { recursive: true, filter: (path) => !path.endsWith('.sock') })
  return join(folder, name)
}
const storeFile = (dataDir: string): string => join(dataDir, 'store', 'store.mdb')

beforeAll(async () => {
  const { child } = await startService({ env: { MODE: 'single', HOST: '127.0.0.1', PORT: '0', DATA_DIR: used, MONGODB_URI: '', LOG_LEVEL: 'warn' } })
  const over = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  expect(await over).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('settings', () => {
  it.each<[string, Record<string, string>, string | RegExp]>([
    ['an unknown mode', { MODE: 'production' }, 'MODE=production'],
    ['a weak secret', { JWT_SECRET: 'a'.repeat(40) }, 'JWT_SECRET 太弱'],
    ['a short secret', { DATA_KEY: 'short' }, 'DATA_KEY 太弱'],
    ['cluster without a database', { MODE: 'cluster', ...SECRETS }, '必须设置 MONGODB_URI'],
    ['cluster without secrets', { MODE: 'cluster', MONGODB_URI: 'mongodb://127.0.0.1:9/x' }, '必须设置 JWT_SECRET'],
    ['a database that is not there', { MODE: 'cluster', MONGODB_URI: 'mongodb://127.0.0.1:9/x?connectTimeoutMS=500', ...SECRETS }, '连不上数据库'],
    ['an address of a database that is none', { MODE: 'cluster', MONGODB_URI: 'localhost:27017', ...SECRETS }, 'MONGODB_URI 写法不对'],
    ['an option of a database that is none', { MODE: 'cluster', MONGODB_URI: 'mongodb://127.0.0.1:9/x?retries=many', ...SECRETS }, 'MONGODB_URI 写法不对'],
    ['a port that is none', { PORT: '70000' }, 'PORT=70000'],
    ['a level that is none', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL=loud'],
    ['a public address without a scheme', { PUBLIC_URL: 'dj.example.cn' }, 'PUBLIC_URL=dj.example.cn'],
    ['half of WeChat', { WECHAT_APPID: 'wx0123456789abcdef' }, 'WECHAT_SECRET'],
    ['a host that is another machine\'s', { HOST: '203.0.113.9' }, 'HOST 203.0.113.9 不是本机的地址'],
  ])('%s', async (name, env, words) => expectOneLine(await run({ DATA_DIR: join(folder, `settings ${name}`), ...env }), words))
})

describe('the port', () => {
  let taken: Server
  beforeAll(async () => {
    taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
  })
  afterAll(() => new Promise((resolve) => taken.close(resolve)))

  it('that is in use', async () => {
    const { port } = taken.address() as AddressInfo
    const dataDir = join(folder, 'port')
    expectOneLine(await run({ DATA_DIR: dataDir, PORT: String(port) }), `端口 ${port} 已被占用`)
    expectOneLine(await run({ DATA_DIR: dataDir, INNER_PORT: String(port) }), `端口 ${port} 已被占用`)
    // The store of the one that failed has let go of the folder.
    const { child } = await startService({ env: { MODE: 'single', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, MONGODB_URI: '' } })
    const over = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    expect(await over).toBe(0)
  })
})

describe('the data folder', () => {
  it('that another service uses, and is free when that has ended', async () => {
    const { child } = await startService({ env: { MODE: 'single', HOST: '127.0.0.1', PORT: '0', DATA_DIR: used, MONGODB_URI: '', LOG_LEVEL: 'warn' } })
    const over = new Promise((resolve) => child.once('close', resolve))
    expectOneLine(await run({ DATA_DIR: used }), '数据正被另一个进程使用')
    child.kill('SIGTERM')
    expect(await over).toBe(0)
  })

  it.each<[string, (file: string) => void, RegExp]>([
    ['cut off', (file) => truncateSync(file, 3 * 4096), /已损坏/],
    ['of noise', (file) => writeFileSync(file, Buffer.alloc(65_536, 7)), /已损坏/],
    ['of another kind', (file) => writeFileSync(file, 'PK\u0003\u0004 a workbook'), /已损坏/],
    ['a folder', (file) => { rmSync(file); mkdirSync(file) }, /打不开|已损坏/],
  ])('whose file is %s', async (name, spoil, words) => {
    const dataDir = copyOf(`file ${name}`)
    spoil(storeFile(dataDir))
    expectOneLine(await run({ DATA_DIR: dataDir }), words)
  })

  it('whose file has pages of noise: it starts, or says that it cannot', async () => {
    for (const share of process.env.LONG ? [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] : [0.3, 0.7]) {
      const dataDir = copyOf(`noise ${share}`)
      const bytes = readFileSync(storeFile(dataDir))
      const page = Math.max(2, Math.floor((bytes.length / 4096) * share))
      bytes.fill(0xa5, page * 4096, (page + 1) * 4096)
      writeFileSync(storeFile(dataDir), bytes)
      let started = false
      const ended = await runBuilt('main.js', { MODE: 'single', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir }, (child) => {
        child.stdout?.on('data', (text: string) => { if (text.includes('ready {')) { started = true; child.kill('SIGTERM') } })
      })
      if (started) expect(ended.code).toBe(0)
      else expectOneLine(ended, /数据/, 'log')
    }
  })

  it('without its keys', async () => {
    const dataDir = copyOf('no key')
    rmSync(join(dataDir, 'data-key'))
    expectOneLine(await run({ DATA_DIR: dataDir }), 'data-key 不见了')
    writeFileSync(join(dataDir, 'data-key'), 'abc')
    expectOneLine(await run({ DATA_DIR: dataDir }), '已损坏')
    expect(existsSync(storeFile(dataDir))).toBe(true)
  })

  it('that cannot be one', async () => {
    const file = join(folder, 'a file')
    writeFileSync(file, '')
    expectOneLine(await run({ DATA_DIR: file }), '挡住了文件夹')
    expectOneLine(await run({ DATA_DIR: join(file, 'below') }), '上级不是文件夹')
  })

  it('on a full disk', async () => {
    // A limit on the size of files stands in for a full disk.
    const dataDir = join(folder, 'full')
    for (const blocks of [0, 500]) expectOneLine(await runLimited(`ulimit -f ${blocks}`, { MODE: 'demo', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir }), '磁盘满了', 'log')
    // With room again it starts as if nothing had been.
    const { child } = await startService({ env: { MODE: 'single', HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, MONGODB_URI: '' } })
    const over = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    expect(await over).toBe(0)
  })
})
