import type { DutyBoard, DutyCell, DutyRow } from '@pioneer/shared-types/duties/schemas'
import { fireEvent, render, screen, within } from '@testing-library/react'
import Taro from '@tarojs/taro'
import { DutyMatrix } from '@/features/duties/DutyMatrix'
import { boardTitle, branchesRun, cellName, mayPlan, monthNow, newMeeting, spanOf, wayOf } from '@/features/duties/model'
import { wishedForm } from '@/features/planning/model'
import { dayOf } from '@/services/calendar'

// NutUI's popup wants more of Taro than the stand-in has; what matters here is what stands in it
jest.mock('@/components/Sheet', () => ({ Sheet: ({ open, title, children }: { open: boolean; title: string; children: React.ReactNode }) => (open ? <div role='dialog' aria-label={title}>{children}</div> : null) }))
jest.mock('@/features/duties/hooks', () => ({ useMeetings: (ids: readonly string[]) => ids.map((id) => ({ data: { id, title: `会 ${id}`, place: '302 会议室', startAt: '2026-11-20T01:00:00.000Z' } })) }))

const A = 'a'.repeat(24)
const cell = (part: Partial<DutyCell>): DutyCell => ({ from: 11, to: 11, state: 'open', label: null, done: 0, due: 1, activityIds: [], ...part })
const row = (part: Partial<DutyRow>): DutyRow => ({ kind: 'theme-day', name: '主题党日', every: 'month', note: '每月', article: null, cells: [], ...part })
const board = (rows: DutyRow[]): DutyBoard => ({
  orgId: 'b', orgName: '综合规划处党支部', members: 46, groups: 3, year: 2026, quarter: 4, months: [10, 11, 12], rows, ruleVersion: 1, serverTime: '2026-11-20T01:04:00.000Z',
})

describe('a cell', () => {
  test('leads to its meeting, to the list, to a new one, or nowhere', () => {
    expect(wayOf(cell({ state: 'done', done: 1, activityIds: [A] }), true)).toBe('activity')
    expect(wayOf(cell({ state: 'soon', done: 2, due: 3, activityIds: [A, 'b'] }), true)).toBe('list')
    expect(wayOf(cell({ state: 'soon', done: 1, due: 2, activityIds: [A] }), true)).toBe('list')
    expect(wayOf(cell({ state: 'soon', done: 1, due: 2, activityIds: [A] }), false)).toBe('activity')
    expect(wayOf(cell({ state: 'soon' }), true)).toBe('create')
    expect(wayOf(cell({ state: 'soon' }), false)).toBeNull()
    expect(wayOf(cell({ state: 'none', due: 0 }), true)).toBeNull()
  })
  test('is named in full for who cannot see the lamp', () => {
    expect(cellName(row({ name: '党小组会' }), cell({ state: 'soon', label: '2 / 3 个组' }))).toBe('党小组会，11月，临近，2 / 3 个组')
    expect(cellName(row({ name: '党员大会' }), cell({ from: 10, to: 12, state: 'open' }))).toBe('党员大会，四季度，未到')
    expect(cellName(row({ name: '组织生活会' }), cell({ from: 1, to: 12, state: 'planned', label: '已排 12月11日' }))).toBe('组织生活会，全年，已排，已排 12月11日')
  })
  test('is as wide as the months it covers', () => {
    const months = [10, 11, 12]
    expect([cell({}), cell({ from: 10, to: 12 }), cell({ from: 1, to: 12 })].map((one) => spanOf(one, months))).toEqual([1, 3, 3])
  })
  test('one more meeting helps only where something is missing', () => {
    expect((['done', 'planned', 'soon', 'overdue', 'open', 'none'] as const).filter((state) => mayPlan({ state }))).toEqual(['soon', 'overdue', 'open'])
  })
})

test('the board: its title, the month it is', () => {
  expect(boardTitle(board([]), false)).toBe('四季度要办的')
  expect(boardTitle(board([]), true)).toBe('综合规划处党支部，四季度要办的')
  expect(monthNow(board([]))).toBe(11)
  expect(monthNow({ ...board([]), year: 2025 })).toBeNull()
})

