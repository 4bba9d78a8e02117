import type { DimensionScore, IndicatorScore, Movement, RatingOverview } from '@pioneer/shared-types/ratings/schemas'
import { emptyFact, factBody, factErrorsByField, factFaults, type FactForm } from '@/features/ratings/form'
import {
  barOf, differenceOf, dimensionParts, dimensionsTitle, headLine, moveOf, numeral, ordered, overseenBy, ownBranch, pointsText, scaleOf, scoreText, spreadOf, starName,
} from '@/features/ratings/model'

const STEPS = [{ stars: 5, atLeast: 90 }, { stars: 4, atLeast: 80 }, { stars: 3, atLeast: 70 }, { stars: 2, atLeast: 60 }, { stars: 1, atLeast: 0 }]

describe('figures', () => {
  test('exact hundredths, never rounded over a step', () => {
    expect([2, 2.6, 2.65, 0.1 + 0.2].map(pointsText)).toEqual(['2', '2.6', '2.65', '0.3'])
    expect([86.4, 17, 89.96].map(scoreText)).toEqual(['86.4', '17.0', '89.96'])
  })
  test('what entering did to the score', () => {
    expect(differenceOf(70.9, 72.4)).toBe('+1.5')
    expect(differenceOf(72.4, 70.9)).toBe('−1.5')
    expect(differenceOf(72.4, 72.4)).toBeNull()
    expect(differenceOf(null, 72.4)).toBeNull()
  })
  test('counts as a heading writes them', () => {
    expect([6, 10, 13, 20, 30, 32].map(numeral)).toEqual(['六', '十', '十三', '二十', '三十', '三十二'])
  })
})

describe('movement', () => {
  const movement = (delta: number, stars = 4, starsBefore = 4, label = '比去年'): Movement => ({ against: 'last-year', label, delta, stars, starsBefore })
  test('in words, with the star that was won or lost', () => {
    expect(moveOf(movement(3.4))).toEqual({ kind: 'up', words: '比去年高 3.4', by: '3.4' })
    expect(moveOf(movement(-2.1, 3, 4, '比10月'))).toEqual({ kind: 'down', words: '比10月低 2.1，降一星', by: '2.1' })
    expect(moveOf(movement(21, 5, 3)).words).toBe('比去年高 21，升两星')
    expect(moveOf(movement(0.001))).toEqual({ kind: 'same', words: '和去年一样', by: '' })
  })
})

describe('the scale', () => {
  test('gives each star a part of the same length, filled as far as it got', () => {
    const scale = scaleOf({ steps: STEPS, score: 86.4 })
    expect(scale.fill).toBeCloseTo(72.8)
    expect(scale.marks).toEqual([2, 3, 4, 5].map((stars, index) => ({ stars, at: (index + 1) * 20, name: starName(stars) })))
    expect(scale.label).toBe('86.4 分；二星 60 分起，三星 70 分起，四星 80 分起，五星 90 分起')
  })
  test('shows a low score too, and never leaves the line', () => {
    expect([0, 30, 60, 90, 95, 100].map((score) => Math.round(scaleOf({ steps: STEPS, score }).fill))).toEqual([0, 10, 20, 80, 90, 100])
  })
})

describe('bars', () => {
  const indicator = (part: Partial<IndicatorScore>): IndicatorScore => ({ code: 'x', name: '', max: 4, weight: 4, score: 4, entry: 'computed', state: 'scored', words: '', ...part })
  test('warn under seven tenths, and show nothing where nothing counts', () => {
    expect(barOf(indicator({ score: 2.8 }))).toEqual({ share: 0.7, tone: undefined, counts: true })
    expect(barOf(indicator({ score: 2.79 })).tone).toBe('warn')
    expect(barOf(indicator({ score: 0, state: 'missing' }))).toEqual({ share: 0, tone: 'warn', counts: true })
    expect(barOf(indicator({ weight: 0, score: 0, state: 'not-applicable' }))).toEqual({ share: 0, tone: undefined, counts: false })
    expect(barOf(indicator({ score: 0, state: 'not-due' })).counts).toBe(false)
  })
  test('how many there are stands in the heading', () => {
    const dimension: DimensionScore = { code: 'd', name: '', max: 20, score: 1, indicators: [indicator({}), indicator({})] }
    expect(dimensionsTitle([dimension, dimension, dimension])).toBe('三个方面，六项')
  })
})

describe('whose stars', () => {
  const grant = (role: 'secretary' | 'committee-staff' | 'operator', orgId: string, orgType: 'branch' | 'committee') => ({ role, orgId, orgName: `${orgId}名`, orgType })
  test('the own branch, else where somebody serves', () => {
    const member = { id: 'm', name: '', status: 'full' as const, branchId: 'b1', branchName: '', groupId: null, groupName: null, joinedOn: null }
    expect(ownBranch({ member, grants: [grant('secretary', 'b2', 'branch')] })).toBe('b1')
    expect(ownBranch({ member: null, grants: [grant('operator', 'b0', 'branch'), grant('secretary', 'b2', 'branch')] })).toBe('b2')
    expect(ownBranch(null)).toBe('')
  })
  test('the committee oversees its branches, a secretary none', () => {
    expect(overseenBy({ grants: [grant('secretary', 'b', 'branch'), grant('committee-staff', 'c', 'committee')] })).toEqual([{ id: 'c', name: 'c名' }])
  })
  test('a year that is over stands by its number', () => {
    const asOf = '2026-11-22T02:00:00.000Z'
    expect(headLine({ orgName: '甲支部', year: 2026, asOf })).toBe('甲支部 · 11月动态')
    expect(headLine({ orgName: '甲支部', year: 2025, asOf })).toBe('甲支部 · 2025年')
  })
})

