import { useEffect, useState } from 'react'

const TICK_MS = 10_000

/**
 * The present instant in ms, renewed every ten seconds: a page that is open when signing in opens shows it.
 * @param offset service's clock minus the phone's, in ms
 */
export function useNow(offset = 0): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now + offset
}

/** How far the service's clock is ahead of the phone's; a second or two is the way the answer took. */
export function clockOffset(serverTime: string | undefined, receivedAt: number): number {
  const offset = serverTime === undefined || receivedAt === 0 ? 0 : Date.parse(serverTime) - receivedAt
  return Math.abs(offset) < 3_000 ? 0 : offset
}
