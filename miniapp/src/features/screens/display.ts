import type { Display } from './room'

/** What this browser knows of the activity it shows. Browsers only: the token lives as long as the window. */
const KEY = 'xf1:display'

const isDisplay = (value: unknown): value is Display =>
  typeof value === 'object' && value !== null && 'activityId' in value && 'token' in value && typeof value.activityId === 'string' && typeof value.token === 'string'

export const keptDisplay = {
  read: (): Display | null => {
    try {
      const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
      return isDisplay(value) ? value : null
    } catch {
      return null
    }
  },
  write: (display: Display): void => sessionStorage.setItem(KEY, JSON.stringify(display)),
  remove: (): void => sessionStorage.removeItem(KEY),
}

/**
 * Takes over the display token that a link carries after its #. It is removed from the address bar at once: who looks at the projector,
 * or at the history of the room's computer, must not find it.
 */
export function adoptLink({ activity, display }: Record<string, string | undefined>): void {
  if (!activity || !display) return
  keptDisplay.write({ activityId: activity, token: display })
  const { pathname, search, hash } = window.location
  window.history.replaceState(window.history.state, '', pathname + search + hash.replace(/\?.*$/, ''))
}

/** Waits; shorter when the network comes back. Nothing stays behind. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      window.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    window.addEventListener('online', done)
  })
}

interface WakeLockHost {
  wakeLock?: { request: (type: 'screen') => Promise<{ release: () => Promise<void> }> }
}

/** Keeps the projector from going dark, where the browser can; again each time the window comes back into view. */
export function keepAwake(signal: AbortSignal): void {
  const { wakeLock } = navigator as WakeLockHost
  if (!wakeLock) return
  let held: { release: () => Promise<void> } | null = null
  const hold = () => {
    if (document.visibilityState !== 'visible') return
    wakeLock.request('screen').then(
      (lock) => {
        if (signal.aborted) void lock.release()
        else held = lock
      },
      // refused, on low battery say: the screen works all the same
      () => undefined,
    )
  }
  document.addEventListener('visibilitychange', hold)
  signal.addEventListener('abort', () => {
    document.removeEventListener('visibilitychange', hold)
    void held?.release()
  })
  hold()
}
