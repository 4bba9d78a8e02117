import { useEffect, useState } from 'react'

/** From this width on a table has room, px. */
const WIDE = '(min-width: 1000px)'

/** Whether a browser's window has room for a table; never in WeChat. */
export function useWide(): boolean {
  const media = process.env.TARO_ENV === 'h5' ? window.matchMedia(WIDE) : null
  const [wide, setWide] = useState(media?.matches ?? false)
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5') return undefined
    const query = window.matchMedia(WIDE)
    const follow = () => setWide(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  return wide
}
