import type { TodoItem } from '@pioneer/shared-types/home/schemas'
import type { Inbox, InboxItem, RemindPerson, RemindPlan } from '@pioneer/shared-types/reminders/schemas'
import { REACHES } from '@pioneer/shared-types/constants'
import Taro from '@tarojs/taro'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { dueSections } from '@/features/desk/model'
import { Todos } from '@/features/home/Affairs'
import { Bell } from '@/features/home/Bell'
import { dueText } from '@/features/home/model'
import { openTodo } from '@/features/home/openTodo'
import { Counts } from '@/features/reminders/Counts'
import { InboxRow } from '@/features/reminders/InboxRow'
import { openLink } from '@/features/reminders/links'
import { byDay, byReach, callList, footOf, pagesRead, personNote, remindedText, targetOf, whenText } from '@/features/reminders/model'
import { Quota } from '@/features/reminders/Quota'
import { leftOf } from '@/services/subscribe'

const at = (time: string, day = '20') => `2026-11-${day}T${time}:00+08:00`
const now = Date.parse(at('12:31'))

const item = (change: Partial<InboxItem> = {}): InboxItem => ({
  id: 'a'.repeat(24), kind: 'reply', title: '组织生活会等你回复', text: '12月11日 14:00，302 会议室', at: at('11:20'), readAt: null,
  link: { page: 'activity', id: 'm'.repeat(24) }, reply: { activityId: 'm'.repeat(24) }, ...change,
})
const person = (name: string, change: Partial<RemindPerson> = {}): RemindPerson => ({
  memberId: name, name, groupName: '第一党小组', reach: 'wechat', phone: null, last: null, ...change,
})
const plan = (people: RemindPerson[], change: Partial<RemindPlan> = {}): RemindPlan => ({
  about: 'reply', title: '组织生活会等你回复', text: '12月11日 14:00', people, sentAt: null, againAt: null, quietUntil: null,
  wechat: people.filter(({ reach }) => reach === 'wechat').length, inbox: people.filter(({ reach }) => reach === 'inbox').length, call: people.filter(({ reach }) => reach === 'call').length, ...change,
})
const opened = () => (Taro.navigateTo as unknown as jest.Mock).mock.calls.map(([{ url }]) => url as string)

beforeEach(() => jest.clearAllMocks())

