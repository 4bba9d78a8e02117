import { useEffect, useState } from 'react'
import { askForPairing, collectPairing, fetchScreen } from './api'
import { adoptLink, keepAwake, keptDisplay, sleep } from './display'
import { runRoom, STARTING, type RoomState } from './room'

/** The life of the screen, as long as the page stands. */
export function useRoom(params: Record<string, string | undefined>): RoomState {
  const [state, setState] = useState(STARTING)
  const { activity, display } = params
  useEffect(() => {
    const end = new AbortController()
    adoptLink({ activity, display })
    keepAwake(end.signal)
    void runRoom(
      {
        offer: askForPairing,
        collect: collectPairing,
        state: fetchScreen,
        kept: keptDisplay,
        now: () => Date.now(),
        sleep,
        show: (change) => setState((before) => ({ ...before, ...change })),
      },
      end.signal,
    )
    return () => end.abort()
  }, [activity, display])
  return state
}

/** The present instant by the service's clock, ms, renewed as each second begins. */
export function useSeconds(offset: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      setNow(Date.now())
      const sinceSecond = (Date.now() + offset) % 1000
      timer = setTimeout(tick, 1005 - (sinceSecond < 0 ? sinceSecond + 1000 : sinceSecond))
    }
    tick()
    return () => clearTimeout(timer)
  }, [offset])
  return now + offset
}
