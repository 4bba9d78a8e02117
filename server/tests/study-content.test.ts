import { ManualClock } from '../src/kernel/clock'
import { shippedData, shippedFiles } from '../src/kernel/rule-data'
import { createBankService } from '../src/modules/study/bank'
import { SHIPPED_BANK, bankModels, ensureBankIndexes } from '../src/modules/study/bank-model'
import { ensureStudyContent, type Shipped } from '../src/modules/study/content'
import { parseBank, parseLessons, parseStudyRules, type BankQuestion } from '../src/modules/study/data-schema'
import { useDatabase } from './support/database'
import { testContext } from './support/house'

const question = (code: string, over: Partial<BankQuestion> = {}): BankQuestion => ({
  code, type: 'single', stem: `第 ${code} 题是（　）。`, options: [{ key: 'A', text: '甲' }, { key: 'B', text: '乙' }], answer: ['B'], explanation: '见原文', topic: '党章',
  source: { fact: 'F001', article: '《中国共产党章程》第八条' }, ...over,
})
const bank = (version: number, effectiveFrom: string, questions: BankQuestion[]) => ({ version, name: `题库第 ${version} 版`, effectiveFrom, questions })
const lesson = (code: string, questions: string[]) => ({
  code, title: '党员的义务', summary: '八项义务', minutes: 3, topic: '党章', questions, sources: [{ fact: 'F001', article: '第三条' }],
  blocks: [{ kind: 'heading', text: '义务' }, { kind: 'text', text: '八项' }, { kind: 'picture', picture: 'duties', alt: '八项义务', width: 320, height: 200 }],
})
const lessons = (version: number, effectiveFrom: string, items: object[]) => ({ version, name: `微党课第 ${version} 版`, effectiveFrom, lessons: items })
const five = ['Q001', 'Q002', 'Q003', 'Q004', 'Q005']
const rules = shippedData('study-rules').map(parseStudyRules)
const rule = (version: number, effectiveFrom: string) => ({ ...rules[0]!, version, effectiveFrom })

const database = useDatabase()
const clock = new ManualClock('2026-11-20T01:00:00Z')
const context = () => testContext(database.connection, clock)
const service = () => createBankService(context(), { orgs: { get: () => Promise.reject(new Error('no organization is asked for')) } })
const questions = () => bankModels(database.connection).Question.find({ bankId: SHIPPED_BANK }).sort({ code: 1, version: 1 }).lean()

const first: Shipped = { banks: [bank(1, '2026-01-01', five.map((code) => question(code)))], lessons: [lessons(1, '2026-01-01', [lesson('L01', five), lesson('L02', [...five.slice(1), 'Q009'])])], rules: [rule(1, '2026-01-01')] }