describe('the inbox', () => {
  test('when it came, in Shanghai', () => {
    expect(whenText(at('00:05'), now)).toBe('00:05')
    expect(whenText('2026-11-19T15:59:00Z', now)).toBe('11月19日')
    expect(whenText('2025-12-03T01:00:00Z', now)).toBe('2025年12月3日')
  })

  test('today and earlier, each in the order given', () => {
    const items = [item({ id: '1' }), item({ id: '2', at: '2026-11-19T16:00:00Z' }), item({ id: '3', at: '2026-11-19T15:59:59Z' })]
    const { today, earlier } = byDay(items, now)
    expect([today.map(({ id }) => id), earlier.map(({ id }) => id)]).toEqual([['1', '2'], ['3']])
  })

  test('reading some, and reading all, leaves the time of what was read before', () => {
    const page = (items: InboxItem[]): Inbox => ({ items, next: null, unread: 5, credits: { wechat: false, templates: [] }, serverTime: at('12:00') })
    const pages = [page([item({ id: '1' }), item({ id: '2', readAt: at('08:00') })]), page([item({ id: '3' })])]
    const times = (ids?: string[]) => pagesRead(pages, ids, at('12:00')).flatMap(({ items }) => items.map(({ readAt }) => readAt))
    const unread = (ids?: string[]) => pagesRead(pages, ids, at('12:00')).map((shown) => shown.unread)
    expect([times(['3']), unread(['3'])]).toEqual([[null, at('08:00'), at('12:00')], [4, 4]])
    expect([times(), unread()]).toEqual([[at('12:00'), at('08:00'), at('12:00')], [0, 0]])
    // answering in place what was opened before takes nothing off again
    expect([times(['2']), unread(['2'])]).toEqual([[null, at('08:00'), null], [5, 5]])
  })

  test('a row opens, and is answered in place without being opened', async () => {
    const done = { onOpen: jest.fn(), onAttend: jest.fn(async () => undefined), onLeave: jest.fn() }
    render(<InboxRow item={item()} now={now} {...done} />)
    expect(screen.getByTestId('inbox-unread')).toBeInTheDocument()
    await act(async () => fireEvent.click(screen.getByTestId('inbox-reply-attend')))
    fireEvent.click(screen.getByTestId('inbox-reply-leave'))
    expect([done.onAttend.mock.calls.length, done.onLeave.mock.calls.length, done.onOpen.mock.calls.length]).toEqual([1, 1, 0])
    fireEvent.click(screen.getByText('组织生活会等你回复'))
    expect(done.onOpen).toHaveBeenCalledTimes(1)
  })

  test('what needs no answer shows no buttons; what was read has no dot', () => {
    render(<InboxRow item={item({ reply: null, link: null, readAt: at('12:00') })} now={now} onOpen={jest.fn()} onAttend={jest.fn()} onLeave={jest.fn()} />)
    expect(screen.queryByRole('button')).toBeNull()
    expect(screen.queryByTestId('inbox-unread')).toBeNull()
  })

  test('every link leads to a page', () => {
    const id = 'm'.repeat(24)
    for (const page of ['activity', 'roll', 'points', 'desk', 'bind', 'stars', 'paper'] as const) openLink({ page, id })
    openLink({ page: 'lesson', id: 'L02' })
    openLink({ page: 'study', id: null })
    expect(Taro.switchTab).toHaveBeenCalledTimes(1)
    expect(opened()).toEqual([
      `/packages/activity/detail/index?id=${id}`, `/packages/secretary/roll/index?id=${id}`, '/packages/member/points/index', '/packages/secretary/desk/index',
      '/packages/member/bind/index', `/packages/stars/star/index?id=${id}`, `/packages/study/paper/index?id=${id}`, '/packages/study/lesson/index?code=L02',
    ])
  })

  test('how often WeChat may still remind; nothing where there is no WeChat', () => {
    const template = (left: number) => ({ key: 'meeting' as const, id: String(left), name: '', left })
    expect(leftOf({ wechat: true, templates: [template(2), template(1)] })).toBe(3)
    expect(leftOf({ wechat: true, templates: [] })).toBeNull()
    expect(leftOf(undefined)).toBeNull()
    const { container, rerender } = render(<Quota credits={{ wechat: false, templates: [template(2)] }} />)
    expect(container).toBeEmptyDOMElement()
    rerender(<Quota credits={{ wechat: true, templates: [template(2)] }} />)
    expect(screen.getByText('微信还能提醒你 2 次')).toBeInTheDocument()
    rerender(<Quota credits={{ wechat: true, templates: [template(0)] }} />)
    expect(screen.getByText('微信现在提醒不到你')).toBeInTheDocument()
  })

  test('再允许 asks WeChat within the tap, whatever was refused before', async () => {
    process.env.TARO_ENV = 'weapp'
    const dialog = jest.fn(async () => ({ errMsg: 'ok' }))
    Object.assign(Taro, { requestSubscribeMessage: dialog })
    render(<Quota credits={{ wechat: true, templates: [{ key: 'meeting', id: 'tmpl', name: '', left: 0 }] }} />)
    await act(async () => fireEvent.click(screen.getByRole('button', { name: '再允许' })))
    expect(dialog).toHaveBeenCalledWith(expect.objectContaining({ tmplIds: ['tmpl'] }))
    process.env.TARO_ENV = 'h5'
  })

  test('the bell says whether something is unread', () => {
    const { rerender } = render(<Bell unread={0} />)
    expect(screen.getByRole('button', { name: '提醒' })).toBeInTheDocument()
    rerender(<Bell unread={3} />)
    fireEvent.click(screen.getByRole('button', { name: '提醒，3 条没读' }))
    expect(opened()).toEqual(['/packages/inbox/inbox/index'])
  })
})

