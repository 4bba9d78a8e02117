import { compact, type Cell } from '../../kernel/workbook/cells'
import { headerOf, type Column as HeaderColumn, type Header as TableHeader } from '../../kernel/workbook/header'
import { LETTERS } from './workbook-words'

/** What a column of the workbook may hold. Options stand in one column, or in columns of their own named by letter. */
const PLAIN_FIELDS = ['type', 'stem', 'options', 'answer', 'explanation', 'topic', 'source'] as const
/** Fields that stand in one column. */
export type PlainField = (typeof PLAIN_FIELDS)[number]
export type Field = PlainField | `option ${string}`

/** Headings as offices write them, without spaces, brackets and stars. */
const HEADINGS: Readonly<Record<PlainField, readonly string[]>> = {
  type: ['题型', '类型', '题目类型', '试题类型', '试题题型', '题目类别', '试题类别', '题类'],
  stem: ['题干', '题目', '试题', '题目内容', '试题内容', '题干内容', '题目题干', '试题题干', '试题题目', '问题', '题面'],
  options: ['选项', '备选答案', '备选项', '选项内容', '候选答案', '可选项', '全部选项'],
  answer: ['答案', '正确答案', '标准答案', '参考答案', '试题答案', '题目答案', '正确选项'],
  explanation: ['解析', '答案解析', '说明', '试题解析', '题目解析', '解释', '答案说明', '详解'],
  topic: ['知识点', '章节', '分类', '类别', '知识分类', '题目分类', '试题分类', '所属章节', '所属分类', '考点', '知识模块', '模块', '专题'],
  source: ['出处', '依据', '来源', '题目出处', '试题来源', '题目来源', '出题依据', '命题依据', '法规依据', '文件依据'],
}
const FIELD_OF = new Map<string, Field>(PLAIN_FIELDS.flatMap((field) => HEADINGS[field].map((heading) => [heading, field] as const)))
/** How fields are called in messages about a column that is not there. */
export const FIELD_NAMES: Readonly<Record<PlainField, string>> = { type: '题型', stem: '题干', options: '选项', answer: '答案', explanation: '解析', topic: '知识点', source: '出处' }
const NUMBERING = /^(?:序号|题号|编号|no|行号)$/iu
const ORDINALS = '一二三四五六七八'

export type Column = HeaderColumn<Field>
export type Header = TableHeader<Field>

/** A heading is short; long cells are texts and are not even tried. */
const plain = (cell: Cell): string => (typeof cell === 'string' && cell.length <= 60 ? compact(cell) : '').replace(/[*:：]/gu, '')

/** 选项A, A选项, A, 选项（B）, 备选答案C, 选项1, 选项一: the letter meant. */
function optionLetter(cell: Cell): string | null {
  const text = plain(cell).replace(/[（(【[](?:必填|选填|可不填|可空)[)）】\]]/gu, '').replace(/[（(【[)）】\]]/gu, '').toUpperCase()
  const found = /^(?:选项|备选项|备选答案|答案选项|答案)?([A-H])(?:选项|项|答案)?$/u.exec(text)?.[1]
  if (found !== undefined) return found
  const counted = /^(?:选项|备选项|备选答案)([1-8一二三四五六七八])$/u.exec(text)?.[1]
  if (counted === undefined) return null
  const ordinal = ORDINALS.indexOf(counted)
  return LETTERS[ordinal >= 0 ? ordinal : Number(counted) - 1] ?? null
}

function fieldOf(cell: Cell): Field | null {
  const letter = optionLetter(cell)
  return letter === null ? FIELD_OF.get(plain(cell).replace(/[（(【[].*?[)）】\]]/gu, '')) ?? null : `option ${letter}`
}

/** Two-line headers: below 选项 that spans several columns stand their letters. */
function combined(upper: readonly Cell[], lower: readonly Cell[]): Cell[] | null {
  const stemAt = upper.findIndex((cell) => fieldOf(cell) === 'stem')
  if (stemAt < 0 || (lower[stemAt] ?? null) !== null || !lower.some((cell) => optionLetter(cell) !== null)) return null
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, at) => {
    const above = fieldOf(upper[at] ?? null)
    return (above === null || above === 'options') && fieldOf(lower[at] ?? null) !== null ? lower[at] ?? null : upper[at] ?? null
  })
}

/** Finds the header: the line that knows the most columns, 题干 among them. Null when there is none. */
export const findHeader = (rows: readonly (readonly Cell[])[]): Header | null =>
  headerOf<Field>({ key: 'stem', fieldOf, combined, leftOut: (cell) => (NUMBERING.test(plain(cell)) ? '序号，不用导入' : null) }, rows)
