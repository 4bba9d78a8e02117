import { useEffect, useState } from 'react'

/** From this width on a table has room, px. */
const WIDE = '(min-width: 1000px)'

/** Whether a browser's window has room for a table; never in WeChat. */
export function useWide(): boolean {
  const media = process.env.TARO_ENV === 'h5' ? window.matchMedia(WIDE) : null
  const [wide, setWide] = useState(media?.matches ?? false)
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5') return undefined
    // older browsers tell nothing of a changed media query, all of them of a changed window
    const follow = () => setWide(window.matchMedia(WIDE).matches)
    window.addEventListener('resize', follow)
    return () => window.removeEventListener('resize', follow)
  }, [])
  return wide
}