describe('who gets a reminder', () => {
  const people = [person('甲'), person('乙', { reach: 'call', phone: '138****0001' }), person('丙', { reach: 'inbox' }), person('丁', { reach: 'call', groupName: null })]

  test('whom it is for', () => {
    expect(targetOf({ id: 'm', about: 'reply' })).toEqual({ about: 'reply', id: 'm' })
    expect(targetOf({ id: 'm' })).toEqual({ about: 'sign-in', id: 'm' })
    expect(targetOf({ paper: 'p', id: 'm' })).toEqual({ about: 'paper', id: 'p' })
    expect(targetOf({})).toBeNull()
  })

  test('by how they are reached, those to be called last', () => {
    expect(byReach(plan(people)).map(({ reach, people: group }) => [reach, group.map(({ name }) => name)])).toEqual([['wechat', ['甲']], ['inbox', ['丙']], ['call', ['乙', '丁']]])
    expect(byReach(plan([people[0]!]))).toHaveLength(1)
    expect(callList(byReach(plan(people))[2]!.people)).toBe('乙 第一党小组 138****0001\n丁')
  })

  test('how the last one went', () => {
    expect(personNote(person('甲'), now)).toBe('第一党小组')
    expect(personNote(person('甲', { last: { at: at('09:20'), delivery: 'sent', read: false } }), now)).toBe('第一党小组 · 09:20 提醒过 · 已送达')
    expect(personNote(person('甲', { groupName: null, last: { at: at('16:20', '19'), delivery: 'refused', read: true } }), now)).toBe('昨天 16:20 提醒过 · 已读')
    expect(personNote(person('甲', { groupName: null, last: { at: at('16:20', '11'), delivery: 'unsure', read: false } }), now)).toBe('11月11日 16:20 提醒过 · 没把握送到')
  })

  test('one button for those it reaches, not before its time, none when all must be called', () => {
    expect(footOf(plan(people), now)).toEqual({ count: 2, reason: undefined })
    expect(footOf(plan(people, { againAt: at('12:40') }), now)).toEqual({ count: 2, reason: '刚提醒过，12:40 以后可以再提醒' })
    expect(footOf(plan(people, { againAt: at('12:31') }), now)?.reason).toBeUndefined()
    expect(footOf(plan([people[1]!]), now)).toBeNull()
  })

  test('what was sent', () => {
    const sent = { people: 4, wechat: 1, inbox: 1, call: 2, already: false, at: at('12:31') }
    expect(remindedText(sent, null)).toBe('已提醒 2 人：1 人发微信，1 人在收件箱。2 人请打电话')
    expect(remindedText({ ...sent, inbox: 0, call: 0 }, '2026-11-20T23:30:00Z')).toBe('已提醒 1 人：1 人 07:30 发微信')
    expect(remindedText({ ...sent, wechat: 0, call: 0 }, null)).toBe('已提醒 1 人：1 人在收件箱')
    expect(remindedText({ ...sent, already: true }, null)).toBe('刚提醒过')
  })

  test('the counts can be found', () => {
    render(<Counts plan={plan(people)} />)
    expect(REACHES.map((reach) => screen.getByTestId(`remind-${reach}`).textContent)).toEqual(['1发微信', '1只进收件箱', '2请打电话'])
  })
})

describe('what waits leads where it can be done', () => {
  const todo = (kind: TodoItem['kind'], change: Partial<TodoItem> = {}): TodoItem => ({ kind, title: '', note: '', dueAt: null, activityId: null, orgId: null, count: 1, ref: null, ...change })

  test('missing answers lead to those who can be reminded', () => {
    openTodo(todo('reply-missing', { activityId: 'm' }))
    openTodo(todo('paper-missing', { ref: 'p' }))
    openTodo(todo('duty', { orgId: 'b', ref: 'theme-day' }))
    expect(opened()).toEqual(['/packages/inbox/remind/index?id=m&about=reply', '/packages/inbox/remind/index?paper=p', '/packages/stars/duties/index?id=b'])
  })

  test('the desk keeps questions to review apart from whose answers are missing; duties have their board', () => {
    const { reviews, missing } = dueSections([todo('duty'), todo('reply-missing'), todo('question-import'), todo('paper-missing')])
    expect([reviews, missing].map((list) => list.map(({ kind }) => kind))).toEqual([['question-import'], ['reply-missing', 'paper-missing']])
  })

  test('three stand on the first screen, and all of them on demand', () => {
    const todos = ['一', '二', '三', '四', '五'].map((title, index) => todo('reply', { title, activityId: String(index) }))
    const titles = () => todos.filter(({ title }) => screen.queryByText(title) !== null).map(({ title }) => title)
    render(<Todos home={{ todos, todoCount: 5 }} now={now} />)
    expect(titles()).toEqual(['一', '二', '三'])
    fireEvent.click(screen.getByText('全部 5 件'))
    expect(titles()).toEqual(['一', '二', '三', '四', '五'])
    fireEvent.click(screen.getByText('收起'))
    expect(titles()).toHaveLength(3)
  })

  test('a duty says itself how long; overdue is said all the same', () => {
    const due = (day: string, change: Partial<TodoItem>) => dueText(todo('duty', { dueAt: at('23:59', day), ...change }), now)
    expect([due('27', { ref: 'theme-day' }), due('19', { ref: 'theme-day' }), due('27', {})]).toEqual(['', '逾期', '还剩 7 天'])
  })
})
