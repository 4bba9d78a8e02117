import type { AskedQuestion, BankPreview, BankSummary, KeyedQuestion, PaperDetail } from '@pioneer/shared-types/study/schemas'
import { QueryClientProvider } from '@tanstack/react-query'
import Taro from '@tarojs/taro'
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { Button } from '@/components/Button'
import { Preview } from '@/features/banks/Preview'
import { Questions } from '@/features/banks/Questions'
import { useBankImport } from '@/features/banks/useBankImport'
import { CountFields, RuleFields, SourceFields } from '@/features/papers/AssignFields'
import { DrawnCard } from '@/features/papers/DrawnCard'
import { Done, Missing } from '@/features/papers/People'
import { useAssign } from '@/features/papers/useAssign'
import { ApiError, NetworkError } from '@/services/http'
import { queryClient } from '@/services/query'

const mockAssign = jest.fn()
const mockDraw = jest.fn()
jest.mock('@/features/papers/api', () => ({ assignPaper: (...args: unknown[]) => mockAssign(...args), drawPaper: (...args: unknown[]) => mockDraw(...args) }))
const mockPreview = jest.fn()
const mockHandIn = jest.fn()
jest.mock('@/features/banks/api', () => ({ previewBank: (...args: unknown[]) => mockPreview(...args), handInBank: (...args: unknown[]) => mockHandIn(...args) }))
const mockChoose = jest.fn()
jest.mock('@/features/workbook/chooseFile', () => ({ chooseFile: (...args: unknown[]) => mockChoose(...args) }))
jest.mock('@/components/Sheet', () => ({ Sheet: ({ open, children }: { open: boolean; children: unknown }) => (open ? children : null) }))
let mockKeys = 0
jest.mock('@/services/crypto', () => ({ ...jest.requireActual<object>('@/services/crypto'), randomBytes: async (length: number) => new Uint8Array(length).fill((mockKeys += 1)) }))

const bank: BankSummary = {
  id: 'bank', name: '基础题库', ownerOrgId: null, ownerName: '随系统提供', shipped: true, version: 1, questions: 31,
  topics: [{ name: '党章', single: 12, multiple: 4, judge: 3 }, { name: '党史', single: 7, multiple: 1, judge: 4 }],
}
const paper = { id: 'p', assigned: 46, people: [] as PaperDetail['people'] } as PaperDetail
const problem = (part: Partial<ApiError['problem']>) => new ApiError({ type: 'x', title: '有一处填得不对', status: 400, code: 'validation', requestId: 'R', ...part })

const groups = ['第一党小组', '第二党小组'].map((name, index) => ({ id: `g${index + 1}`, type: 'group' as const, name, parentId: 'b1', active: true }))
const assigned = jest.fn()
const looked = jest.fn()
const fault = jest.fn()
function Form() {
  const { form, errors, available, lost, change, send } = useAssign({ orgId: 'b1', banks: [bank], onAssigned: assigned, onLook: looked, onFault: fault })
  const part = { form, errors, onChange: change }
  return (
    <div>
      <SourceFields {...part} banks={[bank]} />
      <CountFields {...part} available={available} />
      <RuleFields {...part} org={{ id: 'b1', name: '一支部' }} parts={groups} today='2026-11-20' />
      {lost && <p>lost</p>}
      <Button testId='assign-save' onTap={send}>布置</Button>
    </div>
  )
}
const type = (id: string, value: string) => fireEvent.change(screen.getByTestId(id), { target: { value } })
const save = () => act(async () => {
  fireEvent.click(screen.getByTestId('assign-save'))
  fireEvent.click(screen.getByTestId('assign-save'))
})
const alerts = () => screen.queryAllByRole('alert').map(({ textContent }) => textContent)
const showModal = jest.fn()
Object.assign(Taro, { showModal })

beforeEach(() => {
  jest.clearAllMocks()
  mockAssign.mockReset()
})

