import type { WorkbookIssue } from '@pioneer/shared-types/roster/schemas'

/** What all imports of workbooks share. Pure. */

/** A file of bytes is a workbook when it is a zip by its first bytes; the service looks inside. */
export function isWorkbook(name: string, bytes: ArrayBuffer): boolean {
  const [a, b] = new Uint8Array(bytes.slice(0, 2))
  return /\.xlsx$/i.test(name) && a === 0x50 && b === 0x4b
}

/** The service takes no larger one. */
export const MOST_BYTES = 10 * 1024 * 1024

/** What has to be mended, and what should only be looked at; each by row. */
export function bySeverity(issues: readonly WorkbookIssue[]): { errors: WorkbookIssue[]; warnings: WorkbookIssue[] } {
  const byRow = (a: WorkbookIssue, b: WorkbookIssue) => (a.row ?? 0) - (b.row ?? 0)
  return {
    errors: issues.filter(({ severity }) => severity === 'error').sort(byRow),
    warnings: issues.filter(({ severity }) => severity === 'warning').sort(byRow),
  }
}
