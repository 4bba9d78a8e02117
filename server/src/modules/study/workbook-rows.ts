/**
 * Reads the questions of one sheet below its header. Pure: the same cells give the same result.
 * What is wrong is named by row, column, reason and remedy; a row with an error is left out of the result.
 */
import { QUESTION_TYPES, QUESTION_TYPE_NAMES, type QuestionType } from '@pioneer/shared-types/constants'
import type { WorkbookIssue } from '@pioneer/shared-types/roster/schemas'
import { columnLabel, compact, shown, textOf, written, type Cell, type Reading, type Remark } from '../../kernel/workbook/cells'
import { fillMerged, type Sheet } from '../../kernel/workbook/sheet'
import { NO_TOPIC } from './bank-rules'
import type { QuestionContent } from './bank-types'
import { FIELD_NAMES, type Column, type Field, type Header, type PlainField } from './workbook-columns'
import { LETTERS, RIGHT_OR_WRONG, inferType, optionsFault, readAnswer, readOptionCell, readOptionColumns, readType, rightOrWrong, sectionOf, withoutKey, type Option } from './workbook-words'

/** The longest texts that fit a phone's page, characters. */
const LIMITS = { stem: 300, option: 150, explanation: 500, topic: 40, source: 80 } as const

/** Lines around the table that are no questions. */
const CLOSING = /^(?:合计|总计|小计|共计|填表|制表|出题|命题|审核|审题|经办|报送|单位[:：]|注[:：]|说明[:：]|备注[:：]|日期[:：]|以上|共\d+[题道])/u
/** 1. 1、 (1) before a stem; 1.5 and 1921年 are none. */
const NUMBER = /^(?:\d{1,4}\s*[.、．)）](?!\d)|[（(]\d{1,4}[)）])\s*(?=\S)/u

export interface ReadQuestion { row: number; content: QuestionContent }
export interface ReadSheet {
  questions: ReadQuestion[]
  issues: WorkbookIssue[]
  /** Rows that are questions, right or wrong. */
  rows: number
}

type Fail = (field: PlainField, remark: Remark) => void

/** What the columns of a sheet are called and hold. */
interface Layout { at: ReadonlyMap<Field, Column>; optionColumns: readonly Column[]; cellOf: (cells: readonly Cell[], field: Field) => Cell }

function layoutOf(header: Header): Layout {
  const at = new Map<Field, Column>(header.columns.flatMap((column) => (column.field ? [[column.field, column] as const] : [])))
  const last = LETTERS.findLastIndex((letter) => at.has(`option ${letter}`))
  return {
    at,
    // A header that leaves a letter out still counts its letters.
    optionColumns: LETTERS.slice(0, last + 1).map((letter) => at.get(`option ${letter}`) ?? { index: -1, header: `选项${letter}`, field: null, note: null }),
    cellOf: (cells, field) => cells[at.get(field)?.index ?? -1] ?? null,
  }
}

/** Reads one sheet. `type` is what the sheet's name says its questions are. */
export function readSheet(sheet: Sheet, header: Header, type: QuestionType | null): ReadSheet {
  const layout = layoutOf(header)
  const { at } = layout
  const issues: WorkbookIssue[] = []
  const questions: ReadQuestion[] = []
  if (!at.has('answer')) {
    return { questions, rows: 0, issues: [{ row: header.row, column: null, value: null, severity: 'error', message: '没有“答案”这一列', remedy: '在表头加上“答案”一列并填好' }] }
  }
  const filled = fillMerged(sheet, (['type', 'topic', 'source'] as const).map((field) => at.get(field)?.index), header.firstRow)
  let section = type
  let rows = 0
  const inferred: Record<QuestionType, number> = { single: 0, multiple: 0, judge: 0 }
  let withoutTopic = 0
  for (let index = header.firstRow - 1; index < filled.length; index += 1) {
    const cells = filled[index] ?? []
    const kind = kindOf(cells, header, layout)
    if (kind === 'nothing') continue
    if (typeof kind === 'object') {
      section = kind.section
      continue
    }
    const row = index + 1
    rows += 1
    let broken = false
    const read = readRow(cells, layout, section, (field, remark) => {
      if (remark.severity === 'error') broken = true
      const column = at.get(field) ?? (field === 'options' ? layout.optionColumns[0] : undefined)
      issues.push({ row, column: column && column.index >= 0 ? columnLabel(column) : FIELD_NAMES[field], value: column ? shown(cells[column.index] ?? null) : null, ...remark })
    })
    if (!read || broken) continue
    if (read.inferred) inferred[read.content.type] += 1
    if (read.content.topic === NO_TOPIC) withoutTopic += 1
    questions.push({ row, content: read.content })
  }
  issues.push(...general(header.row, inferred, withoutTopic))
  return { questions, issues, rows }
}

