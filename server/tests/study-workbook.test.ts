import fc from 'fast-check'
import { readWorkbook } from '../src/kernel/workbook/workbook'
import type { Cell } from '../src/kernel/workbook/cells'
import type { QuestionContent } from '../src/modules/study/bank-types'
import { draftBank, type BankDraft } from '../src/modules/study/workbook'
import { sheetOf } from './support/workbook'
import { zipOf } from './support/zip'

/** A workbook as Excel writes it, cell by cell: `=` marks a formula with its last value, true and false are Excel's own. */
function bookOf(sheets: readonly { name: string; rows: readonly (readonly (string | number | boolean | null)[])[]; merges?: readonly string[] }[]): Buffer {
  const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  const cell = (at: string, value: string | number | boolean | null): string => {
    if (value === null) return `<c r="${at}" s="2"/>`
    if (typeof value === 'boolean') return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`
    if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`
    if (value.startsWith('=')) return `<c r="${at}" t="str"><f>X1</f><v>${escape(value.slice(1))}</v></c>`
    return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`
  }
  const xml = (rows: readonly (readonly (string | number | boolean | null)[])[], merges: readonly string[]): string =>
    `<worksheet><sheetData>${rows.map((cells, row) => `<row r="${row + 1}">${cells.map((value, column) => cell(`${String.fromCharCode(65 + column)}${row + 1}`, value)).join('')}</row>`).join('')}</sheetData>`
    + `<mergeCells count="${merges.length}">${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells></worksheet>`
  return zipOf([
    ['xl/workbook.xml', `<workbook xmlns:r="r"><sheets>${sheets.map(({ name }, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="r${index + 1}"/>`).join('')}</sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships>${sheets.map((_, index) => `<Relationship Id="r${index + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}</Relationships>`],
    ...sheets.map(({ rows, merges }, index) => [`xl/worksheets/sheet${index + 1}.xml`, xml(rows, merges ?? [])] as const),
  ])
}
const draftOf = async (file: Buffer, live: readonly QuestionContent[] = []): Promise<BankDraft> => draftBank(await readWorkbook(file), live)
const draftRows = async (rows: string[][], live: readonly QuestionContent[] = []): Promise<BankDraft> => draftOf(await sheetOf(rows), live)
const said = (draft: BankDraft) => draft.issues.map(({ row, column, severity, message }) => [row, column, severity, message])
const question = (over: Partial<QuestionContent> = {}): QuestionContent => ({
  type: 'single', stem: '党的根本宗旨是（　）。', options: [{ key: 'A', text: '全心全意为人民服务' }, { key: 'B', text: '发展经济' }], answer: ['A'], explanation: '党章总纲', topic: '党章', source: null, ...over,
})

/** Everything at once: titles, two-line header, merged kinds and topics, formulas, parts, notes, every way of writing an answer. */
const MESSY = bookOf([
  { name: '填表说明', rows: [['各支部按下表填写，每题都要写知识点。']] },
  {
    name: '题库',
    rows: [
      ['云湖市机关党建知识竞赛题库', null, null],
      [null, '2026 年 11 月', null],
      ['序号', ' 知 识 点*', '题目类型', '试题（必填）', '备选答案', null, null, null, '标准答案', '答案解析', '难度', '出题依据'],
      [null, null, null, null, 'A', 'B', '选项C', 'Ｄ', null, null, null, null],
      [1, '党章', '单选题', '1. 党的根本宗旨是（ A ）。', 'A．全心全意为人民服务', 'B．发展经济', '加强国防', null, 'Ａ', '见党章总纲。', '易', '党章总纲'],
      [2, null, null, '2、党员预备期为（    ）', '=一年', '两年', 1921, '无', 'a', '略', '易', null],
      [3, null, '多选题', '（3）党的纪律包括____。', '政治纪律', '组织纪律', '廉洁纪律', '生活\n纪律', 'A、B，C d', null, '中', '=《条例》第六条'],
      [null, null, null, null, null, null, null, null, null, null, null, null],
      ['二、判断题（每题 1 分）', null, null, null, null, null, null, null, null, null, null, null],
      [4, '组织生活', null, '支部党员大会每季度开一次。（√）', null, null, null, null, true, null, '易', null],
      [5, '组织生活', '判断', '党小组会一般每月开一次', '错误', '正确', null, null, 'B', null, '易', null],
      [6, '组织生活', '判断', '支委会一般每年开一次', null, null, null, null, '×', null, '易', null],
      ['序号', '知识点', '题目类型', '试题（必填）', null, null, null, null, '标准答案', null, null, null],
      [null, null, null, '共6题', null, null, null, null, null, null, null, null],
      ['制表：组织处', null, null, null, null, null, null, null, null, null, null, null],
    ],
    merges: ['A1:L1', 'E3:H3', 'A3:A4', 'D3:D4', 'B5:B7', 'C5:C6'],
  },
])

describe('a question bank as offices keep it', () => {
  it('is read with titles, two-line header, merged cells, formulas, parts, notes and every answer', async () => {
    const draft = await draftOf(MESSY)
    expect(draft.issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(draft).toMatchObject({ sheet: '题库', headerRow: 3, canApply: true, totals: { rows: 6, add: 6, change: 0, same: 0, errors: 0 } })
    expect(draft.columns.map(({ header, field }) => [header, field])).toEqual([
      ['序号', null], ['知 识 点*', 'topic'], ['题目类型', 'type'], ['试题（必填）', 'stem'], ['A', 'option A'], ['B', 'option B'], ['选项C', 'option C'], ['D', 'option D'],
      ['标准答案', 'answer'], ['答案解析', 'explanation'], ['难度', null], ['出题依据', 'source'],
    ])
    const judged = [{ key: 'A', text: '对' }, { key: 'B', text: '错' }]
    expect(draft.items.map(({ row, type, stem, options, answer, explanation, topic, source }) => [row, type, stem, options.map(({ text }) => text), answer.join(''), explanation, topic, source])).toEqual([
      [5, 'single', '党的根本宗旨是（　）。', ['全心全意为人民服务', '发展经济', '加强国防'], 'A', '见党章总纲。', '党章', '党章总纲'],
      [6, 'single', '党员预备期为（ ）', ['一年', '两年', '1921', '无'], 'A', '', '党章', null],
      [7, 'multiple', '党的纪律包括____。', ['政治纪律', '组织纪律', '廉洁纪律', '生活 纪律'], 'ABCD', '', '党章', '《条例》第六条'],
      [10, 'judge', '支部党员大会每季度开一次。（　）', ['对', '错'], 'A', '', '组织生活', null],
      [11, 'judge', '党小组会一般每月开一次', ['对', '错'], 'A', '', '组织生活', null],
      [12, 'judge', '支委会一般每年开一次', ['对', '错'], 'B', '', '组织生活', null],
    ])
    expect(draft.items[3]?.options).toEqual(judged)
    expect(said(draft)).toEqual([
      [5, '试题（必填）（D 列）', 'warning', '题干里写着答案，已换成空括号'],
      [10, '试题（必填）（D 列）', 'warning', '题干里写着答案，已换成空括号'],
    ])
  })

  it('is read from one sheet a kind, options in one cell, without a column for the kind', async () => {
    const draft = await draftOf(bookOf([
      { name: '单选题', rows: [['题目', '选项', '正确答案'], ['谁召集支部党员大会', 'A.支委会\nB.书记个人\nC.党小组', 'A'], ['党龄从何时算起', 'A、转正之日 B、接收之日 C、申请之日', 'a']] },
      { name: '多选', rows: [['题干', '选项内容', '答案', '章节'], ['三会一课包括', 'A.党员大会 B.支委会 C.党小组会 D.党课', 'ABCD', '第一章 习近平新时代中国特色社会主义思想学习纲要']] },
      { name: '判断题', rows: [['试题', '答案'], ['党费按月交', '正确'], ['谁召集支部党员大会', '错']] },
    ]))
    expect(draft.items.map(({ type, answer, options }) => [type, answer.join(''), options.length])).toEqual([['single', 'A', 3], ['single', 'A', 3], ['multiple', 'ABCD', 4], ['judge', 'A', 2]])
    expect(said(draft)).toEqual([
      [3, '判断题 · 题干', 'error', '和“单选题”第 2 行的题干一样，别的不一样'],
      [1, '工作表“单选题”', 'warning', '有 2 题没有知识点，新题记为“未分类”'],
      [1, '工作表“判断题”', 'warning', '有 2 题没有知识点，新题记为“未分类”'],
    ])
    expect([draft.sheet, draft.canApply, draft.totals.errors]).toEqual(['单选题、多选、判断题', false, 1])
  })

  it('infers the kind from options and answer and says so once', async () => {
    const draft = await draftRows([['题干', '选项A', '选项B', '选项C', '答案', '知识点'], ['甲', '一', '二', '三', 'B', '党章'], ['乙', '一', '二', '三', 'B C', '党章'], ['丙', '', '', '', '×', '党章'], ['丁', '对', '错', '', 'A', '党章']])
    expect(draft.items.map(({ type }) => type)).toEqual(['single', 'multiple', 'judge', 'judge'])
    expect(said(draft)).toEqual([[1, null, 'warning', '没有写题型的，按选项和答案判断：单选 1 题，多选 1 题，判断 2 题']])
  })

  it('names row, column, reason and remedy of everything that is wrong', async () => {
    const draft = await draftRows([
      ['题型', '题干', '选项', '答案', '解析', '知识点'],
      ['单选', '甲', 'A.一 B.二', 'C', '', '党章'],
      ['单选', '乙', 'A.一 B.二', 'AB', '', '党章'],
      ['单选', '丙', 'A.一', 'A', '', '党章'],
      ['单选', '丁', '', 'A', '', '党章'],
      ['单选', '戊', 'A.一 B. C.三', 'A', '', '党章'],
      ['单选', '己', 'A.一 B.一', 'A', '', '党章'],
      ['单选', '', 'A.一 B.二', 'A', '', '党章'],
      ['填空', '庚', 'A.一 B.二', 'A', '', '党章'],
      ['判断', '辛', '', '可能', '', '党章'],
      ['判断', '壬', 'A.一 B.二', 'A', '', '党章'],
      ['单选', '癸', 'A.一 B.二', '', '', '党章'],
      ['单选', '长'.repeat(301), 'A.一 B.二', 'A', '释'.repeat(501), '章'.repeat(41)],
      ['多选', '子', 'A.一 B.二', 'A', '', '党章'],
      ['单选', '丑（　）', 'A.一 B.二', 'A', '', '党章'],
      ['单选', '丑____。', 'A.一 B.二', 'B', '', '党章'],
      ['多选', '子', 'A.一 B.二', 'A', '', '党章'],
    ])
    expect(said(draft)).toEqual([
      [2, '答案（D 列）', 'error', '答案里有 C，选项里没有'],
      [3, '答案（D 列）', 'error', '单选题有 2 个答案'],
      [4, '选项（C 列）', 'error', '只有一个选项'],
      [5, '选项（C 列）', 'error', '没有选项'],
      [6, '选项（C 列）', 'error', '选项 B 是空的'],
      [7, '选项（C 列）', 'error', '选项 A 和 B 一样'],
      [8, '题干（B 列）', 'error', '没有题干'],
      [9, '题型（A 列）', 'error', '看不出是哪种题'],
      [10, '答案（D 列）', 'error', '判断题的答案看不出是对还是错'],
      [11, '选项（C 列）', 'error', '判断题的选项只能是“对”和“错”'],
      [12, '答案（D 列）', 'error', '没有答案'],
      [13, '题干（B 列）', 'error', '太长，最多 300 个字'],
      [13, '解析（E 列）', 'error', '太长，最多 500 个字'],
      [13, '知识点（F 列）', 'error', '太长，最多 40 个字'],
      [16, '题干', 'error', '和第 15 行的题干一样，别的不一样'],
      [14, '答案（D 列）', 'warning', '多选题只有一个答案'],
      [17, '答案（D 列）', 'warning', '多选题只有一个答案'],
      [17, '题干', 'warning', '和第 14 行完全一样，只记一次'],
    ])
    expect(draft.issues.every(({ remedy }) => /[一-龥]/.test(remedy))).toBe(true)
    expect(draft.totals).toEqual({ rows: 16, add: 2, change: 0, same: 0, errors: 15, warnings: 3 })
    expect(draft.canApply).toBe(false)
  })

  it.each([
    ['no header', [['姓名', '手机号'], ['云知远', '1']], '没有找到表头'], ['no answer column', [['题干', '解析'], ['甲', '乙']], '没有“答案”这一列'], ['no question', [['题干', '答案'], ['', '']], '表头下面没有题'],
  ])('says one clear thing about a workbook with %s', async (_, rows, message) => {
    const draft = await draftRows(rows)
    expect(draft.canApply).toBe(false)
    expect(draft.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)])
  })

  it('takes 2,000 questions at once and not one more', async () => {
    const many = (count: number): string[][] => [['题干', '选项A', '选项B', '答案', '题型', '知识点'], ...Array.from({ length: count }, (_, index) => [`第 ${index} 问`, '是的', '不是', 'A', '单选', '党章'])]
    expect(await draftRows(many(2_000))).toMatchObject({ canApply: true, totals: { add: 2_000 } })
    expect(await draftRows(many(2_001))).toMatchObject({ canApply: false, issues: [{ message: '有 2001 题，一次最多 2000 题' }] })
  }, 30_000)
})

describe('against a bank that is there already', () => {
  const HEAD = ['题型', '题干', '选项A', '选项B', '答案', '解析', '知识点']
  const row = (over: Partial<Record<'stem' | 'b' | 'answer' | 'explanation' | 'topic', string>> = {}): string[] =>
    ['单选', over.stem ?? '党的根本宗旨是____', '全心全意为人民服务', over.b ?? '发展经济', over.answer ?? 'A', over.explanation ?? '', over.topic ?? '']

  it('a blank written another way and empty cells change nothing', async () => {
    const draft = await draftRows([HEAD, row()], [question()])
    expect([draft.totals.same, draft.items, draft.canApply]).toEqual([1, [], false])
    expect(draft.issues.at(-1)?.message).toBe('这些题题库里都有，没有要交审的')
  })

  it.each([['another option', row({ b: '发展生产' })], ['another key', row({ answer: 'B' })], ['another explanation', row({ explanation: '新解析' })], ['another topic', row({ topic: '宗旨' })]])('%s is a change', async (_, cells) => {
    const draft = await draftRows([HEAD, cells], [question(), question({ stem: '别的题' })])
    expect(draft.totals).toMatchObject({ add: 0, change: 1, same: 0 })
    expect(draft.issues.map(({ message }) => message)).toContain('题库里有 1 题不在这张表里，不会变动')
  })

  it('what the workbook leaves empty stays', async () => {
    const draft = await draftRows([HEAD, row({ answer: 'B' })], [question({ source: '总纲' })])
    expect(draft.items).toMatchObject([{ action: 'change', answer: ['B'], explanation: '党章总纲', topic: '党章', source: '总纲' }])
  })
})

it('whatever stands in the cells, the counts agree and every key is an option', () => {
  const words = fc.constantFrom('单选', '多选', '判断题', '一、单选题', '甲', '乙（A）', 'A.一 B.二', 'A.一\nB.二\nC.三', 'AB', 'a、b', '对', '×', '无', '/', '党章', '共5题', '')
  const cell: fc.Arbitrary<Cell> = fc.oneof({ weight: 8, arbitrary: words }, fc.string({ unit: 'binary', maxLength: 40 }), fc.double(), fc.boolean(), fc.date(), fc.constant(null))
  const heading = fc.constantFrom('题型', '题干', '选项', '选项A', '选项B', 'C', '答案', '解析', '知识点', '出处', '序号', '')
  fc.assert(fc.property(fc.array(heading, { minLength: 3, maxLength: 8 }), fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }), fc.boolean(), (header, rows, known) => {
    const draft = draftBank([{ name: '题库', rows: [header, ...rows], merges: [{ column: 1, top: 2, bottom: 4 }] }], known ? [question({ stem: '甲' })] : [])
    const { totals } = draft
    expect(totals.add + totals.change).toBe(draft.items.length)
    expect(totals.add + totals.change + totals.same).toBeLessThanOrEqual(totals.rows)
    expect(draft.canApply).toBe(totals.errors === 0 && draft.items.length > 0)
    for (const item of draft.items) {
      expect(item.options.map(({ key }) => key)).toEqual([...'ABCDEFGH'].slice(0, item.options.length))
      expect(item.answer.length).toBeGreaterThan(0)
      expect(item.answer.filter((key) => !item.options.some((option) => option.key === key))).toEqual([])
      if (item.type !== 'multiple') expect(item.answer).toHaveLength(1)
      expect(item.stem).not.toBe('')
    }
  }), { numRuns: 500 })
})