describe('the committee', () => {
  const branch = (orgId: string, score: number | null): RatingOverview['branches'][number] => ({
    orgId, name: orgId, members: 9, score, stars: score === null ? null : 3, movement: null, limited: false, dimensions: score === null ? [] : [18, 9], missing: 0,
  })
  const branches = [branch('a', 70), branch('b', null), branch('c', 91), branch('d', 70)]
  test('orders by the tree, or by score with the unscored last; equal ones stay', () => {
    expect(ordered(branches, 'tree').map(({ orgId }) => orgId).join('')).toBe('abcd')
    expect(ordered(branches, 'score').map(({ orgId }) => orgId).join('')).toBe('cadb')
    expect(branches.map(({ orgId }) => orgId).join('')).toBe('abcd')
  })
  test('the spread, five stars first', () => {
    expect(spreadOf([0, 1, 4, 2, 0])).toEqual([
      { stars: 5, count: 0, share: 0 }, { stars: 4, count: 2, share: 0.5 }, { stars: 3, count: 4, share: 1 }, { stars: 2, count: 1, share: 0.25 }, { stars: 1, count: 0, share: 0 },
    ])
  })
  test('dimensions of a branch; – where none is computed', () => {
    const dimensions = [{ code: 'p', name: '政治建设', max: 20 }, { code: 'i', name: '思想建设', max: 20 }]
    expect(dimensionParts(branches[0]!, dimensions)).toEqual([
      { code: 'p', score: 18, share: 0.9, tone: undefined, label: '政治建设 18.0 / 20' },
      { code: 'i', score: 9, share: 0.45, tone: 'warn', label: '思想建设 9.0 / 20' },
    ])
    expect(dimensionParts(branches[1]!, dimensions).map(({ score }) => score)).toEqual([null, null])
  })
})

describe('the form of a fact', () => {
  const TODAY = '2026-11-22'
  const filled = (part: Partial<FactForm>): FactForm => ({ ...emptyFact(TODAY), note: '年中谈心谈话', ...part })
  test('each kind asks for its own figure', () => {
    const empty = emptyFact(TODAY)
    expect(Object.keys(factFaults(empty, 'done-due', TODAY)).sort()).toEqual(['done', 'due', 'note'])
    expect(Object.keys(factFaults(empty, 'count', TODAY)).sort()).toEqual(['count', 'note'])
    expect(Object.keys(factFaults(empty, 'percent', TODAY)).sort()).toEqual(['note', 'percent'])
    expect(Object.keys(factFaults(empty, 'yes-no', TODAY)).sort()).toEqual(['note', 'yes'])
  })
  test('says what is wrong with a figure', () => {
    expect(factFaults(filled({ done: '47', due: '46' }), 'done-due', TODAY)).toEqual({ done: '完成的不能比一共的多' })
    expect(factFaults(filled({ done: '0', due: '0' }), 'done-due', TODAY)).toEqual({ due: '至少是 1' })
    expect(factFaults(filled({ count: '1.5' }), 'count', TODAY)).toEqual({ count: '填一个整数' })
    expect(factFaults(filled({ count: '1001' }), 'count', TODAY)).toEqual({ count: '数字太大了' })
    expect(factFaults(filled({ percent: '100.5' }), 'percent', TODAY)).toEqual({ percent: '填 0 到 100' })
    expect(factFaults(filled({ percent: '九十' }), 'percent', TODAY)).toEqual({ percent: '填 0 到 100' })
  })
  test('a day that has not come, proof of one character', () => {
    expect(factFaults(filled({ yes: 'no', occurredOn: '2026-11-23', evidence: '文' }), 'yes-no', TODAY)).toEqual({ occurredOn: '还没到这一天', evidence: '至少写两个字，或者空着' })
  })
  test('only what happened this year', () => {
    expect(factFaults(filled({ count: '1', occurredOn: '2025-12-31' }), 'count', TODAY)).toEqual({ occurredOn: '只能登记今年的事' })
    expect(factFaults(filled({ count: '1', occurredOn: '2026-01-01' }), 'count', TODAY)).toEqual({})
    expect(factFaults(filled({ count: '1', occurredOn: '' }), 'count', TODAY)).toEqual({ occurredOn: '选一天' })
  })
  test('what is sent: figures as numbers, full-width ones too, texts trimmed, no empty proof', () => {
    expect(factBody(filled({ done: '３８', due: ' 46 ', note: ' 谈了 ' }), 'done-due', 'talks')).toEqual({ indicator: 'talks', value: { done: 38, due: 46 }, occurredOn: TODAY, note: '谈了' })
    expect(factBody(filled({ percent: '86.5', evidence: ' 机党〔2026〕3号 ' }), 'percent', 'satisfaction')).toMatchObject({ value: { percent: 86.5 }, evidence: '机党〔2026〕3号' })
    expect(factBody(filled({ yes: 'no' }), 'yes-no', 'x').value).toEqual({ yes: false })
    expect(factBody(filled({ count: '0' }), 'count', 'x').value).toEqual({ count: 0 })
  })
  test('what the service finds stands under its field', () => {
    const fields = [{ path: '/value/due', message: '甲' }, { path: 'body.occurredOn', message: '乙' }, { path: 'value', message: '丙' }, { path: 'requestKey', message: '丁' }]
    expect(factErrorsByField(fields, 'done-due')).toEqual({ due: '甲', occurredOn: '乙', done: '丙' })
    expect(factErrorsByField(fields.slice(2, 3), 'yes-no')).toEqual({ yes: '丙' })
  })
})
