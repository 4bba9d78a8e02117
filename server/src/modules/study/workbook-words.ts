/**
 * What people write into the cells of a question bank: kinds, answers, options. Read without guessing; pure.
 * Keys are letters from A; a true-or-false question always has A 对 and B 错.
 */
import type { QuestionType } from '@pioneer/shared-types/constants'
import { compact, linesOf, unusable, written, type Cell, type Reading } from '../../kernel/workbook/cells'

export interface Option { key: string; text: string }

export const LETTERS = [...'ABCDEFGH']
export const RIGHT_OR_WRONG: readonly Option[] = [{ key: 'A', text: '对' }, { key: 'B', text: '错' }]

/** A longer text is no answer; long ones are not even tried. */
const LONGEST_WORD = 100

const RIGHT = /^(?:对|√|✓|✔|☑|正确|是|T|TRUE|Y|YES)$/u
const WRONG = /^(?:错|×|✗|✘|✕|╳|❌|X|错误|不对|不正确|否|非|F|FALSE|N|NO)$/u

/** The words of a cell in one form: half-width capitals, no spaces, no sign at either end. */
const wordOf = (text: string): string => text.normalize('NFKC').replace(/\s/gu, '').toUpperCase().replace(/^[(（【[“"']+|[)）】\]”"'。.]+$/gu, '')

/** 对 is true, 错 is false; null for anything else. */
export function rightOrWrong(text: string): boolean | null {
  if (text.length > LONGEST_WORD) return null
  const word = wordOf(text)
  if (RIGHT.test(word)) return true
  return WRONG.test(word) ? false : null
}

const TYPES: readonly (readonly [RegExp, QuestionType])[] = [
  [/^(?:单选|单项|单项选择|单选择)题?$/u, 'single'], [/^(?:多选|多项|多项选择|多选择|不定项|不定项选择)题?$/u, 'multiple'], [/^(?:判断|是非|对错|判断对错|正误判断)题?$/u, 'judge'],
]

/** 题型. An empty cell, and 选择题 that says not which, is null without a remark. */
export function readType(cell: Cell): Reading<QuestionType> {
  const word = compact(cell).slice(0, LONGEST_WORD).replace(/[（(].*?[)）]/gu, '').replace(/^[一二三四五六七八九十]+[、.]/u, '').replace(/[:：]$/u, '')
  if (word === '' || /^选择题?$/u.test(word)) return { value: null }
  const type = TYPES.find(([words]) => words.test(word))?.[1]
  return type ? { value: type } : unusable('看不出是哪种题', '只收单选、多选、判断题；别的题型请删掉这一行')
}

/** Whether a line opens a part of the table: 一、单项选择题（每题 2 分）. */
export function sectionOf(text: string): QuestionType | null {
  const found = /^(?:第?[一二三四五六七八九十\d]+(?:部分|[、.．]))?\s*(单项|单选|多项|多选|不定项|判断|是非)(?:选择)?题?(?=$|[\s:：（(，,。])/u.exec(text)
  return found ? readType(found[1] ?? '').value : null
}

const SEPARATORS = /[、,，;；/\\|.。:：\s&＆和及·-]+/gu

/** Letters of an answer however they are set apart: ABD, A、B, a b, （Ａ，Ｂ）. Null when there is anything else. */
export function lettersOf(text: string): string[] | null {
  if (text.length > LONGEST_WORD) return null
  const letters = text.normalize('NFKC').toUpperCase().replace(/^(?:正确|标准|参考)?答案[:：]?/u, '').replace(/[()（）【】[\]“”"']/gu, ' ').replace(SEPARATORS, '')
  return /^[A-Z]{1,26}$/u.test(letters) ? [...letters] : null
}

/** The answer of a true-or-false question: a word, or the letter of one of its own options (of 对, 错 where it has none). */
function readVerdict(text: string, options: readonly Option[]): Reading<string[]> {
  const letters = lettersOf(text)
  const word = rightOrWrong(text)
  // T, F, Y and N are words here; only A and B name options.
  if (word !== null) return { value: [word ? 'A' : 'B'] }
  const [letter] = letters?.length === 1 ? letters : []
  const chosen = (options.length > 0 ? options : RIGHT_OR_WRONG).find((option) => option.key === letter)
  const meant = chosen ? rightOrWrong(chosen.text) : null
  return meant === null ? unusable('判断题的答案看不出是对还是错', '写“对”或“错”') : { value: [meant ? 'A' : 'B'] }
}

/** 答案 as keys in order. `options` are those the row has. */
export function readAnswer(cell: Cell, type: QuestionType, options: readonly Option[]): Reading<string[]> {
  const text = written(cell)
  if (text === '') return unusable('没有答案', '补上答案，写成 A 或 ABD；判断题写“对”或“错”')
  if (type === 'judge') return readVerdict(text, options)
  const same = options.filter((option) => option.text === text)
  const letters = lettersOf(text) ?? (same.length === 1 ? same.map((option) => option.key) : null)
  if (!letters) return unusable('看不出答案是哪一项', '写选项的字母，如 A 或 ABD')
  const twice = letters.find((letter, index) => letters.indexOf(letter) !== index)
  if (twice !== undefined) return unusable(`答案里 ${twice} 写了两次`, '每个字母只写一次')
  const lost = letters.filter((letter) => !options.some((option) => option.key === letter))
  if (lost.length > 0) return unusable(`答案里有 ${lost.join('、')}，选项里没有`, '补上这个选项，或改答案')
  if (type === 'single' && letters.length > 1) return unusable(`单选题有 ${letters.length} 个答案`, '只留一个答案，或把题型改成“多选”')
  return { value: [...letters].sort() }
}

/** What the answer and options of a row say about its kind; null when they say nothing. */
export function inferType(cell: Cell, options: readonly Option[]): QuestionType | null {
  const text = written(cell)
  if (options.length === 0) return rightOrWrong(text) === null ? null : 'judge'
  if (options.length === 2 && options.every((option) => rightOrWrong(option.text) !== null)) return 'judge'
  const letters = lettersOf(text)
  if (!letters) return null
  return letters.length > 1 ? 'multiple' : 'single'
}

/** Takes off the letter an option begins with: A．甲 is 甲. */
const withoutLetter = (text: string, letter: string): string => text.replace(new RegExp(`^[(（]?${letter}[)）.、．:：]+\\s*`, 'iu'), '')

const EDGE = new Set([...' ;；,，、|'])
/** One line with single spaces, without the signs that part options. By hand: an expression that looks for the end takes quadratic time. */
function tidy(text: string): string {
  const line = text.replace(/\s+/gu, ' ')
  let [begin, end] = [0, line.length]
  while (begin < end && EDGE.has(line.charAt(begin))) begin += 1
  while (end > begin && EDGE.has(line.charAt(end - 1))) end -= 1
  return line.slice(begin, end)
}

/** Options that stand in columns of their own, A first. A hole in the row is an error; empty ones at the end are not. */
export function readOptionColumns(cells: readonly Cell[]): Reading<Option[]> {
  const texts = cells.map((cell, index) => withoutLetter(written(cell), LETTERS[index] ?? '').trim())
  const count = texts.findLastIndex((text) => text !== '') + 1
  const hole = texts.slice(0, count).indexOf('')
  if (hole >= 0) return unusable(`选项 ${LETTERS[hole] ?? ''} 是空的`, '补上这个选项，或把后面的选项往前移，答案一起改')
  return { value: texts.slice(0, count).map((text, index) => ({ key: LETTERS[index] ?? '', text })) }
}

interface Span { begin: number; end: number }

/** Where the marker of a letter (A. A、 (A) …) begins and ends, from a position on. One at the start of a line or after a space is believed before one in the middle of words. */
function markerOf(text: string, letter: string, from: number, sign: string): Span | null {
  for (const before of ['(?<=^|[\\s;；,，、|])', '(?<![A-Za-z0-9])']) {
    const found = new RegExp(`${before}(?:${sign.replaceAll('L', letter)})`, 'giu')
    found.lastIndex = from
    const at = found.exec(text)
    if (at) return { begin: at.index, end: at.index + at[0].length }
  }
  return null
}

/** Signs by which letters are set before options, the surest first. */
const SURE = '[(（]L[)）][.、．:：]?\\s*|L[.、．:：)）]\\s*'
const SIGNS = [SURE, 'L\\s+']

function lettered(text: string, sign: string): { options: Option[]; lost: string | null } {
  const options: Option[] = []
  let open = markerOf(text, 'A', 0, sign)
  if (!open || text.slice(0, open.begin).trim() !== '') return { options, lost: null }
  for (let index = 0; open; index += 1) {
    const next = LETTERS[index + 1]
    const following: Span | null = next === undefined ? null : markerOf(text, next, open.end, sign)
    options.push({ key: LETTERS[index] ?? '', text: tidy(text.slice(open.end, following?.begin)) })
    if (!following) {
      // C is missing but D is there: what follows belongs to nobody.
      const lost = LETTERS.slice(index + 2).find((letter) => new RegExp(`(?<=^|[\\s;；])${letter}[.、．:：]`, 'u').test(text.slice(open?.end)))
      return { options, lost: lost === undefined ? null : next ?? null }
    }
    open = following
  }
  return { options, lost: null }
}

/**
 * Options that stand in one cell, on lines or in a row, each with its letter. Lines (or parts between | or ；) without letters count from A
 * and that is said. An empty cell is an empty list.
 */
export function readOptionCell(cell: Cell): Reading<Option[]> {
  const lines = linesOf(cell)
  const text = lines.join('\n')
  if (text === '') return { value: [] }
  for (const sign of SIGNS) {
    const { options, lost } = lettered(text, sign)
    if (lost !== null) return unusable(`选项里没有 ${lost}，后面的字母却有`, '把选项从 A 起依次写全，一行一个')
    if (options.length < 2) continue
    const empty = options.find((option) => option.text === '')
    return empty ? unusable(`选项 ${empty.key} 是空的`, '补上这个选项') : { value: options }
  }
  const parts = [lines, ...[/[|｜]/u, /[;；]/u].map((between) => text.split(between).map(tidy).filter((part) => part !== ''))].find((found) => found.length >= 2)
  if (!parts) {
    // One option alone: what is wrong with it is said of the set.
    const [alone] = lettered(text, SURE).options
    if (alone && alone.text !== '') return { value: [alone] }
    return unusable('分不出选项', '写成 A.… B.… C.…，一行一个；或每个选项用一列')
  }
  if (parts.length > LETTERS.length) return unusable(`有 ${parts.length} 个选项，最多 ${LETTERS.length} 个`, '减少选项')
  return {
    value: parts.map((part, index) => ({ key: LETTERS[index] ?? '', text: tidy(part) })),
    remark: { severity: 'warning', message: '选项前面没有字母，按先后记为 A、B、C', remedy: '次序不对的话，写成 A.… B.… C.…' },
  }
}

/** What is wrong with a set of options; null when nothing is. */
export function optionsFault(options: readonly Option[], limit: number): { message: string; remedy: string } | null {
  if (options.length === 0) return { message: '没有选项', remedy: '补上选项，或把题型改成“判断”' }
  if (options.length < 2) return { message: '只有一个选项', remedy: '至少写两个选项' }
  const long = options.find((option) => option.text.length > limit)
  if (long) return { message: `选项 ${long.key} 太长，最多 ${limit} 个字`, remedy: `缩短到 ${limit} 个字以内` }
  const plain = options.map((option) => option.text.normalize('NFKC').replace(/\s/gu, ''))
  const second = plain.findIndex((text, index) => plain.indexOf(text) !== index)
  if (second < 0) return null
  return { message: `选项 ${options[plain.indexOf(plain[second] ?? '')]?.key ?? ''} 和 ${options[second]?.key ?? ''} 一样`, remedy: '改掉其中一个' }
}

/** Takes the key out of a stem that gives it away in brackets: 宗旨是（A）. Answers the stem with a blank, or null when it gives nothing away. */
export function withoutKey(stem: string, type: QuestionType, answer: readonly string[]): string | null {
  let told = false
  const clean = stem.replace(/[(（]([^()（）]{1,20})[)）]/gu, (whole, inside: string) => {
    const same = type === 'judge' ? rightOrWrong(inside) === (answer[0] === 'A') && !/^[是否非]$/u.test(inside.trim()) : lettersOf(inside)?.sort().join('') === answer.join('')
    if (!same) return whole
    told = true
    return '（　）'
  })
  return told ? clean : null
}
