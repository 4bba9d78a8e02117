import { PROBLEMS } from '@pioneer/shared-types/constants'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { Async, type AsyncSource } from '@/components/Async'
import { phaseOf } from '@/components/Async/model'
import { NetworkError, ApiError } from '@/services/http'

const refetch = jest.fn()
const source = <T,>(part: Partial<AsyncSource<T>>): AsyncSource<T> => ({ data: undefined, error: null, refetch, ...part })
const problem = new ApiError({ type: 'x', title: '服务器出了点问题', status: 500, code: 'internal', requestId: '7F3A-20C1' })

function view(part: Partial<AsyncSource<string[]>>) {
  return (
    <Async source={source<string[]>(part)} empty={{ title: '最近没有活动' }} errorTitle='没能取到活动'>
      {(items) => <p>{items.join('、')}</p>}
    </Async>
  )
}
const wait = (ms: number) => act(() => jest.advanceTimersByTime(ms))

beforeEach(() => {
  jest.useFakeTimers()
  refetch.mockReset()
})
afterEach(() => jest.useRealTimers())

describe('phases', () => {
  const none = () => false
  it('keeps content once fetched, whatever a refresh brings', () => {
    expect(phaseOf(source({ data: 'x', error: problem }), none)).toEqual({ kind: 'ready', data: 'x', error: problem })
    expect(phaseOf(source({ data: 'x', error: problem }), () => true)).toEqual({ kind: 'empty', error: problem })
  })
  it('is loading until there is data or an error', () => {
    expect(phaseOf(source({}), none)).toEqual({ kind: 'loading' })
    expect(phaseOf(source({ error: problem }), none)).toEqual({ kind: 'error', error: problem })
  })
})

describe('loading', () => {
  it('shows nothing at first, the skeleton after 200 ms, and then for at least 400 ms', () => {
    const { container, rerender } = render(view({}))
    expect(container).toBeEmptyDOMElement()
    wait(199)
    expect(screen.queryByTestId('skeleton')).toBeNull()
    wait(1)
    expect(screen.getByTestId('skeleton')).toBeInTheDocument()
    rerender(view({ data: ['党课'] }))
    wait(399)
    expect(screen.getByTestId('skeleton')).toBeInTheDocument()
    wait(1)
    expect(screen.getByText('党课')).toBeInTheDocument()
  })

  it('never shows a skeleton for a quick answer', () => {
    const { rerender } = render(view({}))
    wait(150)
    rerender(view({ data: ['党课'] }))
    expect(screen.getByText('党课')).toBeInTheDocument()
    wait(1000)
    expect(screen.queryByTestId('skeleton')).toBeNull()
  })
})

it('says that there is nothing', () => {
  render(view({ data: [] }))
  expect(screen.getByText('最近没有活动')).toBeInTheDocument()
})

it('says what failed, with the number, and tries again once however often it is tapped', async () => {
  let finish: () => unknown = () => undefined
  refetch.mockImplementation(() => new Promise<undefined>((resolve) => (finish = () => resolve(undefined))))
  render(view({ error: problem }))
  expect(screen.getByText('没能取到活动')).toBeInTheDocument()
  expect(screen.getByText(/问题编号 7F3A-20C1/)).toBeInTheDocument()
  const retry = screen.getByRole('button', { name: '再试一次' })
  fireEvent.click(retry)
  fireEvent.click(retry)
  expect(refetch).toHaveBeenCalledTimes(1)
  await act(async () => finish())
  fireEvent.click(retry)
  expect(refetch).toHaveBeenCalledTimes(2)
})

it('keeps the old content when a refresh failed, and says so', () => {
  render(view({ data: ['党课'], error: new NetworkError('offline', 'R') }))
  expect(screen.getByText('党课')).toBeInTheDocument()
  expect(screen.getByTestId('stale')).toHaveTextContent('手机现在没有网络，下面是上次取到的内容')
})

describe('an answer that stays the same', () => {
  const refused = (code: 'not-bound' | 'forbidden' | 'not-found', status: number) =>
    new ApiError({ type: 'x', title: PROBLEMS[code][1], status, code, requestId: 'R' })

  it('leads who is not known yet to be known, and offers no second try', () => {
    render(view({ error: refused('not-bound', 403) }))
    expect(screen.getByText('先认一下你是谁')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: '去认证' })).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: '再试一次' })).toBeNull()
  })

  it('says who may see a page, and what is gone', () => {
    const { rerender } = render(view({ error: refused('forbidden', 403) }))
    expect(screen.getByText(PROBLEMS.forbidden[1])).toBeInTheDocument()
    rerender(view({ error: refused('not-found', 404) }))
    expect(screen.getByText('没能取到活动')).toBeInTheDocument()
    expect(screen.getByText(PROBLEMS['not-found'][1])).toBeInTheDocument()
    expect(screen.getByRole('button', { name: '去首页' })).toBeInTheDocument()
  })
})
