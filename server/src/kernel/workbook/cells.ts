/** What stands in the cells of a workbook, as text and without guessing. Pure: no clock, no store. An Excel date has no time zone and is taken as it stands. */
export type Cell = string | number | boolean | Date | null

/** Something about one cell that the person should know, and what to do about it. */
export interface Remark { severity: 'error' | 'warning'; message: string; remedy: string }
/** A value read from a cell; null when the cell is empty or cannot be used (then `remark` says why). */
export interface Reading<T> { value: T | null; remark?: Remark }

const BLANKS = /[\s\u200b-\u200f\u2060\ufeff]+/gu
/** People fill empty cells with these. */
const PLACEHOLDER = /^(?:[-—–/\\、.·*]+|无|暂无|没有|空|n\/?a)$/iu

/** Full-width digits, letters and signs become half-width; Chinese punctuation of sentences stays. */
export const narrow = (text: string): string =>
  text.replace(/[０-９Ａ-Ｚａ-ｚ．－／＋＊]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))

const isoDay = (date: Date): string => date.toISOString().slice(0, 10)

/** What is written in a cell, line by line as it stands; empty for nothing. */
function rawOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE'
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : isoDay(cell)
  return typeof cell === 'number' ? plainNumber(cell) : narrow(cell)
}

/** The lines of a cell that are not blank, each with single spaces. */
export const linesOf = (cell: Cell): string[] => rawOf(cell).split(/[\n\r\u2028\u2029]/u).map((line) => line.replace(BLANKS, ' ').trim()).filter((line) => line !== '')

/** Everything written in a cell with single spaces, also 无 and TRUE; empty for nothing. */
export const written = (cell: Cell): string => rawOf(cell).replace(BLANKS, ' ').trim()

/** The text of a cell with single spaces; empty for nothing and for placeholders. */
export function textOf(cell: Cell): string {
  const text = typeof cell === 'boolean' ? '' : written(cell)
  return PLACEHOLDER.test(text) ? '' : text
}

const plainNumber = (value: number): string => Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value)

/** The text without any spaces: for words that are compared. */
export const compact = (cell: Cell): string => textOf(cell).replace(/ /g, '')

/** An ID number of 18 digits (or the old 15), also with spaces between, is never kept and never shown. */
const ID_NUMBER = /(?<!\d)(?:\d[ -]?){17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)/gu
export const hasIdNumber = (text: string): boolean => text.search(ID_NUMBER) >= 0
export const withoutIdNumbers = (text: string): string => text.replace(ID_NUMBER, '***')

/** A cell as it may be shown back: short, ID numbers gone, long numbers masked. */
export function shown(cell: Cell): string | null {
  const text = withoutIdNumbers(textOf(cell)).replace(/\d{9,}/g, (digits) => `${digits.slice(0, 3)}****${digits.slice(-2)}`)
  if (text === '') return null
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

/** A cell that cannot be used. */
export const unusable = (message: string, remedy: string): { value: null; remark: Remark } => ({ value: null, remark: { severity: 'error', message, remedy } })

/** Free text up to `limit` characters; ID numbers in it are taken out and that is said. */
export function readText(cell: Cell, limit: number): Reading<string> {
  const text = textOf(cell)
  if (text === '') return { value: null }
  if (text.length > limit) return unusable(`太长，最多 ${limit} 个字`, `缩短到 ${limit} 个字以内`)
  if (!hasIdNumber(text)) return { value: text }
  return { value: withoutIdNumbers(text), remark: { severity: 'warning', message: '里面像有身份证号，已去掉', remedy: '不用处理；身份证号不收也不存' } }
}

/** `A`, `B`, … `AA` of a column index from 0. */
export function letterOf(index: number): string {
  let letters = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + (rest - 1) % 26) + letters
  return letters
}

/** How a column is called in messages: 手机号（E 列）. */
export const columnLabel = (column: { header: string; index: number }): string => `${column.header}（${letterOf(column.index)} 列）`