describe('assigning', () => {
  test('a double tap sends once', async () => {
    mockAssign.mockResolvedValue(paper)
    render(<Form />)
    await save()
    expect(mockAssign).toHaveBeenCalledTimes(1)
    expect(mockAssign.mock.calls[0]).toEqual(['b1', expect.objectContaining({ draw: expect.objectContaining({ bankId: 'bank', single: 10, multiple: 5, judge: 5 }), requestKey: expect.stringMatching(/^.{24}$/) })])
    expect(assigned.mock.calls).toEqual([[paper]])
  })
  test('nothing is sent while something is wrong; it stands under its field and is led to', async () => {
    render(<Form />)
    type('assign-title', '考')
    type('assign-single', '100')
    await save()
    expect(mockAssign).not.toHaveBeenCalled()
    expect(alerts()).toEqual(['名称至少两个字', '这些知识点里只有 19 题', '一份最多 100 题'])
    expect(fault.mock.calls).toEqual([['source']])
    type('assign-title', '党章测试')
    type('assign-single', '19')
    expect(alerts()).toEqual([])
  })
  test('a topic with too few questions says so at once', async () => {
    render(<Form />)
    fireEvent.click(screen.getByRole('checkbox', { name: '党史' }))
    expect(alerts()).toEqual(['这些知识点里只有 7 题', '这些知识点里只有 1 题', '这些知识点里只有 4 题'])
    await save()
    expect(mockAssign).not.toHaveBeenCalled()
    fireEvent.click(screen.getByRole('checkbox', { name: '党史' }))
    expect(alerts()).toEqual([])
  })
  test('counts are stepped and typed, between none and a hundred', () => {
    render(<Form />)
    fireEvent.click(screen.getByRole('button', { name: '判断多一题' }))
    expect(screen.getByTestId('assign-judge')).toHaveValue('6')
    type('assign-judge', '１２0')
    expect(screen.getByTestId('assign-judge')).toHaveValue('100')
    type('assign-judge', '')
    expect(screen.getByTestId('assign-judge')).toHaveValue('')
    expect(screen.getByText('共 15 题')).toBeInTheDocument()
    fireEvent.click(screen.getByRole('button', { name: '判断少一题' }))
    expect(screen.getByText('共 15 题')).toBeInTheDocument()
    type('assign-judge', '12')
    expect(screen.getByTestId('assign-judge')).toHaveValue('12')
    expect(screen.getByText('共 27 题')).toBeInTheDocument()
  })
  test('some groups, or everyone again', async () => {
    mockAssign.mockResolvedValue(paper)
    render(<Form />)
    expect(screen.getByTestId('assign-whom')).toHaveTextContent('一支部全体党员')
    fireEvent.click(screen.getByTestId('assign-whom'))
    fireEvent.click(screen.getByRole('checkbox', { name: '第二党小组' }))
    fireEvent.click(screen.getByText('选好了，1 个'))
    expect(screen.getByTestId('assign-whom')).toHaveTextContent('第二党小组')
    await save()
    expect(mockAssign.mock.calls[0][1]).toMatchObject({ orgIds: ['g2'] })
    fireEvent.click(screen.getByTestId('assign-whom'))
    fireEvent.click(screen.getByText('全体党员'))
    expect(screen.getByTestId('assign-whom')).toHaveTextContent('一支部全体党员')
  })
  test('what the service refuses stands under its field', async () => {
    mockAssign.mockRejectedValueOnce(problem({ fields: [{ path: 'dueAt', message: '截止要晚于开始' }] })).mockRejectedValueOnce(problem({ code: 'questions-short', title: '题库里这样的题不够' }))
    render(<Form />)
    await save()
    expect(alerts()).toEqual(['截止要晚于开始'])
    await save()
    expect(alerts()).toEqual(['题库里这样的题不够'])
    expect(fault.mock.calls).toEqual([['rules'], ['counts']])
  })
  test('after a lost reply the same paper keeps its key; a changed one is asked about first', async () => {
    mockAssign.mockRejectedValue(new NetworkError('timeout', 'R'))
    render(<Form />)
    await save()
    expect(screen.getByText('lost')).toBeInTheDocument()
    await save()
    expect(showModal).not.toHaveBeenCalled()
    type('assign-title', '党章测试')
    showModal.mockResolvedValueOnce({ confirm: true })
    await save()
    expect(looked).toHaveBeenCalledTimes(1)
    expect(mockAssign).toHaveBeenCalledTimes(2)
    showModal.mockResolvedValueOnce({ confirm: false })
    await save()
    const keys = mockAssign.mock.calls.map(([, { requestKey }]: [string, { requestKey: string }]) => requestKey)
    expect(keys).toHaveLength(3)
    expect(keys[1]).toBe(keys[0])
    expect(keys[2]).not.toBe(keys[0])
  })
})

const asked = (index: number): AskedQuestion => ({ id: `q${index}`, type: 'single', stem: `第 ${index} 问`, options: [{ key: 'A', text: `甲 ${index}` }], topic: '党章' })

