import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { ProblemError } from '../src/kernel/problems'
import { readWorkbook } from '../src/kernel/workbook/workbook'
import { zipOf } from './support/zip'

const fixture = (name: string): Buffer => readFileSync(join(__dirname, 'roster/fixtures', name))
const WORKBOOK = '<workbook xmlns:r="r"><sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>'
const RELS = '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
const sheetOf = (rows: string, after = ''): Buffer => zipOf([
  ['xl/workbook.xml', WORKBOOK], ['xl/_rels/workbook.xml.rels', RELS], ['xl/worksheets/sheet1.xml', `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`],
])
const cell = (at: string, value: string): string => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
const faultOf = async (file: Buffer): Promise<ProblemError> => {
  const error: unknown = await readWorkbook(file).then(() => null, (reason: unknown) => reason)
  expect(error).toBeInstanceOf(ProblemError)
  return error as ProblemError
}

describe('readWorkbook', () => {
  it('reads sheets, Excel dates and vertical merges', async () => {
    const [notes, roster] = await readWorkbook(fixture('messy.xlsx'))
    expect([notes?.name, roster?.name]).toEqual(['填表说明', '花名册'])
    expect(roster?.rows[4]?.[6]).toEqual(new Date('1980-06-01T00:00:00Z'))
    expect(roster?.merges).toContainEqual({ column: 1, top: 5, bottom: 7 })
  })

  it('takes the value a formula had when saved and ignores formatted empty cells far below', async () => {
    const file = sheetOf(`<row r="1">${cell('A1', '姓名')}</row><row r="2"><c r="A2" t="str"><f>B2&amp;C2</f><v>云知远</v></c></row>`
      + '<row r="1048576"><c r="A1048576" s="3"/><c r="XFD1048576" s="3"></c></row>')
    const [sheet] = await readWorkbook(file)
    expect(sheet?.rows).toEqual([['姓名'], ['云知远']])
  })

  it.each([
    ['text', Buffer.from('姓名,性别\n云知远,男\n'), '这不是 .xlsx 表格'],
    ['nothing', Buffer.alloc(0), '这不是 .xlsx 表格'],
    ['an old or protected workbook', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), '这是旧的 .xls 表格，或加了密码'],
    ['another zip', zipOf([['word/document.xml', '<w/>']]), '这不是 .xlsx 表格'],
    ['a cell no program can write', sheetOf(`<row r="1">${cell('A1', '（'.repeat(32_768))}</row>`), '表格打不开，文件可能坏了'],
    ['a broken sheet', sheetOf('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), '表格打不开，文件可能坏了'],
  ])('refuses %s with what to do', async (_, file, title) => {
    const problem = await faultOf(file)
    expect([problem.code, problem.title]).toEqual(['workbook-invalid', title])
    expect(problem.extras.detail).toMatch(/上传/)
  })

  it('refuses a file cut anywhere', async () => {
    const whole = fixture('plain.xlsx')
    for (let size = 30; size < whole.length; size += 997) expect((await faultOf(whole.subarray(0, size))).code).toBe('workbook-invalid')
  })

  it.each([
    ['a zip bomb', zipOf([['xl/workbook.xml', WORKBOOK], ['xl/_rels/workbook.xml.rels', RELS], ['xl/sharedStrings.xml', deflateRawSync(Buffer.alloc(200 * 1024 * 1024, 32))]])],
    ['a cell in the last column', sheetOf(`<row r="1">${cell('XFD1', 'x')}</row>`)],
    ['a cell in the last row', sheetOf(`<row r="1048576">${cell('A1048576', 'x')}</row>`)],
  ])('refuses %s as too large', async (_, file) => {
    expect((await faultOf(file)).code).toBe('too-large')
  })
})
