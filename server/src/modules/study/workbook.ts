/** From the sheets of a workbook to what a person sees before anything is handed in. Pure. */
import type { BankPreview, KeyedQuestion } from '@pioneer/shared-types/study/schemas'
import type { WorkbookIssue } from '@pioneer/shared-types/roster/schemas'
import type { Sheet } from '../../kernel/workbook/sheet'
import { merged, sameContent, stemKeyOf } from './bank-rules'
import type { ImportItem, QuestionContent } from './bank-types'
import { findHeader } from './workbook-columns'
import { readSheet, type ReadQuestion } from './workbook-rows'
import { sectionOf } from './workbook-words'

/** The longest lists that are sent; the totals count all. */
const ISSUES_SHOWN = 500
const QUESTIONS_SHOWN = 200
/** Questions one import may carry: it is kept as one document and reviewed by one person. */
const MOST = 2_000

/** `items`: what would be added or changed. */
export type BankDraft = Omit<BankPreview, 'previewId' | 'bankName'> & { items: ImportItem[] }

const wholeFile = (severity: WorkbookIssue['severity'], message: string, remedy: string): WorkbookIssue => ({ row: null, column: null, value: null, severity, message, remedy })
const bySeverity = (a: WorkbookIssue, b: WorkbookIssue): number => Number(a.severity === 'warning') - Number(b.severity === 'warning')

/** A question as it travels, with its key. */
export const keyed = ({ row, action, type, stem, options, answer, explanation, topic }: ImportItem): KeyedQuestion => ({
  row, action, type, stem, options: options.map(({ key, text }) => ({ key, text })), answer: [...answer], explanation, topic,
})

interface Placed extends ReadQuestion { sheet: string }

/** Reads every sheet that looks like a question bank and sets it against the live questions of the bank. */
export function draftBank(sheets: readonly Sheet[], live: readonly QuestionContent[]): BankDraft {
  const located = sheets.flatMap((sheet) => {
    const header = findHeader(sheet.rows)
    return header ? [{ sheet, header }] : []
  })
  const several = located.length > 1
  const issues: WorkbookIssue[] = []
  const found: Placed[] = []
  let rows = 0
  for (const { sheet, header } of located) {
    const read = readSheet(sheet, header, sectionOf(sheet.name))
    rows += read.rows
    issues.push(...read.issues.map((issue) => (several ? { ...issue, column: issue.column === null ? `工作表“${sheet.name}”` : `${sheet.name} · ${issue.column}` } : issue)))
    found.push(...read.questions.map((question) => ({ ...question, sheet: sheet.name })))
  }
  if (located.length === 0) {
    issues.push(wholeFile('error', '没有找到表头：前 15 行里没有同时写着“题干”和“答案”的一行', '确认选对了文件；表头写题型、题干、选项、答案、解析、知识点'))
  } else if (rows === 0 && issues.length === 0) issues.push(wholeFile('error', '表头下面没有题', '填好题目再上传'))
  if (rows > MOST) issues.push(wholeFile('error', `有 ${rows} 题，一次最多 ${MOST} 题`, '分几个文件导入'))
  const questions = withoutDuplicates(found, several, issues)
  const { all, untouched } = against(questions, live)
  const items = all.filter((item) => item.action !== 'same')
  const errors = issues.filter((issue) => issue.severity === 'error').length
  if (errors === 0 && rows > 0 && items.length === 0) issues.push(wholeFile('warning', '这些题题库里都有，没有要交审的', '不用处理'))
  else if (untouched > 0 && all.some((item) => item.action !== 'add')) issues.push(wholeFile('warning', `题库里有 ${untouched} 题不在这张表里，不会变动`, '不用处理'))
  const count = (action: ImportItem['action']): number => all.filter((item) => item.action === action).length
  return {
    sheet: located.map(({ sheet }) => sheet.name).join('、') || sheets[0]?.name || '', headerRow: located[0]?.header.row ?? 0,
    totals: { rows, add: count('add'), change: count('change'), same: count('same'), errors, warnings: issues.length - errors },
    columns: located.flatMap(({ sheet, header }) => header.columns.map(({ header: heading, field, note }) => ({ header: several ? `${sheet.name} · ${heading}` : heading, field, note }))),
    // The sort keeps the order of sheets and rows.
    issues: [...issues].sort(bySeverity).slice(0, ISSUES_SHOWN),
    questions: all.slice(0, QUESTIONS_SHOWN).map(keyed), canApply: errors === 0 && items.length > 0, items,
  }
}

/** Of questions with the same stem the first stays: an exact repetition is said, a different one must be mended. */
function withoutDuplicates(found: readonly Placed[], several: boolean, issues: WorkbookIssue[]): Placed[] {
  const seen = new Map<string, Placed>()
  return found.filter((question) => {
    const key = stemKeyOf(question.content.stem)
    const earlier = seen.get(key)
    if (!earlier) {
      seen.set(key, question)
      return true
    }
    const where = `${several ? `“${earlier.sheet}”` : ''}第 ${earlier.row} 行`
    const same = sameContent(earlier.content, question.content)
    issues.push({
      row: question.row, column: several ? `${question.sheet} · 题干` : '题干', value: question.content.stem.slice(0, 40), severity: same ? 'warning' : 'error',
      message: same ? `和${where}完全一样，只记一次` : `和${where}的题干一样，别的不一样`, remedy: same ? '不用处理' : '是同一题就删掉一行；不是同一题，把题干写得有区别',
    })
    return false
  })
}

/** What each question is to the bank, and how many of the bank's questions the workbook does not name. */
export function against(questions: readonly { row: number; content: QuestionContent }[], live: readonly QuestionContent[]): { all: ImportItem[]; untouched: number } {
  const known = new Map(live.map((question) => [stemKeyOf(question.stem), question]))
  const named = new Set<string>()
  const all = questions.map(({ row, content }) => {
    const key = stemKeyOf(content.stem)
    if (known.has(key)) named.add(key)
    const result = merged(content, known.get(key))
    return { row, action: result.action, ...result.content }
  })
  return { all, untouched: known.size - named.size }
}
