/**
 * What people write into the cells of a roster, read without guessing: dates, months, phone numbers, names.
 * Pure: no clock, no store. Days are Shanghai days.
 */
import { compact, hasIdNumber, textOf, unusable, type Cell, type Reading } from '../../kernel/workbook/cells'

type Calendar =
  | { kind: 'empty' | 'unreadable' | 'impossible' }
  | { kind: 'year'; year: number }
  | { kind: 'ambiguous'; year: number }
  | { kind: 'date'; year: number; month: number; day: number | null }

/** Excel counts days from 1899-12-30. */
const SERIAL_ZERO = Date.UTC(1899, 11, 30)
const DAY = 86_400_000

function fromParts(year: number, month: number, day: number | null): Calendar {
  const date = new Date(Date.UTC(year, month - 1, day ?? 1))
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === (day ?? 1)
  return real ? { kind: 'date', year, month, day } : { kind: 'impossible' }
}

const fromDate = (date: Date): Calendar =>
  Number.isNaN(date.getTime()) ? { kind: 'unreadable' } : fromParts(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())

function fromText(raw: string): Calendar {
  const text = raw.replace(/\s*\d{1,2}:\d{2}(?::\d{2})?$/, '').replace(/ /g, '')
  const compactDay = /^(\d{4})(\d{2})(\d{2})?$/.exec(text)
  if (compactDay) return fromParts(Number(compactDay[1]), Number(compactDay[2]), compactDay[3] === undefined ? null : Number(compactDay[3]))
  const parts = /^(\d{4})[.\-/年、](\d{1,2})(?:[.\-/月、](?:(\d{1,2})[日号]?)?)?$/u.exec(text)
  if (parts) return fromParts(Number(parts[1]), Number(parts[2]), parts[3] === undefined ? null : Number(parts[3]))
  const year = /^(\d{4})年?$/u.exec(text)
  return year ? { kind: 'year', year: Number(year[1]) } : { kind: 'unreadable' }
}

/** Reads a date however it was entered: an Excel date, its bare number, 2009.06.26, 2009-6-26, 2009年6月26日, 20090626, 2009.6, 2009年6月. */
function calendarOf(cell: Cell): Calendar {
  if (cell instanceof Date) return fromDate(cell)
  if (typeof cell === 'number' && Number.isInteger(cell) && cell >= 3000 && cell <= 99_999) return fromDate(new Date(SERIAL_ZERO + cell * DAY))
  const text = textOf(cell)
  if (text === '') return { kind: 'empty' }
  // Excel turns a typed 2009.10 into the number 2009.1: January and October look alike.
  if (typeof cell === 'number' && /^\d{4}\.1$/.test(text)) return { kind: 'ambiguous', year: Number(text.slice(0, 4)) }
  return fromText(text)
}

const two = (value: number): string => String(value).padStart(2, '0')

function notADay(calendar: Exclude<Calendar, { kind: 'date' }>, example: string): Reading<never> {
  switch (calendar.kind) {
    case 'empty': return { value: null }
    case 'year': return unusable('只有年份', `补上月份，写成 ${example}`)
    case 'ambiguous': return unusable(`看不出是 ${calendar.year} 年 1 月还是 10 月`, `把这一格设成文本，写成 ${example}`)
    case 'impossible': return unusable('没有这一天', `核对后写成 ${example}`)
    case 'unreadable': return unusable('看不出是哪一天', `写成 ${example}`)
  }
}

/** A day, YYYY-MM-DD. A month without its day is taken as the first and said so: the political birthday (政治生日) is kept by the day. */
export function readDay(cell: Cell): Reading<string> {
  const calendar = calendarOf(cell)
  if (calendar.kind !== 'date') return notADay(calendar, '2009-06-26')
  const { year, month, day } = calendar
  if (day !== null) return { value: `${year}-${two(month)}-${two(day)}` }
  return {
    value: `${year}-${two(month)}-01`,
    remark: { severity: 'warning', message: '只写到月，按当月 1 日记；政治生日也会按这一天提醒', remedy: '知道是哪一天的话，补成 2009-06-26 这样再导入' },
  }
}

