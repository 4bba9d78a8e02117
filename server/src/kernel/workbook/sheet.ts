import type { Cell } from './cells'

/** Cells merged downwards: column index from 0, rows as Excel counts them. */
export interface Merge { column: number; top: number; bottom: number }

/** One sheet as it was read: cells by row and column, and the vertical merges. */
export interface Sheet {
  name: string
  rows: Cell[][]
  merges: Merge[]
}

/** The rows with each cell of a vertical merge holding its value, in these columns and from a row on (as Excel counts). */
export function fillMerged(sheet: Sheet, columns: readonly (number | undefined)[], firstRow: number): Cell[][] {
  const merges = sheet.merges.filter((merge) => columns.includes(merge.column) && merge.bottom >= firstRow)
  if (merges.length === 0) return sheet.rows
  const rows = sheet.rows.map((row) => [...row])
  for (const { column, top, bottom } of merges) {
    const value = rows[Math.max(top, firstRow) - 1]?.[column] ?? null
    for (let index = Math.max(top, firstRow); index < Math.min(bottom, rows.length); index += 1) {
      const row = rows[index]
      if (row && (row[column] ?? null) === null) row[column] = value
    }
  }
  return rows
}
