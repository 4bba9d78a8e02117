import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseBank, parseLessons, type BankQuestion, type LessonData } from '../src/modules/study/data-schema'
import { svgFaults, svgSize } from './support/svg'

/** What ships to members as study content: the bank, the micro-lessons, their pictures and the sources they name. */
const DATA = path.join(__dirname, '../data')
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(DATA, name), 'utf8'))

interface Place { document: string, article: string }
const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null && 'document' in value && typeof value.document === 'string' && value.document.length > 2
  && 'article' in value && typeof value.article === 'string' && value.article.length > 1

/** The list of sources, each fact with its document and article; throws when one is not a place. */
function placesOf(data: unknown): Record<string, Place> {
  if (typeof data !== 'object' || data === null || !('sources' in data) || typeof data.sources !== 'object' || data.sources === null) throw new Error('study-sources: no list')
  return Object.fromEntries(Object.entries(data.sources).map(([fact, value]: [string, unknown]) => {
    if (!/^F\d{3}$/.test(fact) || !isPlace(value)) throw new Error(`study-sources: ${fact}`)
    return [fact, value]
  }))
}

const { questions } = parseBank(read('study-bank.v1.json'))
const { lessons } = parseLessons(read('lessons.v1.json'))
const sources = placesOf(read('study-sources.v1.json'))
const pictures = new Map(readdirSync(path.join(DATA, 'pictures')).map((file) => [file.replace(/\.svg$/, ''), readFileSync(path.join(DATA, 'pictures', file), 'utf8')]))

const ofType = (type: BankQuestion['type']): BankQuestion[] => questions.filter((question) => question.type === type)
const keys = (question: BankQuestion): string[] => question.options.map((option) => option.key)
const texts = (lesson: LessonData): string[] => lesson.blocks.flatMap((block) => {
  if (block.kind === 'picture') return []
  return block.kind === 'list' ? block.items : [block.text]
})
const count = (all: string[]): Record<string, number> => all.reduce<Record<string, number>>((sum, one) => ({ ...sum, [one]: (sum[one] ?? 0) + 1 }), {})
const codesOf = (questions_: BankQuestion[]): string[] => questions_.map((question) => question.code)

describe('question bank', () => {
  it('holds Q001 to Q120 once each, sixty single, thirty multiple, thirty true or false', () => {
    expect(codesOf(questions)).toEqual(Array.from({ length: 120 }, (_, index) => `Q${String(index + 1).padStart(3, '0')}`))
    expect(count(questions.map((question) => question.type))).toEqual({ single: 60, multiple: 30, judge: 30 })
    expect(new Set(questions.map((question) => question.stem)).size).toBe(120)
  })

  it('has options A, B, C … in order, no two alike, and answers among them in order', () => {
    const wrong = questions.filter((question) => {
      const listed = keys(question)
      const inOrder = listed.join('') === 'ABCDEFGH'.slice(0, listed.length)
      const distinct = new Set(question.options.map((option) => option.text)).size === listed.length
      const answered = question.answer.join('') === listed.filter((key) => question.answer.includes(key)).join('')
      return !inOrder || !distinct || !answered
    })
    expect(codesOf(wrong)).toEqual([])
  })

  it('gives each type its form', () => {
    expect(codesOf(ofType('single').filter((question) => question.options.length !== 4 || question.answer.length !== 1))).toEqual([])
    expect(codesOf(ofType('multiple').filter((question) => ![4, 5].includes(question.options.length) || question.answer.length < 2))).toEqual([])
    expect(codesOf(ofType('judge').filter((question) => question.answer.length !== 1 || JSON.stringify(question.options) !== JSON.stringify([{ key: 'A', text: '对' }, { key: 'B', text: '错' }])))).toEqual([])
  })

  it('does not reward guessing by position', () => {
    const single = count(ofType('single').flatMap((question) => question.answer))
    const multiple = count(ofType('multiple').flatMap((question) => question.answer))
    for (const key of ['A', 'B', 'C', 'D']) {
      expect(single[key]).toBeGreaterThanOrEqual(13)
      expect(single[key]).toBeLessThanOrEqual(17)
      expect(multiple[key]).toBeGreaterThanOrEqual(21)
      expect(multiple[key]).toBeLessThanOrEqual(27)
    }
    expect(count(ofType('judge').flatMap((question) => question.answer))).toEqual({ A: 15, B: 15 })
    const letters = ofType('single').flatMap((question) => question.answer).join('')
    expect(letters).not.toMatch(/(.)\1{3}/)
  })

  it('stays the same question when options or questions are shuffled', () => {
    const leaning = /上一题|下一题|上题|下题|以上都|以上选项|选项[A-H]|[A-H]项/
    expect(codesOf(questions.filter((question) => [question.stem, question.explanation, ...question.options.map((option) => option.text)].some((words) => leaning.test(words))))).toEqual([])
  })

  it('names the place every answer comes from as the list of sources has it', () => {
    const astray = questions.filter(({ source }) => {
      const place = sources[source.fact]
      return place === undefined || `${place.document}${place.article}` !== source.article
    })
    expect(codesOf(astray)).toEqual([])
  })

  it('covers eight to ten topics, each wide enough to draw from, discipline for a test of fifteen', () => {
    const topics = count(questions.map((question) => question.topic))
    expect(Object.keys(topics).length).toBeGreaterThanOrEqual(8)
    expect(Object.keys(topics).length).toBeLessThanOrEqual(10)
    expect(Math.min(...Object.values(topics))).toBeGreaterThanOrEqual(8)
    expect(topics['纪律处分']).toBeGreaterThanOrEqual(15)
  })
})

