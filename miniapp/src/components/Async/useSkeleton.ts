import { useEffect, useRef, useState } from 'react'
import { SKELETON_AFTER_MS, skeletonRest } from './model'

/** `blank` before the skeleton is due, `skeleton` while it shows, `done` when the content may appear. */
export type Waiting = 'blank' | 'skeleton' | 'done'

/** Times a skeleton: not before 200 ms of waiting, then for at least 400 ms. */
export function useSkeleton(loading: boolean): Waiting {
  const [visible, setVisible] = useState(false)
  const shownAt = useRef(0)

  useEffect(() => {
    if (loading === visible) return undefined
    const wait = loading ? SKELETON_AFTER_MS : skeletonRest(shownAt.current, Date.now())
    const timer = setTimeout(() => {
      shownAt.current = Date.now()
      setVisible(loading)
    }, wait)
    return () => clearTimeout(timer)
  }, [loading, visible])

  if (visible) return 'skeleton'
  return loading ? 'blank' : 'done'
}
