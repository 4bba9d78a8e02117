import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mongoose'
import { importServices, main, targetOf } from '../../src/cli/import-roster'
import { table } from '../../src/cli/roster-table'
import { systemClock } from '../../src/kernel/clock'
import { draftImport } from '../../src/modules/roster/preview'
import { safeText } from '../../src/modules/roster/template'
import { readWorkbook } from '../../src/kernel/workbook/workbook'
import { useDatabase } from '../support/database'
import { testConfig } from '../support/house'
import { PLACE, TODAY } from './sheets'

const database = useDatabase()
let folder: string
let said: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roster-'))
  const connection = await createConnection(database.uri).asPromise()
  const { orgs } = importServices(connection, testConfig(), systemClock)
  const root = await orgs.create({ type: 'committee', name: '某局机关党委', parentId: null })
  for (const name of ['综合处党支部', '运输处党支部']) await orgs.create({ type: 'branch', name, parentId: root._id.toHexString() })
  await connection.close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))
beforeEach(() => {
  said = []
  for (const method of ['log', 'error'] as const) jest.spyOn(console, method).mockImplementation((...parts: unknown[]) => { said.push(String(parts[0])) })
})
afterEach(() => jest.restoreAllMocks())

const run = (...argv: string[]): Promise<number> => main(argv, { MODE: 'single', MONGODB_URI: database.uri, DATA_DIR: folder })
const fixture = (name: string): string => join(__dirname, 'fixtures', name)

describe('npm run import:roster', () => {
  it('previews, writes with --apply, and finds nothing to do the second time', async () => {
    expect(await run(fixture('messy.xlsx'), '--apply')).toBe(0)
    const text = said.join('\n')
    expect(text).toContain('工作表“花名册”，表头在第 3 行，6 人')
    expect(text).toContain('公民身份号码：身份证号不读、不存，已跳过')
    expect(text).toContain('新建党小组：综合处党支部 · 第一党小组、综合处党支部 · 第三党小组')
    expect(text).toContain('已写入：新增 6 人，变更 0 人，新建党小组 2 个。')
    said = []
    expect(await run(fixture('messy.xlsx'), '--apply')).toBe(0)
    expect(said.at(-1)).toContain('名册和表格一致')
  })

  it('prints row, column, reason and remedy, and writes nothing', async () => {
    expect(await run(fixture('errors.xlsx'), '--apply')).toBe(1)
    expect(said.join('\n')).toMatch(/\n {2}9 +所在支部（E 列） +综和处党支部 +没有这个支部，或不在这个组织下面 +是不是“综合处党支部”？改成系统里的名称\n/)
    expect(said.at(-1)).toContain('没有写入')
  })

  it.each([
    [['没有.xlsx'], '找不到文件 没有.xlsx'],
    [[__filename], '这不是 .xlsx 表格'],
    [[fixture('plain.xlsx'), '--org', '财务处'], '没有“财务处”这个组织。可选：\n  某局机关党委\n  综合处党支部\n  运输处党支部'],
    [[], '用法：npm run import:roster'],
    [['--wrong'], '用法：npm run import:roster'],
  ])('answers %p with one clear line', async (argv, line) => {
    expect(await run(...argv)).toBe(1)
    expect(said.join('\n')).toContain(line)
  })

  it('writes a template that reads back without its sample, and overwrites nothing', async () => {
    const path = join(folder, 'template.xlsx')
    expect(await run('--template', path)).toBe(0)
    const sheets = await readWorkbook(await readFile(path))
    const draft = draftImport(sheets, PLACE, [], TODAY)
    expect(draft).toMatchObject({ sheet: '党员名册', headerRow: 1, totals: { rows: 0 } })
    expect(draft.columns.every((column) => column.field !== null)).toBe(true)
    expect(await run('--template', path)).toBe(1)
    expect(said.at(-1)).toBe('这个文件已经有了，换一个名字')
  })

  it('needs an organization to import into', () => {
    expect(() => targetOf([], undefined)).toThrow('还没有组织')
  })
})

it('cells that begin like a formula are made harmless', () => {
  expect(['=1+1', '+86', '-1', '@a', '王伟', ''].map(safeText)).toEqual(["'=1+1", "'+86", "'-1", "'@a", '王伟', ''])
})

it('aligns Chinese and Latin text', () => {
  expect(table([['行', '内容', '问题'], ['12', 'ab', '不对']])).toBe('  行  内容  问题\n  12  ab    不对')
})