describe('micro-lessons', () => {
  it('are L01 to L06 with titles of their own', () => {
    expect(lessons.map((lesson) => lesson.code)).toEqual(['L01', 'L02', 'L03', 'L04', 'L05', 'L06'])
    expect(new Set(lessons.map((lesson) => lesson.title)).size).toBe(6)
  })

  it.each(lessons.map((lesson) => [lesson.code, lesson] as const))('%s reads in about three minutes and shows a picture', (_, lesson) => {
    const length = texts(lesson).join('').replace(/[^\u4e00-\u9fff]/g, '').length
    expect(length).toBeGreaterThanOrEqual(450)
    expect(length).toBeLessThanOrEqual(700)
    expect(lesson.blocks.filter((block) => block.kind === 'picture').length).toBeGreaterThanOrEqual(1)
    expect(lesson.blocks.filter((block) => block.kind === 'key')).toHaveLength(1)
    expect(lesson.blocks.at(-1)?.kind).toBe('key')
  })

  it.each(lessons.map((lesson) => [lesson.code, lesson] as const))('%s answers its own quiz and names its sources', (_, lesson) => {
    const own = new Set(lesson.sources.map((source) => source.fact))
    const asked = lesson.questions.map((code) => questions.find((question) => question.code === code))
    expect(asked.filter((question) => question === undefined || !own.has(question.source.fact))).toEqual([])
    expect(asked.filter((question) => question?.topic === lesson.topic).length).toBeGreaterThanOrEqual(3)
    expect(lesson.sources.filter((source) => `${sources[source.fact]?.document ?? ''}${sources[source.fact]?.article ?? ''}` !== source.article)).toEqual([])
    expect(own.size).toBe(lesson.sources.length)
  })

  it('names no source that nothing uses', () => {
    const used = new Set([...questions.map((question) => question.source.fact), ...lessons.flatMap((lesson) => lesson.sources.map((source) => source.fact))])
    expect(Object.keys(sources).filter((fact) => !used.has(fact))).toEqual([])
  })
})

describe('words', () => {
  it('speak plainly: nothing shouted, nobody addressed with 您, no spaces doubled', () => {
    const all = [...questions.flatMap((question) => [question.stem, question.explanation, ...question.options.map((option) => option.text)]), ...lessons.flatMap((lesson) => [lesson.title, lesson.summary, ...texts(lesson)])]
    expect(all.filter((words) => /[！!]|您| {2}|^\s|\s$/.test(words))).toEqual([])
  })
})

describe('pictures', () => {
  const shown = lessons.flatMap((lesson) => lesson.blocks.flatMap((block) => (block.kind === 'picture' ? [block] : [])))

  it('are all there and all used', () => {
    expect([...pictures.keys()].sort()).toEqual([...new Set(shown.map((block) => block.picture))].sort())
  })

  it.each([...pictures])('%s is an SVG the phone can render and read', (_, svg) => {
    expect(svgFaults(svg)).toEqual([])
  })

  it('have the size the lesson reserves for them', () => {
    expect(shown.filter((block) => {
      const size = svgSize(pictures.get(block.picture) ?? '')
      return size?.width !== block.width || size.height !== block.height
    })).toEqual([])
  })

  it('refuses what WeChat does not render', () => {
    const frame = (inside: string): string => `<svg xmlns="http://www.w3.org/2000/svg" width="340" height="80" viewBox="0 0 340 80">${inside}</svg>`
    const line = '<text x="20" y="30" font-family="sans-serif" font-size="16" fill="#221D18">会前</text>'
    expect(svgFaults(frame(line))).toEqual([])
    for (const bad of [
      '<style>text{fill:red}</style>', '<image href="https://example.org/a.png"/>', '<foreignObject></foreignObject>', '<rect x="0" y="0" width="50%" height="10" fill="#221D18"/>',
      '<rect x="0" y="0" width="10" height="10" fill="#123456"/>', line.replace('16"', '14"'), line.replace('x="20"', 'x="330"'), line.replace('y="30"', 'y="79"'),
      line.replace(' font-family="sans-serif"', ''), line.replace('</text>', ''), line.replace('会前', '会前 & 会上'), '<rect x="0" y="0" width="10" height="10" style="fill:red"/>',
    ]) expect(svgFaults(frame(bad))).not.toEqual([])
  })
})
