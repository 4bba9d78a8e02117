/** How a preview of an import looks in a terminal. Pure. */
import type { RosterPreview } from '@pioneer/shared-types/roster/schemas'

/** Chinese characters take two columns of a terminal. */
const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u.test(sign) ? 2 : 1), 0)
const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** Lines with aligned columns, the first being the heading. The last column is not padded. */
export function table(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => widthOf(line[at] ?? ''))))
  return lines.map((line) => `  ${line.map((text, at) => (at === line.length - 1 ? text : padded(text, widths[at] ?? 0))).join('  ')}`.trimEnd()).join('\n')
}

/** Lines of changes printed before the rest is only counted. */
const CHANGES_SHOWN = 30
const ISSUES_SHOWN = 100

const more = (all: number, shown: number): string[] => (all > shown ? [`  …… 还有 ${all - shown} 条`] : [])

/** The preview in words: columns, what is wrong and how to mend it, what would change. */
export function printed(preview: RosterPreview): string {
  const { totals, columns, issues, changes, newGroups } = preview
  const parts: string[] = []
  if (columns.length > 0) {
    parts.push(`工作表“${preview.sheet}”，表头在第 ${preview.headerRow} 行，${totals.rows} 人`)
    const notes = columns.flatMap((column) => (column.note === null ? [] : [`  ${column.header}：${column.note}`]))
    if (notes.length > 0) parts.push(['', '列', ...notes].join('\n'))
  }
  for (const [severity, title] of [['error', '要改的'], ['warning', '请看一眼的']] as const) {
    const mine = issues.filter((issue) => issue.severity === severity)
    const all = severity === 'error' ? totals.errors : totals.warnings
    if (mine.length === 0) continue
    const lines = mine.slice(0, ISSUES_SHOWN).map((issue) => [issue.row === null ? '–' : String(issue.row), issue.column ?? '–', issue.value ?? '', issue.message, issue.remedy])
    parts.push([`\n${title}（${all} 处）`, table([['行', '列', '内容', '问题', '怎么改'], ...lines]), ...more(all, lines.length)].join('\n'))
  }
  const changed = changes.filter((change) => change.action === 'change')
  if (changed.length > 0) {
    const lines = changed.slice(0, CHANGES_SHOWN).map((change) => [
      String(change.row), change.name, change.branchName, change.changes.map(({ field, from, to }) => `${field} ${from ?? '（空）'} → ${to ?? '（空）'}`).join('；'),
    ])
    parts.push([`\n变更（${totals.change} 人）`, table([['行', '姓名', '支部', '变化'], ...lines]), ...more(totals.change, lines.length)].join('\n'))
  }
  if (newGroups.length > 0) parts.push(`\n新建党小组：${newGroups.join('、')}`)
  parts.push(`\n新增 ${totals.add} 人，变更 ${totals.change} 人，不变 ${totals.same} 人`)
  return parts.join('\n')
}