/** A month, YYYY-MM; of a full date only the month is kept. */
export function readMonth(cell: Cell): Reading<string> {
  const calendar = calendarOf(cell)
  return calendar.kind === 'date' ? { value: `${calendar.year}-${two(calendar.month)}` } : notADay(calendar, '1980-06')
}

/** A phone number: spaces, dashes, brackets and +86 are taken off. Landlines are kept with a warning. */
export function readPhone(cell: Cell): Reading<string> {
  const text = textOf(cell)
  if (text === '') return { value: null }
  if (hasIdNumber(text)) return unusable('像是身份证号', '这一格只填手机号；身份证号不收也不存')
  if (/\de\+?\d/i.test(text)) return unusable('号码被表格变成了科学计数', '把这一列设成文本，重新填号码')
  const digits = text.replace(/[\s\-()（）·.]/gu, '').replace(/^(?:\+|00)?86(?=1\d{10}$)/, '')
  if (/[/、,，;；]/u.test(digits)) return unusable('一格里有两个号码', '只留一个手机号')
  if (!/^\d+$/.test(digits)) return unusable('不全是数字', '只填 11 位手机号')
  if (/^1[3-9]\d{9}$/.test(digits)) return { value: digits }
  if (/^0\d{9,11}$|^[2-8]\d{6,7}$/.test(digits)) {
    return { value: digits, remark: { severity: 'warning', message: '不是手机号，本人绑定时要用它的后四位', remedy: '有手机号的话换成手机号' } }
  }
  return unusable(`有 ${digits.length} 位数字，不是 11 位手机号`, '核对号码，少的补上，多的去掉')
}

/** A name: spaces inside Chinese names are taken out, single ones stay between Latin words. */
export function readName(cell: Cell): Reading<string> {
  const text = textOf(cell)
  if (text === '') return { value: null }
  if (hasIdNumber(text)) return unusable('像是身份证号', '这一格只填姓名；身份证号不收也不存')
  const name = text.replace(/[•・‧∙⋅●.]/gu, '·').replace(/(?<=[\p{Script=Han}·]) | (?=[\p{Script=Han}·])/gu, '')
  if (/[（(【[]/u.test(name)) return unusable('姓名里有括号', '括号里的话移到“备注”，这一格只留姓名')
  if (!/^[\p{L}\p{M}·〇' -]+$/u.test(name)) return unusable('姓名里有不该有的符号或数字', '这一格只留姓名')
  if (name.length < 2 || name.length > 30) return unusable('姓名应是 2 到 30 个字', '核对姓名')
  return { value: name }
}

const GENDERS: Readonly<Record<string, 'male' | 'female'>> = { 男: 'male', 男性: 'male', 女: 'female', 女性: 'female' }
export function readGender(cell: Cell): Reading<'male' | 'female'> {
  const text = compact(cell)
  if (text === '') return { value: null }
  const value = GENDERS[text]
  return value ? { value } : unusable('只能是男或女', '改成“男”或“女”')
}

const STATUSES: Readonly<Record<string, 'full' | 'probationary' | 'applicant'>> = {
  正式党员: 'full', 正式: 'full', 中共党员: 'full', 党员: 'full', 预备党员: 'probationary', 预备: 'probationary', 中共预备党员: 'probationary',
  发展对象: 'applicant', 入党积极分子: 'applicant', 积极分子: 'applicant', 入党申请人: 'applicant',
}
export function readStatus(cell: Cell): Reading<'full' | 'probationary' | 'applicant'> {
  const text = compact(cell)
  if (text === '') return { value: null }
  const value = STATUSES[text]
  return value ? { value } : unusable('看不出是哪一类', '改成“正式党员”“预备党员”“发展对象”或“入党积极分子”')
}
