import type { MyPoints, PointsEntry } from '@pioneer/shared-types/points/schemas'
import {
  factsOf, monthsOf, notesOf, rulesByHeading, ruleText, signed, tagsOf, titleOf, toneOf,
} from '@/features/points/model'

const entry = (change: Partial<PointsEntry> = {}): PointsEntry => ({
  id: 'e1', rule: 'meeting-attended', ruleName: '参加三会一课、组织生活', ruleVersion: 1, heading: 'duty', delta: 1,
  source: { type: 'activity', id: 'a1', title: '第二党小组会' }, n: 1,
  occurredAt: '2026-11-06T00:58:00Z', recordedAt: '2026-11-06T00:58:00Z',
  reason: '参加党小组会', evidence: '扫码签到 08:58', previousId: null, reversed: false, capped: false, ...change,
})

const points = (entries: PointsEntry[]): MyPoints => ({
  year: 2026, total: 25, max: 100, award: 0, headings: [], entries,
  rules: [
    { rule: 'meeting-attended', name: '参加三会一课、组织生活', heading: 'duty', points: '每次 1 分', cap: 18 },
    { rule: 'absent', name: '无故缺席', heading: 'discipline', points: '每次 −2 分，扣到 0 为止', cap: null },
    { rule: 'award', name: '附加分', heading: 'award', points: '每次 1–5 分', cap: 10 },
  ],
  ruleVersion: 1,
})

const correction = entry({
  id: 'e2', delta: -1, n: 2, previousId: 'e1', reason: '10月29日党小组会记了两次，冲销其中一次', recordedAt: '2026-11-02T02:00:00Z',
})

test('points carry their sign, a loss a real minus', () => {
  expect([signed(3), signed(0), signed(-2)]).toEqual(['+3', '+0', '−2'])
})

describe('corrections', () => {
  test('are told apart from gains and from deductions by rule', () => {
    expect([entry(), correction, entry({ delta: -2 })].map(toneOf)).toEqual(['gain', 'correction', 'deduction'])
    expect([titleOf(entry()), titleOf(correction)]).toEqual(['参加党小组会', '更正'])
  })

  test('say what they did, and the line they took back says so', () => {
    expect(tagsOf(correction)).toEqual([{ text: '冲销', kind: 'info', undo: true }])
    expect(tagsOf({ ...correction, delta: 1 })).toEqual([{ text: '改回', kind: 'info', undo: false }])
    expect(tagsOf(entry({ reversed: true }))).toEqual([{ text: '已冲销', kind: 'line', undo: false }])
    expect(tagsOf(entry())).toEqual([])
  })

  test('a reached cap is said, but not of a line that no longer counts', () => {
    expect(tagsOf(entry({ capped: true })).map(({ text }) => text)).toEqual(['已达上限'])
    expect(tagsOf(entry({ capped: true, reversed: true })).map(({ text }) => text)).toEqual(['已冲销'])
  })
})

describe('a line', () => {
  test('shows heading and evidence, then its source; a correction shows why', () => {
    expect(notesOf(entry())).toEqual(['履职 · 扫码签到 08:58', '第二党小组会'])
    expect(notesOf(entry({ evidence: null, source: { type: 'x', id: '1', title: null } }))).toEqual(['履职'])
    expect(notesOf(correction)[0]).toBe('履职 · 10月29日党小组会记了两次，冲销其中一次')
    expect(notesOf({ ...correction, reason: '更正：撤回签到（点错了）' })[0]).toBe('履职 · 撤回签到（点错了）')
  })

  test('opens to rule, evidence, day and version', () => {
    const facts = Object.fromEntries(factsOf(entry(), points([entry()])).map(({ label, text }) => [label, text]))
    expect(facts).toEqual({
      依据: '参加三会一课、组织生活：每次 1 分，全年最多 18 分', 事由: '参加党小组会', 来源: '第二党小组会', 凭证: '扫码签到 08:58',
      日期: '2026年11月6日 星期五', 记入: '履职 · 规则第 1 版 · 11月6日 08:58',
    })
  })

  test('a correction names the line it corrects, also one of another year', () => {
    const text = (entries: PointsEntry[]) => factsOf(correction, points(entries)).find(({ label }) => label === '更正')?.text
    expect(text([entry(), correction])).toBe('11月6日记的 +1，参加党小组会')
    expect(text([correction])).toBe('上一年记的一笔')
  })

  test('a rule that is gone is named as it was', () => {
    expect(factsOf(entry({ rule: 'old', ruleName: '旧规则' }), points([]))[0]).toEqual({ label: '依据', text: '旧规则' })
  })

  test('says what became of it', () => {
    const labels = (change: Partial<PointsEntry>) => factsOf(entry(change), points([])).filter(({ label }) => label === '说明').map(({ text }) => text)
    expect(labels({ reversed: true, capped: true })).toEqual(['后来的一笔把它改回了，两笔都留着。'])
    expect(labels({ capped: true })).toEqual(['这条规则今年已记满，总分按上限算。'])
  })
})

test('months are those of Shanghai and carry their sum', () => {
  const lines = [entry(), { ...correction, occurredAt: '2026-10-31T16:00:00Z' }, entry({ id: 'e3', occurredAt: '2026-10-31T15:59:59Z', delta: 3 })]
  expect(monthsOf(points(lines)).map(({ title, sum, entries }) => [title, sum, entries.length])).toEqual([['11月', '+0', 2], ['10月', '+3', 1]])
})

test('rules stand under their headings in the order of the headings', () => {
  expect(rulesByHeading(points([]).rules).map(({ name, rules }) => [name, rules.length])).toEqual([['履职', 1], ['遵规守纪', 1], ['附加分', 1]])
  expect(points([]).rules.map(ruleText)).toEqual(['每次 1 分，全年最多 18 分', '每次 −2 分，扣到 0 为止', '每次 1–5 分，全年最多 10 分'])
})
