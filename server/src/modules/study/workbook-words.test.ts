import fc from 'fast-check'
import { LETTERS, inferType, lettersOf, optionsFault, readAnswer, readOptionCell, readOptionColumns, readType, rightOrWrong, sectionOf, withoutKey, type Option } from './workbook-words'

const wide = (text: string): string => text.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
const optionsOf = (count: number): Option[] => LETTERS.slice(0, count).map((key, index) => ({ key, text: `第${index + 1}项` }))
/** Option texts as they occur: Chinese words, numbers, Latin words, marks inside; no letter that could open an option. */
const words = fc.array(fc.constantFrom('全心', '全意', '为', '人民', '服务', '1921', '年', '3.5%', '，', '“两个维护”', '（试行）', 'NPC', ' ', '、'), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join('').replace(/\s+/g, ' ').replace(/^[\s;；,，、|]+|[\s;；,，、|]+$/g, '')).filter((text) => text !== '')
const optionLists = fc.uniqueArray(words, { minLength: 2, maxLength: 8 })

describe('kinds', () => {
  it.each([['单选', 'single'], ['单选题', 'single'], [' 单项选择题 ', 'single'], ['多选题（不定项）', 'multiple'], ['一、多项选择题', 'multiple'], ['判断', 'judge'], ['判断题：', 'judge'], ['是非题', 'judge']])('reads %p as %s', (cell, type) => {
    expect(readType(cell)).toEqual({ value: type })
  })
  it('leaves open what says nothing and refuses other kinds', () => {
    for (const cell of [null, '', '选择题']) expect(readType(cell)).toEqual({ value: null })
    for (const cell of ['填空题', '简答', '单选多选', 12]) expect(readType(cell)).toMatchObject({ value: null, remark: { severity: 'error' } })
  })
  it('knows the heads of parts', () => {
    expect(['一、单项选择题（每题 2 分，共 20 题）', '二.多选题', '判断题', '第三部分 判断题：', '多选题库'].map(sectionOf)).toEqual(['single', 'multiple', 'judge', 'judge', null])
    expect(sectionOf('单选按钮的作用是什么')).toBeNull()
  })
})

describe('answers', () => {
  const keySets = fc.subarray(LETTERS, { minLength: 2 })
  it('are the same however the letters are set apart, in any order', () => {
    fc.assert(fc.property(keySets, fc.constantFrom('', '、', ',', '，', ' ', '　', ';', '；', '/', '.', '\n', '和'), fc.boolean(), (keys, between, backwards) => {
      const text = (backwards ? [...keys].reverse() : keys).join(between)
      for (const way of [text, text.toLowerCase(), wide(text), ` ${text} `, `（${text}）`, `答案：${text}`]) expect(readAnswer(way, 'multiple', optionsOf(8))).toEqual({ value: keys })
    }))
  })
  it('must be options of the row', () => {
    fc.assert(fc.property(keySets, fc.integer({ min: 2, max: 8 }), (keys, count) => {
      const reading = readAnswer(keys.join(''), 'multiple', optionsOf(count))
      const lost = keys.filter((key) => LETTERS.indexOf(key) >= count)
      if (lost.length === 0) expect(reading).toEqual({ value: keys })
      else expect(reading).toMatchObject({ value: null, remark: { severity: 'error', message: `答案里有 ${lost.join('、')}，选项里没有` } })
    }))
  })
  it('of a single choice are one', () => {
    expect(readAnswer('AB', 'single', optionsOf(4)).remark?.message).toBe('单选题有 2 个答案')
    expect(readAnswer('b', 'single', optionsOf(4))).toEqual({ value: ['B'] })
    expect(readAnswer('第2项', 'single', optionsOf(4))).toEqual({ value: ['B'] })
    expect(readAnswer('AA', 'multiple', optionsOf(4)).remark?.message).toBe('答案里 A 写了两次')
    for (const nothing of [null, '', '  ']) expect(readAnswer(nothing, 'single', optionsOf(4)).remark?.message).toBe('没有答案')
    for (const odd of ['1', '略', 'A或B', '①']) expect(readAnswer(odd, 'single', optionsOf(4))).toMatchObject({ value: null, remark: { severity: 'error' } })
  })
  it.each(['对', '√', '✓', '正确', '是', 'T', 't', 'Ｔ', 'true', true, ' 正 确 。', '（√）', 'A', 'Y'])('%p is 对', (cell) => {
    expect(readAnswer(cell, 'judge', [])).toEqual({ value: ['A'] })
  })
  it.each(['错', '×', '✗', '错误', '否', 'F', 'false', false, 'x', 'Ｘ', 'B', 'N', '不正确'])('%p is 错', (cell) => {
    expect(readAnswer(cell, 'judge', [])).toEqual({ value: ['B'] })
  })
  it('of a true-or-false question with options of its own are what the option says', () => {
    const turned = [{ key: 'A', text: '错误' }, { key: 'B', text: '正确' }]
    expect([readAnswer('A', 'judge', turned), readAnswer('B', 'judge', turned), readAnswer('对', 'judge', turned)]).toEqual([{ value: ['B'] }, { value: ['A'] }, { value: ['A'] }])
    for (const odd of ['C', 'AB', '也许', 1, '对错']) expect(readAnswer(odd, 'judge', [])).toMatchObject({ value: null, remark: { severity: 'error' } })
  })
})