describe('shipped content', () => {
  beforeAll(() => ensureBankIndexes(database.connection))

  it('is nothing where no file is shipped', async () => {
    await ensureStudyContent(context(), { banks: [], lessons: [], rules: [] })
    expect(await service().lessonsNow()).toEqual([])
    expect(await service().questionsOfLesson('L01')).toEqual([])
    await expect(service().rules(clock.now())).rejects.toThrow('no study rules')
  })

  it('is stored once, also when several processes boot together', async () => {
    await Promise.all([1, 2, 3, 4].map(() => ensureStudyContent(context(), first)))
    await ensureStudyContent(context(), first)
    expect((await questions()).map(({ code, version, retiredAt, source }) => [code, version, retiredAt, source])).toEqual(five.map((code) => [code, 1, null, '《中国共产党章程》第八条']))
    expect(await bankModels(database.connection).Content.countDocuments()).toBe(2)
  })

  it('gives lessons whose questions are all there, pictures by address', async () => {
    const bankService = service()
    expect((await bankService.lessonsNow()).map(({ code }) => code)).toEqual(['L01'])
    expect(await bankService.lesson('L01')).toMatchObject({ sources: ['第三条'], blocks: [{}, {}, { kind: 'picture', url: expect.stringMatching(/^\/api\/v1\/pictures\/duties/) as string, caption: null }] })
    expect(await bankService.lesson('L02')).toBeNull()
    expect((await bankService.questionsOfLesson('L01')).map(({ code, answer }) => [code, answer])).toEqual(five.map((code) => [code, ['B']]))
  })

  it('a new version adds, changes and retires; what was asked once can be read for ever', async () => {
    const before = await questions()
    const ids = before.map(({ _id }) => _id.toHexString())
    const asked = service()
    await asked.questionsByIds(ids.slice(0, 2))
    const second = [question('Q001'), question('Q002', { answer: ['A'] }), question('Q004'), question('Q005'), question('Q006')]
    await Promise.all([1, 2].map(() => ensureStudyContent(context(), { ...first, banks: [...first.banks, bank(2, '2026-06-01', second)] })))
    expect((await questions()).map(({ code, version, retiredAt }) => [code, version, retiredAt === null])).toEqual([
      ['Q001', 1, true], ['Q002', 1, false], ['Q002', 2, true], ['Q003', 1, false], ['Q004', 1, true], ['Q005', 1, true], ['Q006', 1, true],
    ])
    for (const reader of [asked, service()]) {
      const read = await reader.questionsByIds(['f'.repeat(24), ...[...ids].reverse()])
      expect(read.map(({ code, version, answer }) => [code, version, answer])).toEqual([...five].reverse().map((code) => [code, 1, ['B']]))
    }
    expect((await asked.liveQuestions(SHIPPED_BANK.toHexString())).map(({ code }) => code)).toEqual(['Q001', 'Q002', 'Q004', 'Q005', 'Q006'])
  })

  it('a code that returns goes on where it stopped', async () => {
    const third = bank(3, '2026-07-01', [question('Q001'), question('Q003')])
    await ensureStudyContent(context(), { ...first, banks: [...first.banks, third] })
    expect((await questions()).filter(({ code }) => code === 'Q003').map(({ version, retiredAt }) => [version, retiredAt === null])).toEqual([[1, false], [2, true]])
  })

  it('takes the version in force on the day, of rules and of the bank', async () => {
    const later = { banks: [bank(9, '2027-01-01', [])], lessons: [], rules: [rule(2, '2027-01-01')] }
    await ensureStudyContent(context(), { ...later, banks: [bank(3, '2026-07-01', []), ...later.banks] })
    expect(await bankModels(database.connection).Bank.findById(SHIPPED_BANK).lean()).toMatchObject({ version: 3 })
    const at = async (instant: string) => (await service().rules(new Date(instant))).version
    expect(await at('2020-01-01T00:00:00Z')).toBe(1)
    expect(await at('2026-12-31T15:59:59Z')).toBe(1)
    expect(await at('2026-12-31T16:00:00Z')).toBe(2)
  })

  it('a damaged file keeps the service from booting and says where', async () => {
    await expect(ensureStudyContent(context(), { ...first, banks: [bank(1, '2026-01-01', [question('Q1')])] })).rejects.toThrow('study-bank: /questions/0/code')
  })
})

describe('the files of this release', () => {
  const banks = () => shippedData('study-bank').map(parseBank)
  const pictures = new Map(shippedFiles('pictures', '.svg').map(({ name, bytes }) => [name, bytes.toString('utf8')]))

  it('fit together: keys are options, lessons find their questions and pictures', () => {
    for (const { questions: all } of banks()) {
      expect(new Set(all.map(({ code }) => code)).size).toBe(all.length)
      for (const { code, type, options, answer } of all) {
        expect([code, options.map(({ key }) => key)]).toEqual([code, [...'ABCDEFGH'].slice(0, options.length)])
        expect([code, answer.filter((key) => !options.some((option) => option.key === key))]).toEqual([code, []])
        expect([code, type === 'multiple' ? answer.length >= 2 : answer.length === 1]).toEqual([code, true])
        if (type === 'judge') expect([code, options.map(({ text }) => text)]).toEqual([code, ['对', '错']])
      }
    }
    const codes = new Set(banks().at(-1)?.questions.map(({ code }) => code))
    for (const { lessons: all } of shippedData('lessons').map(parseLessons)) {
      for (const { code, questions: asked, blocks } of all) {
        expect([code, asked.filter((name) => !codes.has(name))]).toEqual([code, []])
        for (const block of blocks) if (block.kind === 'picture') expect([code, block.picture, pictures.has(block.picture)]).toEqual([code, block.picture, true])
      }
    }
  })

  it('are pictures that run nothing and load nothing', () => {
    for (const [name, svg] of pictures) expect([name, /<script|\son\w+=|<foreignObject|(?:href|src)\s*=\s*["'](?!#)|@import|url\((?!#)/i.exec(svg)?.[0]]).toEqual([name, undefined])
  })
})