test('a new meeting begins with the kind, the branch and, where the period is still to come, a day in it', () => {
  expect(newMeeting(row({}), cell({ from: 11 }), board([]))).toEqual({ kind: 'theme-day', org: 'b' })
  expect(newMeeting(row({}), cell({ from: 12 }), board([]))).toEqual({ kind: 'theme-day', org: 'b', date: '2026-12-01' })
  const owners = [{ id: 'x', name: '', type: 'branch' as const }, { id: 'b', name: '', type: 'branch' as const }]
  const now = Date.parse('2026-11-20T09:04:00+08:00')
  expect(wishedForm(owners, { kind: 'party-lecture', org: 'b', date: '2026-12-01' }, now)).toMatchObject({ kinds: ['party-lecture'], ownerOrgId: 'b', date: '2026-12-01', title: '第四季度党课' })
  expect(wishedForm(owners, { kind: 'no-such', org: 'elsewhere', date: '2026-01-01' }, now)).toMatchObject({ kinds: [], ownerOrgId: 'x', date: dayOf(now), title: '' })
})

test('only who runs a branch has its duties on the desk', () => {
  const grant = (role: 'secretary' | 'branch-committee' | 'group-leader' | 'committee-staff', orgId: string, orgType: 'branch' | 'group' | 'committee') => ({ role, orgId, orgName: orgId, orgType })
  expect(branchesRun({ grants: [grant('secretary', 'b', 'branch'), grant('branch-committee', 'b', 'branch'), grant('group-leader', 'g', 'group'), grant('committee-staff', 'c', 'committee')] })).toEqual(['b'])
})

describe('the matrix', () => {
  const rows = [
    row({ cells: [cell({ from: 10, to: 10, state: 'done', done: 1, activityIds: [A] }), cell({ state: 'soon' }), cell({ from: 12, to: 12, state: 'open' })] }),
    row({ kind: 'member-assembly', name: '党员大会', every: 'quarter', note: '每季度', cells: [cell({ from: 10, to: 12, state: 'soon', label: '没排，剩 41 天' })] }),
    row({ kind: 'group-meeting', name: '党小组会', cells: [cell({ from: 10, to: 10, state: 'none', due: 0 })] }),
  ]
  const went = () => (Taro.navigateTo as jest.Mock).mock.calls.map(([{ url }]: [{ url: string }]) => url)
  beforeEach(() => (Taro.navigateTo as jest.Mock).mockClear())

  test('opens the meeting, or a new one of that kind', () => {
    render(<DutyMatrix board={board(rows)} plans />)
    fireEvent.click(screen.getByTestId('duty-cell-theme-day-10'))
    fireEvent.click(screen.getByRole('button', { name: '党员大会，四季度，临近，没排，剩 41 天' }))
    fireEvent.click(screen.getByTestId('duty-cell-group-meeting-10'))
    expect(went()).toEqual([`/packages/activity/detail/index?id=${A}`, '/packages/secretary/create/index?kind=member-assembly&org=b'])
  })
  test('offers no new meeting to who may not arrange one', () => {
    render(<DutyMatrix board={board(rows)} plans={false} />)
    expect(within(screen.getByTestId('duty-cell-member-assembly-10')).getByText('没排，剩 41 天')).toBeInTheDocument()
    expect(screen.getAllByRole('button')).toHaveLength(1)
  })
  test('lists the meetings of a cell that has several, and offers one more', () => {
    const groups = row({ kind: 'group-meeting', name: '党小组会', article: '第十三条', cells: [cell({ state: 'soon', label: '2 / 3 个组', done: 2, due: 3, activityIds: ['g1', 'g2'] })] })
    render(<DutyMatrix board={board([groups])} plans />)
    fireEvent.click(screen.getByTestId('duty-cell-group-meeting-11'))
    const sheet = screen.getByRole('dialog', { name: '党小组会 · 11月' })
    expect(sheet).toHaveTextContent('临近，2 / 3 个组')
    expect(sheet).toHaveTextContent('依据：第十三条')
    fireEvent.click(within(sheet).getByText('会 g2'))
    fireEvent.click(screen.getByTestId('duty-cell-group-meeting-11'))
    fireEvent.click(screen.getByTestId('duty-plan'))
    expect(went()).toEqual(['/packages/activity/detail/index?id=g2', '/packages/secretary/create/index?kind=group-meeting&org=b'])
    expect(screen.queryByRole('dialog')).toBeNull()
  })
  test('shows shapes and, once, what they mean', () => {
    const { container } = render(<DutyMatrix board={board(rows)} plans />)
    expect(container.querySelectorAll('.drow .lamp.warn')).toHaveLength(2)
    expect(container.querySelector('.legend')).toHaveTextContent('办完已排临近逾期未到')
  })
})
