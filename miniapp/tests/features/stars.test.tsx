import type { BranchFact, BranchRating, IndicatorDetail, IndicatorScore, RatingOverview } from '@pioneer/shared-types/ratings/schemas'
import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { BranchCards } from '@/features/ratings/BranchCards'
import { BranchTable } from '@/features/ratings/BranchTable'
import { Dimensions } from '@/features/ratings/Dimensions'
import { EnteredCard } from '@/features/ratings/EnteredCard'
import { Evidence } from '@/features/ratings/Evidence'
import { FactFields } from '@/features/ratings/FactFields'
import { FactList } from '@/features/ratings/FactList'
import { Raises } from '@/features/ratings/Raises'
import { ScoreCard } from '@/features/ratings/ScoreCard'
import { useFactForm } from '@/features/ratings/useFactForm'
import { Vetoes } from '@/features/ratings/Vetoes'
import { Button } from '@/components/Button'
import { ApiError, NetworkError } from '@/services/http'
import { dayOf } from '@/services/calendar'

const mockEnter = jest.fn()
const mockAsk = jest.fn()
jest.mock('@/components/ask', () => ({ ask: (...args: unknown[]) => mockAsk(...args) }))
jest.mock('@/features/ratings/api', () => ({ enterFact: (...args: unknown[]) => mockEnter(...args) }))
let mockKeys = 0
jest.mock('@/services/crypto', () => ({ ...jest.requireActual<object>('@/services/crypto'), randomBytes: async (length: number) => new Uint8Array(length).fill((mockKeys += 1)) }))

const indicator = (code: string, part: Partial<IndicatorScore> = {}): IndicatorScore => ({ code, name: `指标 ${code}`, max: 4, weight: 4, score: 4, entry: 'computed', state: 'scored', words: '到期 3 次，开了 3 次', ...part })
const rating = (part: Partial<BranchRating> = {}): BranchRating => ({
  orgId: 'b', orgName: '综合规划处党支部', year: 2026, ratingId: 'r', asOf: '2026-11-22T02:00:00.000Z', schemeVersion: 1, schemeName: '支部评星办法', score: 86.4, stars: 4,
  steps: [{ stars: 5, atLeast: 90 }, { stars: 4, atLeast: 80 }, { stars: 3, atLeast: 70 }, { stars: 2, atLeast: 60 }, { stars: 1, atLeast: 0 }],
  next: { stars: 5, missing: 3.6 }, movement: { against: 'last-year', label: '比去年', delta: 3.4, stars: 4, starsBefore: 4 }, limits: [], vetoes: [],
  dimensions: [{ code: 'ideological', name: '思想建设', max: 20, score: 17, indicators: [indicator('lecture'), indicator('hours', { score: 1.9, words: '34 / 46 人' }), indicator('plan', { state: 'missing', score: 0, entry: 'entered', words: '还没有登记' }), indicator('groups', { state: 'not-applicable', weight: 0, score: 0, words: '没有党小组' })] }],
  raises: Array.from({ length: 6 }, (_, index) => ({ code: `r${index}`, gain: 1.5 - index / 10, title: `办法 ${index}`, note: '说明' })), canEnter: true, ...part,
})

describe('the card', () => {
  test('stars in words, the score, where it came from, what is missing', () => {
    render(<ScoreCard rating={rating()} />)
    const card = screen.getByTestId('star-score')
    expect(within(card).getByRole('img', { name: '四星' })).toBeInTheDocument()
    expect(card).toHaveTextContent('综合规划处党支部 · 11月动态')
    expect(screen.getByTestId('star-points')).toHaveTextContent('86.4')
    expect(card).toHaveTextContent('比去年高 3.4')
    expect(card).toHaveTextContent('离五星还差 3.6 分。年底由机关党委审定。')
  })
  test('at the top, with nothing to compare with', () => {
    render(<ScoreCard rating={rating({ score: 93.2, stars: 5, next: null, movement: null })} />)
    expect(screen.getByTestId('star-score')).toHaveTextContent('已经到五星的分数。年底由机关党委审定。')
    expect(screen.queryByText(/比去年/)).toBeNull()
  })
})

test('enough points for more, held down by a veto', () => {
  render(<ScoreCard rating={rating({ stars: 1, next: null, limits: [{ code: 'v', reason: '一票否决', atMost: 1 }] })} />)
  expect(screen.getByTestId('star-score')).toHaveTextContent('分数够再升一星，但星级受上面这条限制。年底由机关党委审定。')
})

