/** From the sheets of a workbook to what a person sees before anything is written. Pure. */
import type { RosterPreview } from '@pioneer/shared-types/roster/schemas'
import type { Sheet } from '../../kernel/workbook/sheet'
import { findHeader, noteHiddenIds } from './columns'
import { compare } from './compare'
import { parseRows } from './rules'
import type { Issue, KnownMember, Place, PlannedRow } from './types'

/** The longest lists that are sent; the totals count all. */
const ISSUES_SHOWN = 500
const CHANGES_SHOWN = 1_000

export interface PlannedImport { rows: PlannedRow[]; newGroups: { branchId: string; name: string }[] }
export type Draft = Omit<RosterPreview, 'previewId'> & { plan: PlannedImport }

function nothing(sheet: string, issue: Omit<Issue, 'severity' | 'row' | 'column' | 'value'>): Draft {
  return {
    sheet, headerRow: 0, totals: { rows: 0, add: 0, change: 0, same: 0, errors: 1, warnings: 0 }, columns: [],
    issues: [{ row: null, column: null, value: null, severity: 'error', ...issue }], changes: [], newGroups: [], canApply: false, plan: { rows: [], newGroups: [] },
  }
}

const bySeverityAndRow = (a: Issue, b: Issue): number =>
  Number(a.severity === 'warning') - Number(b.severity === 'warning') || (a.row ?? 0) - (b.row ?? 0) || (a.column ?? '').localeCompare(b.column ?? '', 'zh-Hans-CN')

/** Reads the first sheet that looks like a roster and sets it against the roster known. `today` is a Shanghai day. */
export function draftImport(sheets: readonly Sheet[], place: Place, roster: readonly KnownMember[], today: string): Draft {
  const located = sheets.flatMap((candidate) => {
    const header = findHeader(candidate.rows)
    return header ? [{ sheet: candidate, header }] : []
  })[0]
  if (!located) {
    return nothing(sheets[0]?.name ?? '', { message: '没有找到表头：前 15 行里没有同时写着“姓名”和别的栏目的一行', remedy: '确认选对了文件；表头至少要有“姓名”和“所在支部”，可以下载模板照着填' })
  }
  const { sheet, header } = located
  const columns = noteHiddenIds(header.columns, sheet.rows.slice(header.firstRow - 1))
  const parsed = parseRows(sheet, { ...header, columns }, place, today)
  const comparison = compare(parsed.rows, roster, columns, today)
  const issues = [...parsed.issues, ...comparison.issues]
  const rows = new Set([...parsed.rows.map((row) => row.row), ...parsed.issues.flatMap((issue) => issue.row !== null && issue.row > header.row ? [issue.row] : [])]).size
  if (rows === 0 && issues.length === 0) issues.push({ row: null, column: null, value: null, severity: 'error', message: '表头下面没有人', remedy: '填好人员再上传' })
  if (rows > 0 && comparison.untouched > 0) {
    issues.push({ row: null, column: null, value: null, severity: 'warning', message: `名册里有 ${comparison.untouched} 人不在这张表里，他们不会变动`, remedy: '转出、停止党籍等请在名册里办' })
  }
  issues.sort(bySeverityAndRow)
  const errors = issues.filter((issue) => issue.severity === 'error').length
  const count = (action: 'add' | 'change' | 'same'): number => comparison.changes.filter((change) => change.action === action).length
  return {
    sheet: sheet.name, headerRow: header.row,
    totals: { rows, add: count('add'), change: count('change'), same: count('same'), errors, warnings: issues.length - errors },
    columns: columns.map(({ header: heading, field, note }) => ({ header: heading, field, note })),
    issues: issues.slice(0, ISSUES_SHOWN),
    changes: comparison.changes.slice(0, CHANGES_SHOWN),
    newGroups: comparison.newGroups.map((group) => `${group.branchName} · ${group.name}`),
    canApply: errors === 0 && rows > 0,
    plan: { rows: comparison.plan, newGroups: comparison.newGroups.map(({ branchId, name }) => ({ branchId, name })) },
  }
}