/** What is said once of a whole sheet. */
function general(row: number, inferred: Readonly<Record<QuestionType, number>>, withoutTopic: number): WorkbookIssue[] {
  const about = (message: string, remedy: string): WorkbookIssue => ({ row, column: null, value: null, severity: 'warning', message, remedy })
  const counts = QUESTION_TYPES.filter((type) => inferred[type] > 0).map((type) => `${QUESTION_TYPE_NAMES[type]} ${inferred[type]} 题`)
  return [
    ...(counts.length > 0 ? [about(`没有写题型的，按选项和答案判断：${counts.join('，')}`, '不对的话补上“题型”，写单选、多选或判断')] : []),
    ...(withoutTopic > 0 ? [about(`有 ${withoutTopic} 题没有知识点，新题记为“${NO_TOPIC}”`, '补上“知识点”，组卷时可以按它挑题')] : []),
  ]
}

/** A question, the head of a part (一、单选题), or nothing: blank rows, repeated headers, notes. */
function kindOf(cells: readonly Cell[], header: Header, { at, cellOf, optionColumns }: Layout): 'question' | 'nothing' | { section: QuestionType } {
  const stem = compact(cellOf(cells, 'stem'))
  const first = cells.map(written).find((text) => text !== '') ?? ''
  const asks = [cellOf(cells, 'answer'), cellOf(cells, 'options'), ...optionColumns.map((column) => cells[column.index] ?? null)].some((cell) => written(cell) !== '')
  if (!asks) {
    const section = sectionOf(first)
    if (section !== null) return { section }
    if (stem === '' || CLOSING.test(first) || CLOSING.test(stem)) return 'nothing'
    return 'question'
  }
  const heading = header.columns.find((column) => column.index === at.get('stem')?.index)?.header ?? ''
  return stem !== '' && stem === heading.replace(/ /g, '') ? 'nothing' : 'question'
}

function readRow(cells: readonly Cell[], layout: Layout, section: QuestionType | null, fail: Fail): { content: QuestionContent; inferred: boolean } | null {
  const { cellOf, optionColumns } = layout
  const take = <T>(field: PlainField, reading: Reading<T>): T | null => {
    if (reading.remark) fail(field, reading.remark)
    return reading.value
  }
  const limited = (field: 'stem' | 'explanation' | 'topic' | 'source', text: string): string => {
    if (text.length > LIMITS[field]) fail(field, { severity: 'error', message: `太长，最多 ${LIMITS[field]} 个字`, remedy: `缩短到 ${LIMITS[field]} 个字以内` })
    return text
  }
  const asked = limited('stem', written(cellOf(cells, 'stem')).replace(NUMBER, ''))
  if (asked === '') fail('stem', { severity: 'error', message: '没有题干', remedy: '补上题干；不是题目的行请删掉' })
  const inColumns = readOptionColumns(optionColumns.map((column) => cells[column.index] ?? null))
  const options = inColumns.value?.length === 0 ? take('options', readOptionCell(cellOf(cells, 'options'))) : take('options', inColumns)
  const typed = readType(cellOf(cells, 'type'))
  if (typed.remark) {
    fail('type', typed.remark)
    return null
  }
  if (options === null) return null
  const answerCell = cellOf(cells, 'answer')
  const type = typed.value ?? section ?? inferType(answerCell, options)
  if (type === null) {
    const empty = written(answerCell) === ''
    if (empty) take('answer', readAnswer(answerCell, 'single', options))
    else fail('type', { severity: 'error', message: '看不出是哪种题', remedy: '补上题型：单选、多选或判断' })
    return null
  }
  const fault = type === 'judge' ? judgeFault(options) : optionsFault(options, LIMITS.option)
  if (fault) {
    fail('options', { severity: 'error', ...fault })
    return null
  }
  const answer = take('answer', readAnswer(answerCell, type, options))
  if (answer === null) return null
  if (type === 'multiple' && answer.length === 1) fail('answer', { severity: 'warning', message: '多选题只有一个答案', remedy: '不对的话补上别的答案，或把题型改成“单选”' })
  const clean = withoutKey(asked, type, answer)
  if (clean !== null) fail('stem', { severity: 'warning', message: '题干里写着答案，已换成空括号', remedy: '不用处理' })
  const explained = textOf(cellOf(cells, 'explanation'))
  return {
    inferred: typed.value === null && section === null,
    content: {
      type, stem: clean ?? asked, options: type === 'judge' ? RIGHT_OR_WRONG.map((option) => ({ ...option })) : options, answer,
      explanation: limited('explanation', explained === '略' ? '' : explained), topic: limited('topic', textOf(cellOf(cells, 'topic'))) || NO_TOPIC,
      source: limited('source', textOf(cellOf(cells, 'source'))) || null,
    },
  }
}

/** A true-or-false question may have no options, or 对 and 错 in any words and order. */
function judgeFault(options: readonly Option[]): { message: string; remedy: string } | null {
  const meant = options.map((option) => rightOrWrong(option.text))
  if (options.length === 0 || (options.length === 2 && meant.includes(true) && meant.includes(false))) return null
  return { message: '判断题的选项只能是“对”和“错”', remedy: '把选项空着，或把题型改成“单选”' }
}
