import { readFile, stat, writeFile } from 'node:fs/promises'
import { stderr, stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import type { Connection } from 'mongoose'
import { ConfigError, readConfig, type Config } from '../config'
import { keysOf } from '../kernel/keys'
import { systemClock, type Clock } from '../kernel/clock'
import type { Context } from '../kernel/context'
import { ProblemError } from '../kernel/problems'
import { createAuditService } from '../modules/audit/service'
import { createMembersService, ensureIndexes as memberIndexes } from '../modules/members/service'
import { createOrgsService, ensureIndexes as orgIndexes } from '../modules/orgs/service'
import type { OrgRecord } from '../modules/orgs/types'
import { createRosterService, ensureIndexes as rosterIndexes, rosterTemplate, type RosterService } from '../modules/roster/service'
import { sentenceFor } from '../sentences'
import { connectStore, openStore } from '../store'
import { printed } from './roster-table'

const USAGE = [
  '用法：npm run import:roster -- 名册.xlsx [--org 组织全称] [--apply]',
  '      npm run import:roster -- --template 名册模板.xlsx',
  '先预览：哪些新增、哪些变更、哪一行哪一列要改；确认后才写入，--apply 不再询问。',
].join('\n')
/** The same limit as the upload, bytes. */
const FILE_LIMIT = 10 * 1024 * 1024
const SILENT: Context['log'] = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** The services an import needs; nobody is unbound by it. */
export function importServices(connection: Connection, config: Config, clock: Clock): { orgs: ReturnType<typeof createOrgsService>; roster: RosterService } {
  const context: Context = { connection, clock, config, keys: keysOf(config), publicUrl: () => config.publicUrl ?? '', log: SILENT }
  const audit = createAuditService(context)
  const orgs = createOrgsService(context, { audit, orgsFor: () => [] })
  const members = createMembersService(context, { orgs, audit, auth: { unbindMember: async () => undefined, boundMembers: async () => new Set() } })
  return { orgs, roster: createRosterService(context, { orgs, members, audit }) }
}

/** The organization meant by `--org`, else the root of the tree. */
export function targetOf(all: readonly OrgRecord[], name: string | undefined): OrgRecord {
  if (all.length === 0) throw new ConfigError('还没有组织：先用 npm run operator:invite 建好机关党委，再建支部')
  const fits = name === undefined ? all.filter((org) => org.parentId === null) : all.filter((org) => org.name === name.trim() && org.type !== 'group')
  const [only] = fits
  if (only && fits.length === 1) return only
  const names = all.filter((org) => org.type !== 'group').map((org) => `  ${org.name}`).join('\n')
  throw new ConfigError(`${fits.length === 0 ? `没有“${name ?? ''}”这个组织` : '不止一个，请用 --org 写明'}。可选：\n${names}`)
}

async function confirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: stdin, output: stdout })
  try {
    return /^(?:y|yes|是|好)$/i.test((await terminal.question(question)).trim())
  } finally {
    terminal.close()
  }
}

/** Writes over one line of a terminal; silent in a pipe. */
const step = (text: string): void => { if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`) }

async function run(services: ReturnType<typeof importServices>, file: Buffer, options: { org?: string | undefined; apply: boolean }): Promise<number> {
  const target = targetOf(await services.orgs.all(), options.org)
  const orgId = target._id.toHexString()
  step(`正在读表格，与“${target.name}”的名册核对……`)
  const preview = await services.roster.preview(orgId, file)
  step('')
  console.log(printed(preview))
  if (!preview.canApply) {
    console.log('\n没有写入。按上面“怎么改”改好表格，再运行一次。')
    return 1
  }
  if (preview.totals.add + preview.totals.change === 0) {
    console.log('\n名册和表格一致，不用写入。')
    return 0
  }
  if (!options.apply) {
    if (!stdin.isTTY) {
      console.log('\n这是预览，没有写入。加上 --apply 再运行就会写入。')
      return 0
    }
    if (!(await confirmed(`\n写入“${target.name}”的名册？(y/N) `))) {
      console.log('没有写入。')
      return 0
    }
  }
  const result = await services.roster.apply(null, orgId, preview.previewId, (done, total) => step(`正在写入 ${done} / ${total}……`))
  step('')
  console.log(`已写入：新增 ${result.added} 人，变更 ${result.changed} 人，新建党小组 ${result.groupsCreated} 个。`)
  return 0
}

/** Reads a file an operator named; a missing or huge one is one clear line. */
async function workbookAt(path: string): Promise<Buffer> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) throw new ConfigError(`找不到文件 ${path}`)
  if (found.size > FILE_LIMIT) throw new ConfigError(`${path} 超过 10 MB：删掉图片和多余的工作表，或分几次导入`)
  return readFile(path)
}

/** `npm run import:roster -- FILE.xlsx [--org NAME] [--apply]`, on the store of the running service or, when none runs, its own. */
export async function main(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv], allowPositionals: true,
      options: { org: { type: 'string' }, apply: { type: 'boolean', default: false }, template: { type: 'string' }, help: { type: 'boolean', default: false } },
    })
    if (values.template !== undefined) {
      await writeFile(values.template, await rosterTemplate(), { flag: 'wx' })
      console.log(`已写好模板 ${values.template}`)
      return 0
    }
    const [path] = positionals
    if (values.help || path === undefined || positionals.length > 1) {
      console.log(USAGE)
      return values.help ? 0 : 1
    }
    const file = await workbookAt(path)
    const config = readConfig(env, process.cwd())
    const store = await openStore(config)
    const connection = await connectStore(store.uri)
    try {
      for (const ensureIndexes of [orgIndexes, memberIndexes, rosterIndexes]) await ensureIndexes(connection)
      return await run(importServices(connection, config, systemClock), file, { org: values.org, apply: values.apply })
    } finally {
      await connection.close()
      await store.close()
    }
  } catch (error) {
    console.error(lineFor(error))
    return 1
  }
}

/** One clear line, whatever went wrong. */
function lineFor(error: unknown): string {
  if (error instanceof ProblemError) return [error.title, error.extras.detail].filter(Boolean).join('。')
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (code === 'EEXIST') return '这个文件已经有了，换一个名字'
  if (typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')) return `${String(message)}\n${USAGE}`
  return sentenceFor(error) ?? (typeof message === 'string' ? message : String(error))
}

if (require.main === module) void main(process.argv.slice(2), process.env).then((code) => { process.exitCode = code })