test('what would raise it: four, then all; each leads to its indicator', () => {
  const open = jest.fn()
  render(<Raises raises={rating().raises} onOpen={open} />)
  expect(screen.queryByText('办法 4')).toBeNull()
  fireEvent.click(screen.getByText('全部 6 条'))
  fireEvent.click(screen.getByRole('button', { name: '办法 4，加 1.1 分。说明' }))
  expect(open).toHaveBeenCalledWith('r4')
})

describe('dimensions', () => {
  test('open to their indicators, one at a time told to the reader', () => {
    const open = jest.fn()
    render(<Dimensions dimensions={rating().dimensions} onOpen={open} />)
    const head = screen.getByRole('button', { name: '思想建设，17.0 分，满分 20 分，4 项' })
    expect(head).toHaveAttribute('aria-expanded', 'false')
    expect(screen.queryByTestId('indicator-lecture')).toBeNull()
    fireEvent.click(head)
    expect(head).toHaveAttribute('aria-expanded', 'true')
    expect(screen.getByTestId('indicator-lecture')).toHaveTextContent('4 / 4')
    expect(screen.getByTestId('indicator-plan')).toHaveTextContent('还没登记登记')
    expect(screen.getByTestId('indicator-groups')).toHaveTextContent('–没有党小组不适用自动')
    fireEvent.click(screen.getByTestId('indicator-hours'))
    expect(open).toHaveBeenCalledWith('hours')
  })
})

const detail = (part: Partial<IndicatorDetail> = {}): IndicatorDetail => ({
  ...indicator('talks', { entry: 'entered' }), dimension: '纪律建设', how: '谈到多少算多少', evidence: [], form: { kind: 'done-due', ask: '谈了多少人', unit: '人' }, facts: [], canEnter: true, asOf: '2026-11-22T02:00:00.000Z', ...part,
})
const fact = (id: string, part: Partial<BranchFact> = {}): BranchFact => ({
  id, indicator: 'talks', value: { done: 38, due: 46 }, words: '38 / 46 人', occurredOn: '2026-11-12', note: '年中谈心谈话', evidence: '档案盒 7', enteredBy: '周敏', enteredAt: '2026-11-12T02:05:00.000Z', withdrawn: null, ...part,
})

describe('what stands behind an indicator', () => {
  test('evidence says whether it counts, and leads to its meeting', () => {
    const at = '2026-11-20T01:00:00.000Z'
    render(<Evidence detail={detail({ evidence: [{ counts: true, title: '11月主题党日', note: '42 人到会', at, link: { page: 'activity', id: 'a1' } }, { counts: false, title: '10月主题党日', note: '11月20日 · 取消', at, link: null }] })} />)
    expect(screen.getByRole('img', { name: '算数' })).toBeInTheDocument()
    expect(screen.getByRole('button')).toHaveTextContent('11月主题党日11月20日 · 42 人到会')
    expect(screen.getByText('不算数')).toBeInTheDocument()
    expect(screen.getByText('11月20日 · 取消')).toBeInTheDocument()
  })
  test.each([[true, 1], [false, 0]])('a paper leads to its answers only for who may enter (%s)', (canEnter, ways) => {
    render(<Evidence detail={detail({ canEnter, evidence: [{ counts: true, title: '三季度理论测试', note: '21 / 23 人答完', at: null, link: { page: 'paper', id: 'p1' } }] })} />)
    expect(screen.getByText('三季度理论测试')).toBeInTheDocument()
    expect(screen.queryAllByRole('button')).toHaveLength(ways)
  })
  test('entries with who, when and proof; a withdrawn one stays and cannot be withdrawn again', () => {
    const withdraw = jest.fn()
    const facts = [fact('f2'), fact('f1', { words: '30 / 46 人', withdrawn: { reason: '登记错了', at: '2026-11-13T02:05:00.000Z' } })]
    render(<FactList detail={detail({ facts })} onWithdraw={withdraw} />)
    expect(screen.getByTestId('fact-f2')).toHaveTextContent('38 / 46 人 · 11月12日年中谈心谈话凭据：档案盒 7周敏，11月12日 10:05 登记撤回')
    expect(screen.getByTestId('fact-f1')).toHaveTextContent('撤回原因：登记错了')
    expect(screen.getAllByRole('button')).toHaveLength(1)
    fireEvent.click(screen.getByRole('button', { name: '撤回 38 / 46 人' }))
    expect(withdraw).toHaveBeenCalledWith(facts[0])
  })
  test('who may not enter sees no way to withdraw', () => {
    render(<FactList detail={detail({ facts: [fact('f')], canEnter: false })} onWithdraw={jest.fn()} />)
    expect(screen.queryByRole('button')).toBeNull()
  })
})