describe('options', () => {
  it('in one cell are the same in every way of writing', () => {
    fc.assert(fc.property(optionLists, (texts) => {
      const expected = texts.map((text, index) => ({ key: LETTERS[index], text }))
      const lines = (sign: (letter: string) => string, between: string): string => texts.map((text, index) => sign(LETTERS[index] ?? '') + text).join(between)
      for (const sign of [(l: string) => `${l}.`, (l: string) => `${l}、`, (l: string) => `${l}．`, (l: string) => `${l}: `, (l: string) => `(${l})`, (l: string) => `（${l}）`, (l: string) => `${wide(l)}．`, (l: string) => `${l.toLowerCase()}. `]) {
        for (const between of ['\n', '\r\n', '  ', '；', ' \n \n']) expect(readOptionCell(lines(sign, between))).toEqual({ value: expected })
      }
      expect(readOptionCell(lines((letter) => `${letter} `, '\n'))).toEqual({ value: expected })
    }))
  })
  it('follow each other without a space', () => {
    expect(readOptionCell('A、甲B、乙C、丙').value?.map(({ text }) => text)).toEqual(['甲', '乙', '丙'])
    expect(readOptionCell('A.甲B.乙\nC.丙D.丁').value?.map(({ text }) => text)).toEqual(['甲', '乙', '丙', '丁'])
  })
  it('in columns are the same with and without their letters', () => {
    fc.assert(fc.property(optionLists, (texts) => {
      const expected = { value: texts.map((text, index) => ({ key: LETTERS[index], text })) }
      expect(readOptionColumns([...texts, null, ''])).toEqual(expected)
      expect(readOptionColumns(texts.map((text, index) => `${LETTERS[index]}．${text}`))).toEqual(expected)
    }))
    expect(readOptionColumns(['无', 1921, false, null])).toEqual({ value: [{ key: 'A', text: '无' }, { key: 'B', text: '1921' }, { key: 'C', text: 'FALSE' }] })
  })
  it('without letters count from A, and that is said', () => {
    for (const cell of ['甲\n乙', '甲|乙', '甲；乙']) expect(readOptionCell(cell)).toMatchObject({ value: [{ key: 'A', text: '甲' }, { key: 'B', text: '乙' }], remark: { severity: 'warning' } })
  })
  it('name what is wrong', () => {
    expect(readOptionCell('A.甲 B. C.丙').remark?.message).toBe('选项 B 是空的')
    expect(readOptionCell('A.甲 B.乙 D.丁').remark?.message).toBe('选项里没有 C，后面的字母却有')
    expect(readOptionCell('都可以').remark?.message).toBe('分不出选项')
    expect(readOptionColumns(['甲', null, '丙']).remark?.message).toBe('选项 B 是空的')
    expect(readOptionColumns(['甲', 'B.', '丙']).remark?.message).toBe('选项 B 是空的')
    expect(readOptionCell(null)).toEqual({ value: [] })
    expect(optionsFault([], 9)?.message).toBe('没有选项')
    expect(optionsFault(optionsOf(1), 9)?.message).toBe('只有一个选项')
    expect(optionsFault([{ key: 'A', text: '甲 乙' }, { key: 'B', text: '甲乙' }], 9)?.message).toBe('选项 A 和 B 一样')
    expect(optionsFault([{ key: 'A', text: '甲' }, { key: 'B', text: '一二三四五六七八九十' }], 9)?.message).toBe('选项 B 太长，最多 9 个字')
    expect(optionsFault(optionsOf(8), 9)).toBeNull()
  })
})

describe('kinds that nobody wrote', () => {
  it('follow from options and answer', () => {
    expect([inferType('A', optionsOf(4)), inferType('AB', optionsOf(4)), inferType('√', []), inferType('A', [{ key: 'A', text: '正确' }, { key: 'B', text: '错误' }]), inferType('A', []), inferType('?', optionsOf(4))])
      .toEqual(['single', 'multiple', 'judge', 'judge', null, null])
  })
})

describe('stems', () => {
  it('never give the key away', () => {
    expect(withoutKey('根本宗旨是（ A ）。', 'single', ['A'])).toBe('根本宗旨是（　）。')
    expect(withoutKey('包括(A、B、D)', 'multiple', ['A', 'B', 'D'])).toBe('包括（　）')
    expect(withoutKey('党员有八项义务。（√）', 'judge', ['A'])).toBe('党员有八项义务。（　）')
    expect(withoutKey('党员有八项义务。（×）', 'judge', ['A'])).toBeNull()
    expect(withoutKey('《条例》（试行）规定（　）', 'single', ['A'])).toBeNull()
  })
})

it('nothing that stands in a cell breaks the reading, and no key is invented', () => {
  const cells = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.date(), fc.boolean(), fc.constant(null), fc.stringMatching(/^[A-H（）()、.。\s甲乙]{0,30}$/))
  fc.assert(fc.property(cells, cells, fc.constantFrom('single', 'multiple', 'judge'), (answer, cell, type) => {
    const options = readOptionCell(cell).value ?? []
    expect(options.map(({ key }) => key)).toEqual(LETTERS.slice(0, options.length))
    for (const key of readAnswer(answer, type, options).value ?? []) expect(type === 'judge' ? ['A', 'B'] : options.map((option) => option.key)).toContain(key)
    readType(answer)
    rightOrWrong(String(cell))
    expect(lettersOf(String(cell)) ?? ['A']).toEqual(expect.arrayContaining([expect.stringMatching(/^[A-Z]$/)]))
  }))
})
