import { act, renderHook } from '@testing-library/react'
import { useShown } from '@/components/useShown'

test('a long list is shown a part at a time', () => {
  const items = Array.from({ length: 45 }, (_, index) => index)
  const { result } = renderHook(() => useShown(items, 20))
  const seen = () => [result.current.shown.length, result.current.left]
  expect(seen()).toEqual([20, 25])
  act(() => result.current.more())
  expect(seen()).toEqual([40, 5])
  act(() => result.current.more())
  expect(seen()).toEqual([45, 0])
})
