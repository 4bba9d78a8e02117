import { useState } from 'react'

/**
 * A long list a part at a time: WeChat draws a page of a thousand nodes at most.
 * @param atOnce how many more are shown at each step
 */
export function useShown<T>(items: readonly T[], atOnce: number): { shown: readonly T[]; left: number; more: () => void } {
  const [count, setCount] = useState(atOnce)
  return { shown: items.slice(0, count), left: Math.max(0, items.length - count), more: () => setCount(count + atOnce) }
}
