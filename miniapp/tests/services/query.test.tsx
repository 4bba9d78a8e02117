import { QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { queryClient, useFetched, usePaged } from '@/services/query'
import { useSession } from '@/services/session'

let show: () => void = () => undefined
jest.mock('@tarojs/taro', () => ({
  ...jest.requireActual<object>('@tarojs/taro'),
  useDidShow: (callback: () => void) => {
    show = callback
  },
}))

const wrapper = ({ children }: PropsWithChildren) => <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
const signed = (phase: 'signed-in' | 'signed-out') => act(() => useSession.setState({ phase }))
const comeBack = () => act(async () => show())

beforeEach(() => {
  queryClient.clear()
  signed('signed-in')
})

describe('something fetched', () => {
  test('is asked for when the page opens and whenever it comes back', async () => {
    const read = jest.fn(async () => 'it')
    const { result } = renderHook(() => useFetched(['thing'], read), { wrapper })
    await waitFor(() => expect(result.current.data).toBe('it'))
    await comeBack()
    expect(read).toHaveBeenCalledTimes(1)
    await comeBack()
    expect(read).toHaveBeenCalledTimes(2)
  })

  test('is not asked for by nobody, nor while nothing is known to ask for', async () => {
    const read = jest.fn(async () => 'it')
    const { rerender } = renderHook(({ wanted }) => useFetched(['thing'], read, wanted), { wrapper, initialProps: { wanted: false } })
    await comeBack()
    await comeBack()
    signed('signed-out')
    rerender({ wanted: true })
    await comeBack()
    expect(read).not.toHaveBeenCalled()
    signed('signed-in')
    await waitFor(() => expect(read).toHaveBeenCalledTimes(1))
  })
})

test('a list in pages keeps what it has when a further page fails', async () => {
  const pages = jest.fn(async (cursor?: string) => {
    if (cursor === 'b') throw new Error('gone')
    return { items: cursor === undefined ? [1, 2] : [3], next: cursor === undefined ? 'a' : 'b' }
  })
  const { result } = renderHook(() => usePaged(['list'], pages), { wrapper })
  await waitFor(() => expect(result.current.source.data).toEqual([1, 2]))
  act(() => result.current.more())
  await waitFor(() => expect(result.current.source.data).toEqual([1, 2, 3]))
  act(() => result.current.more())
  await waitFor(() => expect(result.current.query.isFetchNextPageError).toBe(true))
  expect(result.current.source).toMatchObject({ data: [1, 2, 3], error: null })
  expect(pages.mock.calls).toEqual([[undefined], ['a'], ['b']])
})