function Form({ detail: shown = detail() }: { detail?: IndicatorDetail }) {
  const form = shown.form!
  const { form: typed, errors, lost, entered, today, change, send } = useFactForm({ orgId: 'b', detail: shown, form, before: rating({ score: 70.9 }) })
  if (entered) return <EnteredCard entered={entered} />
  return (
    <div>
      {lost && <p>lost</p>}
      <FactFields ask={form} form={typed} errors={errors} today={today} onChange={change} />
      <Button testId='fact-save' onTap={send}>登记</Button>
    </div>
  )
}
const type = (id: string, value: string) => fireEvent.change(screen.getByTestId(id), { target: { value } })
const save = async () => {
  await act(async () => {
    fireEvent.click(screen.getByTestId('fact-save'))
    fireEvent.click(screen.getByTestId('fact-save'))
  })
}
const problem = (fields: Array<{ path: string; message: string }>) => new ApiError({ type: 'x', title: '有一处填得不对', status: 400, code: 'validation', requestId: 'R', fields })

describe('entering', () => {
  beforeEach(() => mockEnter.mockReset())
  const fill = () => {
    type('fact-done', '38')
    type('fact-due', '46')
    type('fact-note', '年中谈心谈话')
  }

  test('nothing is sent while something is missing; what is wrong stands under its field', async () => {
    render(<Form />)
    await save()
    expect(mockEnter).not.toHaveBeenCalled()
    expect(screen.getAllByRole('alert').map(({ textContent }) => textContent)).toEqual(['填一个整数', '填一个整数', '至少写两个字'])
    type('fact-done', '1')
    expect(screen.queryByRole('alert')).toBeNull()
  })
  test('a double tap sends once, and the new score shows what it brought', async () => {
    mockEnter.mockResolvedValue({ fact: fact('f'), rating: rating({ score: 72.4, stars: 3 }) })
    render(<Form />)
    fill()
    await save()
    expect(mockEnter).toHaveBeenCalledTimes(1)
    expect(mockEnter.mock.calls[0]).toEqual(['b', { indicator: 'talks', value: { done: 38, due: 46 }, occurredOn: dayOf(Date.now()), note: '年中谈心谈话', requestKey: expect.stringMatching(/^.{24}$/) }])
    expect(screen.getByTestId('fact-entered')).toHaveTextContent('记下了38 / 46 人。年中谈心谈话现在 72.4 分+1.5')
  })
  test('after a lost reply the same content keeps its key, other content gets another', async () => {
    mockEnter.mockRejectedValue(new NetworkError('timeout', 'R'))
    render(<Form />)
    fill()
    await save()
    expect(screen.getByText('lost')).toBeInTheDocument()
    await save()
    type('fact-done', '39')
    await save()
    const sent = mockEnter.mock.calls.map(([, { requestKey }]: [string, { requestKey: string }]) => requestKey)
    expect(sent[1]).toBe(sent[0])
    expect(sent[2]).not.toBe(sent[0])
  })
  test('what the service refuses stands under its field', async () => {
    mockEnter.mockRejectedValue(problem([{ path: '/value/due', message: '支部只有 40 人' }]))
    render(<Form />)
    fill()
    await save()
    expect(screen.getByRole('alert')).toHaveTextContent('支部只有 40 人')
  })
})

