/**
 * Reads the rows of a roster below its header. Pure: the same cells, places and day give the same result.
 * What is wrong is named by row, column, reason and remedy; a row with an error is left out of the result.
 */
import { columnLabel, compact, readText, shown, textOf, withoutIdNumbers, type Cell, type Reading } from '../../kernel/workbook/cells'
import { fillMerged, type Sheet } from '../../kernel/workbook/sheet'
import { readDay, readGender, readMonth, readName, readPhone, readStatus } from './cells'
import { FIELD_NAMES, type Column, type Field, type Header } from './columns'
import { resolveName, resolverOf, type Resolved } from './names'
import { datesAgree } from './dates'
import type { Issue, ParsedRow, Place, PlaceBranch } from './types'

const DUTIES_LIMIT = 60
const NOTE_LIMIT = 200

/** The invented row of the template, when nobody deleted it. */
const SAMPLE = /^示例/u

/** Lines below the table that are no persons. */
const CLOSING = /^(?:合计|总计|小计|共计|填表|制表|审核|经办|报送|负责人|联系人|单位|注[:：]|说明[:：]|备注[:：]|日期[:：]|共\d+[人名])/u

interface RowReader {
  row: number
  cells: readonly Cell[]
  fail: (field: Field, remark: { severity: 'error' | 'warning'; message: string; remedy: string }, value?: string | null) => void
}

/** The reader of one sheet: collects issues and the rows that can be used. */
export function parseRows(sheet: Sheet, header: Header, place: Place, today: string): { rows: ParsedRow[]; issues: Issue[] } {
  const at = new Map<Field, Column>(header.columns.flatMap((column) => column.field ? [[column.field, column] as const] : []))
  const issues: Issue[] = []
  const rows: ParsedRow[] = []
  const cellOf = (cells: readonly Cell[], field: Field): Cell => {
    const column = at.get(field)
    return column === undefined ? null : cells[column.index] ?? null
  }
  const only = place.branches.length === 1 ? place.branches[0] : undefined
  if (!at.has('branch') && !only) {
    return { rows, issues: [{
      row: header.row, column: null, value: null, severity: 'error', message: '没有“所在支部”这一列，不知道每个人属于哪个支部', remedy: '在表头加上“所在支部”一列并填好，或到那个支部去导入',
    }] }
  }
  // Branch and group are often given once for several rows by a merged cell.
  const filled = fillMerged(sheet, [at.get('branch')?.index, at.get('group')?.index], header.firstRow)
  const branchNamed = resolverOf(place.branches)
  let branchAbove = ''
  for (let index = header.firstRow - 1; index < filled.length; index += 1) {
    const cells = filled[index] ?? []
    const row = index + 1
    if (isNobody(cells, header, cellOf(cells, 'name'))) continue
    let broken = false
    const reader: RowReader = {
      row, cells,
      fail: (field, remark, value) => {
        if (remark.severity === 'error') broken = true
        const column = at.get(field)
        issues.push({ row, column: column ? columnLabel(column) : FIELD_NAMES[field], value: value === undefined ? shown(cellOf(cells, field)) : value, ...remark })
      },
    }
    const take = <T>(field: Field, read: (cell: Cell) => Reading<T>): T | null => {
      const reading = read(cellOf(cells, field))
      if (reading.remark) reader.fail(field, reading.remark, field === 'phone' ? maskedCell(cellOf(cells, field)) : undefined)
      return reading.value
    }
    const name = take('name', readName)
    if (name === null && textOf(cellOf(cells, 'name')) === '') reader.fail('name', { severity: 'error', message: '没有姓名', remedy: '补上姓名；不是人员的行请删掉' })
    const written = compact(cellOf(cells, 'branch'))
    const branch = readBranch(reader, branchNamed, written, branchAbove, only)
    if (written !== '') branchAbove = written
    const groupName = take('group', (cell) => readText(cell, 60))
    const group = branch && groupName !== null ? readGroup(branch, groupName) : null
    const gender = take('gender', readGender)
    const birthMonth = take('birthMonth', readMonth)
    const phone = take('phone', readPhone)
    const joinedOn = take('joinedOn', readDay)
    const confirmedOn = take('confirmedOn', readDay)
    const status = take('status', readStatus)
    const duties = take('duties', (cell) => readText(cell, DUTIES_LIMIT))
    const note = take('note', (cell) => readText(cell, NOTE_LIMIT))
    for (const { field, ...remark } of datesAgree({ birthMonth, joinedOn, confirmedOn, status }, today)) reader.fail(field, remark)
    if (!broken && name !== null && branch) rows.push({ row, name, gender, birthMonth, phone, branch: { id: branch.id, name: branch.name }, group, joinedOn, confirmedOn, duties, note, status })
  }
  return { rows, issues }
}

/** Phone cells are shown masked even when they are wrong. */
const maskedCell = (cell: Cell): string | null => withoutIdNumbers(textOf(cell)).replace(/\d{7,}/g, (digits) => `${digits.slice(0, 3)}****${digits.slice(-2)}`) || null

/** Empty rows, repeated headers and the lines below the table. A merged branch or group alone makes no person. */
function isNobody(cells: readonly Cell[], header: Header, name: Cell): boolean {
  const heading = header.columns.find((column) => column.field === 'name')?.header ?? ''
  const nameText = compact(name)
  if (CLOSING.test(nameText) || SAMPLE.test(nameText) || nameText === heading.replace(/ /g, '')) return true
  const first = cells.map(compact).find((text) => text !== '') ?? ''
  if (CLOSING.test(first) && readName(name).value === null) return true
  return header.columns.every((column) => column.field === null || column.field === 'branch' || column.field === 'group' || compact(cells[column.index] ?? null) === '')
}

function readBranch(reader: RowReader, branchNamed: (name: string) => Resolved<PlaceBranch>, written: string, above: string, only: PlaceBranch | undefined): PlaceBranch | null {
  if (written === '' && above === '') {
    if (only) return only
    reader.fail('branch', { severity: 'error', message: '没有写所在支部', remedy: '补上支部名称' })
    return null
  }
  const resolved = branchNamed(written === '' ? above : written)
  if (resolved.found === null) {
    // Below an unknown branch the empty cells are not blamed again by name.
    const remedy = resolved.nearest ? `是不是“${resolved.nearest.name}”？改成系统里的名称` : '改成系统里的支部名称；新支部先在组织里建好'
    reader.fail('branch', { severity: 'error', message: '没有这个支部，或不在这个组织下面', remedy })
    return null
  }
  if (written === '') reader.fail('branch', { severity: 'warning', message: `这一格空着，按上面一行的“${resolved.found.name}”记`, remedy: '不对的话补上支部名称' })
  else if (!resolved.exact) reader.fail('branch', { severity: 'warning', message: `按“${resolved.found.name}”记`, remedy: '不对的话改成系统里的名称' })
  return resolved.found
}

function readGroup(branch: PlaceBranch, written: string): { id: string | null; name: string } {
  const resolved = resolveName(written, branch.groups)
  return resolved.found ? { id: resolved.found.id, name: resolved.found.name } : { id: null, name: written }
}