describe('what is drawn', () => {
  const card = (seed: number | null, onOther = jest.fn()) => (
    <QueryClientProvider client={queryClient}>
      <DrawnCard orgId='b1' draw={seed === null ? null : { bankId: 'bank', single: 5, multiple: 0, judge: 0, seed }} onOther={onOther} />
    </QueryClientProvider>
  )
  afterEach(() => queryClient.clear())
  test('first a few, then all; a tap shows the options; another set is asked for', async () => {
    mockDraw.mockResolvedValue({ questions: [1, 2, 3, 4, 5].map(asked), available: { single: 5, multiple: 0, judge: 0 } })
    const other = jest.fn()
    render(card(1, other))
    await screen.findByText('抽到的 5 题')
    expect(screen.getAllByTestId('drawn-question')).toHaveLength(3)
    expect(screen.queryByText('A 甲 1')).toBeNull()
    fireEvent.click(screen.getAllByTestId('drawn-question')[0]!)
    expect(screen.getByText('A 甲 1')).toBeInTheDocument()
    fireEvent.click(screen.getByText('看全部 5 题'))
    expect(screen.getAllByTestId('drawn-question')).toHaveLength(5)
    fireEvent.click(screen.getByText('换一组'))
    expect(other).toHaveBeenCalledTimes(1)
  })
  test('quick changes ask once, for the last', async () => {
    mockDraw.mockResolvedValue({ questions: [asked(1)], available: { single: 5, multiple: 0, judge: 0 } })
    const { rerender } = render(card(null))
    expect(screen.getByText('选好题数，这里会列出抽到的题。')).toBeInTheDocument()
    for (const seed of [2, 3, 4]) rerender(card(seed))
    await screen.findByText('抽到的 1 题')
    expect(mockDraw.mock.calls.map(([, { seed }]: [string, { seed: number }]) => seed)).toEqual([4])
  })
  test('a failure says so and can be tried again', async () => {
    mockDraw.mockRejectedValueOnce(problem({ title: '题库变了' })).mockResolvedValue({ questions: [asked(1)], available: { single: 5, multiple: 0, judge: 0 } })
    render(card(9))
    expect(await screen.findByText(/没能抽题/)).toHaveTextContent('没能抽题：题库变了')
    await act(async () => fireEvent.click(screen.getByText('再试一次')))
    await screen.findByText('抽到的 1 题')
  })
})

describe('who has answered', () => {
  const person = (name: string, best: number | null): PaperDetail['people'][number] => ({ memberId: name, name, groupName: '第一党小组', state: best === null ? 'todo' : 'done', attempts: 1, best, doneAt: best === null ? null : '2026-11-20T01:10:00Z' })
  test('the missing by name; nobody missing in words', () => {
    const { rerender } = render(<Missing people={[person('赵甲', null)]} />)
    expect(within(screen.getByTestId('paper-missing')).getByTestId('paper-person')).toHaveTextContent('赵甲第一党小组')
    rerender(<Missing people={[]} />)
    expect(screen.getByText('都答完了。')).toBeInTheDocument()
  })
  test('a whole committee is drawn a part at a time', () => {
    render(<Missing people={Array.from({ length: 130 }, (_, index) => person(`党员${index}`, null))} />)
    expect(screen.getAllByTestId('paper-person')).toHaveLength(60)
    fireEvent.click(screen.getByText('还有 70 人'))
    fireEvent.click(screen.getByText('还有 10 人'))
    expect(screen.getAllByTestId('paper-person')).toHaveLength(130)
    expect(screen.queryByText(/^还有/)).toBeNull()
  })
  test('scores, and in words who did not reach the mark', () => {
    const { rerender } = render(<Done people={[person('赵甲', 60), person('钱乙', 59)]} passScore={60} />)
    const [first, second] = screen.getAllByTestId('paper-person')
    expect(first).toHaveTextContent('60 分')
    expect(first).not.toHaveTextContent('没到合格线')
    expect(second).toHaveTextContent('59 分没到合格线')
    rerender(<Done people={[]} passScore={60} />)
    expect(screen.getByText('还没有人答完')).toBeInTheDocument()
  })
})

const keyed = (index: number): KeyedQuestion => ({
  row: index, action: 'add', type: 'multiple', stem: `第 ${index} 题`, options: [{ key: 'A', text: '甲' }, { key: 'B', text: '乙' }, { key: 'C', text: '丙' }], answer: ['A', 'C'], explanation: '党章第一条', topic: '党章',
})
const preview = (part: Partial<BankPreview> = {}): BankPreview => ({
  previewId: 'v', sheet: '题目', headerRow: 2, bankName: '一支部题库', totals: { rows: 3, add: 2, change: 0, same: 0, errors: 1, warnings: 0 }, columns: [{ header: '题 目', field: 'stem', note: null }, { header: '序号', field: null, note: '序号，不用导入' }],
  issues: [{ row: 4, column: '答案', value: 'F', severity: 'error', message: '没有选项 F', remedy: '改成 A 到 D 里的' }], questions: [keyed(1), keyed(2)], canApply: false, ...part,
})