describe('a veto', () => {
  const veto = detail({ ...indicator('veto-forged-records', { name: '记录造假', entry: 'entered', max: 0, weight: 0, score: 0, words: '没有' }), dimension: '一票否决', form: { kind: 'yes-no', ask: '有没有查实的记录造假', unit: '' } })
  beforeEach(() => {
    mockEnter.mockReset()
    mockAsk.mockReset()
  })

  test('is listed for the committee with whether it stands, and for nobody else', () => {
    const open = jest.fn()
    const { rerender } = render(<Vetoes vetoes={[{ code: 'veto-forged-records', name: '记录造假', entered: true }, { code: 'veto-serious-case', name: '严重违纪案件', entered: false }]} onOpen={open} />)
    expect(screen.getByTestId('veto-forged-records')).toHaveTextContent('记录造假已登记')
    expect(screen.getByTestId('veto-serious-case')).toHaveTextContent('严重违纪案件没有')
    fireEvent.click(screen.getByTestId('veto-serious-case'))
    expect(open).toHaveBeenCalledWith('veto-serious-case')
    rerender(<Vetoes vetoes={[]} onOpen={open} />)
    expect(screen.queryByText('一票否决')).toBeNull()
  })
  test('says how it is lifted while nothing is entered', () => {
    render(<FactList detail={veto} onWithdraw={jest.fn()} />)
    expect(screen.getByTestId('no-facts')).toHaveTextContent('查实了再登记，写明依据。撤回以后，星级马上恢复。')
  })
  test('is asked about before it is entered; what it does to the stars is told', async () => {
    const reason = '一票否决：查实记录造假，只评一星'
    mockEnter.mockResolvedValue({ fact: fact('f'), rating: rating({ score: 70.9, stars: 1, limits: [{ code: 'veto-forged-records', reason, atMost: 1 }] }) })
    render(<Form detail={veto} />)
    fireEvent.click(screen.getByRole('radio', { name: '是' }))
    type('fact-note', '抽查会议记录，三次为补造')
    mockAsk.mockResolvedValueOnce(false)
    await save()
    expect(mockEnter).not.toHaveBeenCalled()
    mockAsk.mockResolvedValueOnce(true)
    await save()
    expect(mockEnter.mock.calls[0]).toEqual(['b', expect.objectContaining({ indicator: 'veto-forged-records', value: { yes: true } })])
    expect(screen.getByTestId('fact-entered')).toHaveTextContent(reason)
    expect(screen.getByRole('img', { name: '一星' })).toBeInTheDocument()
  })
  test('that is denied is entered without a question', async () => {
    mockEnter.mockResolvedValue({ fact: fact('f'), rating: rating() })
    render(<Form detail={veto} />)
    fireEvent.click(screen.getByRole('radio', { name: '否' }))
    type('fact-note', '查过，没有')
    await save()
    expect(mockAsk).not.toHaveBeenCalled()
    expect(mockEnter.mock.calls[0]).toEqual(['b', expect.objectContaining({ value: { yes: false } })])
  })
})

describe("the committee's branches", () => {
  const dimensions = [{ code: 'p', name: '政治建设', max: 20 }, { code: 'i', name: '思想建设', max: 20 }]
  const line = (orgId: string, part: Partial<RatingOverview['branches'][number]> = {}): RatingOverview['branches'][number] => ({
    orgId, name: `${orgId}支部`, members: 46, score: 86.4, stars: 4, movement: { against: 'last-month', label: '比10月', delta: -2.1, stars: 4, starsBefore: 4 }, limited: false, dimensions: [18.2, 9], missing: 2, ...part,
  })
  const branches = [line('甲'), line('乙', { score: null, stars: null, movement: null, dimensions: [], missing: 0, limited: true })]
  test.each([['cards', BranchCards], ['a table', BranchTable]] as const)('as %s: stars, score, movement in words, what is missing; – where nothing is computed', (_, List) => {
    const open = jest.fn()
    render(<List branches={branches} dimensions={dimensions} onOpen={open} />)
    const [first, second] = screen.getAllByTestId('branch-row')
    expect(first).toHaveTextContent(/甲支部 ?46 人/)
    expect(first).toHaveTextContent('86.4')
    expect(first).toHaveTextContent('2 项没登记')
    expect(within(first!).getByRole('img', { name: '四星' })).toBeInTheDocument()
    expect(second).toHaveTextContent('还没出分')
    expect(second).toHaveTextContent('星级受限')
    fireEvent.click(within(second!).getByText('乙支部'))
    expect(open.mock.calls).toEqual([['乙']])
  })
  test('movement is told by more than its colour', () => {
    const { unmount } = render(<BranchTable branches={branches} dimensions={dimensions} onOpen={jest.fn()} />)
    expect(screen.getByRole('img', { name: '比10月低 2.1' })).toHaveTextContent('2.1')
    expect(screen.getByRole('img', { name: '不到七成' })).toBeInTheDocument()
    unmount()
    render(<BranchCards branches={branches} dimensions={dimensions} onOpen={jest.fn()} />)
    expect(screen.getByText('比10月低 2.1')).toBeInTheDocument()
    expect(screen.getByRole('img', { name: '思想建设 9.0 / 20' })).toBeInTheDocument()
  })
})
