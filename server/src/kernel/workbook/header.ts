import { shown, type Cell } from './cells'

/** Finding the header of a table in a sheet, whatever stands above it. Pure. */

export interface Column<F extends string> { index: number; header: string; field: F | null; note: string | null }
export interface Header<F extends string> {
  /** Row number as Excel shows it. */
  row: number
  /** The first row of data, as Excel shows it. */
  firstRow: number
  columns: Column<F>[]
}

/** What the headings of one kind of table mean. */
export interface Headings<F extends string> {
  /** Without this field a line is no header. */
  key: F
  fieldOf: (cell: Cell) => F | null
  /** Two lines read as one header; null when the lower one is none of it. */
  combined: (upper: readonly Cell[], lower: readonly Cell[]) => Cell[] | null
  /** Why a column is left out that is no field, or must not be one; null when the heading is simply unknown. */
  leftOut: (cell: Cell) => string | null
  /** What is said of a column that is taken. */
  noteOf?: (field: F) => string | null
}

/** The header may stand below title rows, but not deeper than this. */
const SEARCH_ROWS = 15

function scoreOf<F extends string>({ key, fieldOf }: Headings<F>, cells: readonly Cell[]): number {
  const fields = new Set(cells.flatMap((cell) => fieldOf(cell) ?? []))
  return fields.has(key) && fields.size >= 2 ? fields.size : 0
}

function describe<F extends string>({ fieldOf, leftOut, noteOf }: Headings<F>, cells: readonly Cell[]): Column<F>[] {
  const taken = new Map<F, string>()
  return cells.flatMap((cell, index): Column<F>[] => {
    const header = shown(cell)
    if (header === null) return []
    const [field, reason] = [fieldOf(cell), leftOut(cell)]
    if (field === null || reason !== null) return [{ index, header, field: null, note: reason ?? '不认识这一列，已跳过' }]
    const earlier = taken.get(field)
    if (earlier !== undefined) return [{ index, header, field: null, note: `和“${earlier}”重复，只用前面那一列` }]
    taken.set(field, header)
    return [{ index, header, field, note: noteOf?.(field) ?? null }]
  })
}

/** Finds the header among the first rows: the one that knows the most columns, the key among them. Null when there is none. */
export function headerOf<F extends string>(headings: Headings<F>, rows: readonly (readonly Cell[])[]): Header<F> | null {
  let best: { at: number; height: number; cells: readonly Cell[]; score: number } | null = null
  for (let at = 0; at < Math.min(rows.length, SEARCH_ROWS); at += 1) {
    const single = { at, height: 1, cells: rows[at] ?? [], score: scoreOf(headings, rows[at] ?? []) }
    const cells = headings.combined(single.cells, rows[at + 1] ?? [])
    const double = cells && { at, height: 2, cells, score: scoreOf(headings, cells) }
    const candidate = double && double.score > single.score ? double : single
    if (candidate.score > (best?.score ?? 0)) best = candidate
  }
  return best && { row: best.at + 1, firstRow: best.at + best.height + 1, columns: describe(headings, best.cells) }
}