describe('questions with their keys', () => {
  test('right options are told by shape and in words', () => {
    render(<Questions questions={[keyed(1)]} />)
    expect(screen.getByRole('img', { name: 'A 甲，正确' })).toBeInTheDocument()
    expect(screen.getByRole('img', { name: 'B 乙' })).toBeInTheDocument()
    expect(screen.getByTestId('keyed-question')).toHaveTextContent('答案 AC。党章第一条')
    expect(screen.queryByTestId('questions-next')).toBeNull()
  })
  test('a page at a time, and how far somebody has turned', () => {
    const seen = jest.fn()
    render(<Questions questions={Array.from({ length: 45 }, (_, index) => keyed(index + 1))} onSeen={seen} />)
    expect(screen.getAllByTestId('keyed-question')).toHaveLength(20)
    fireEvent.click(screen.getByTestId('questions-next'))
    fireEvent.click(screen.getByTestId('questions-next'))
    expect(screen.getByText('第 41–45 题，共 45 题')).toBeInTheDocument()
    fireEvent.click(screen.getByTestId('questions-next'))
    expect(seen.mock.calls).toEqual([[2], [3]])
  })
  test('a preview: where, the remedy before the reason; columns in Chinese', () => {
    render(<Preview preview={preview()} />)
    expect(screen.getByTestId('workbook-issue')).toHaveTextContent('第 4 行 答案：F改成 A 到 D 里的没有选项 F')
    expect(screen.getByText('交到“一支部题库”')).toBeInTheDocument()
    expect(screen.getByText('题 目').closest('.row')).toHaveTextContent('题干')
    expect(screen.getByText('序号').closest('.row')).toHaveTextContent('不读这一列')
  })
})

describe('an import', () => {
  const bytes = Uint8Array.from([0x50, 0x4b, 3, 4]).buffer
  function Import() {
    const { target, nameShort, retarget, preview: shown, choose, apply, handed } = useBankImport('b1', { bankId: null, name: '一支部题库' })
    return (
      <div>
        <p>{nameShort ? 'short' : `${target.bankId ?? target.name}`}</p>
        <button onClick={choose}>choose</button>
        <button onClick={() => retarget({ name: ' ' })}>blank</button>
        <button onClick={() => retarget({ bankId: 'own' })}>own</button>
        {shown && <Button testId='import-apply' onTap={apply}>交</Button>}
        {handed && <p>handed {handed.count}</p>}
      </div>
    )
  }
  beforeEach(() => mockChoose.mockImplementation((onRead: (file: object) => void) => onRead({ name: '题.xlsx', bytes })))

  test('is read for its target, handed in once however often it is tapped', async () => {
    mockPreview.mockResolvedValue(preview({ canApply: true }))
    mockHandIn.mockResolvedValue({ id: 'v', questions: 2 })
    render(<Import />)
    fireEvent.click(screen.getByText('choose'))
    const apply = await screen.findByTestId('import-apply')
    expect(mockPreview.mock.calls).toEqual([['b1', { name: '一支部题库' }, bytes]])
    await act(async () => {
      fireEvent.click(apply)
      fireEvent.click(apply)
    })
    await screen.findByText('handed 2')
    expect(mockHandIn.mock.calls).toEqual([['b1', 'v']])
    expect(screen.queryByTestId('import-apply')).toBeNull()
  })
  test('another target forgets what was read; the preview asks for that bank', async () => {
    mockPreview.mockResolvedValue(preview({ canApply: true }))
    render(<Import />)
    fireEvent.click(screen.getByText('choose'))
    await screen.findByTestId('import-apply')
    fireEvent.click(screen.getByText('own'))
    expect(screen.queryByTestId('import-apply')).toBeNull()
    fireEvent.click(screen.getByText('choose'))
    await waitFor(() => expect(mockPreview.mock.lastCall).toEqual(['b1', { bankId: 'own' }, bytes]))
  })
  test('what is no workbook is not sent; a new bank needs a name', async () => {
    mockChoose.mockImplementation((onRead: (file: object) => void) => onRead({ name: '题.xls', bytes }))
    render(<Import />)
    await act(async () => fireEvent.click(screen.getByText('choose')))
    expect(mockPreview).not.toHaveBeenCalled()
    expect(Taro.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: '请选 .xlsx 文件。旧的 .xls 先另存为 .xlsx' }))
    fireEvent.click(screen.getByText('blank'))
    expect(screen.getByText('short')).toBeInTheDocument()
  })
})
