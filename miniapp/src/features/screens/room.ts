import type { CollectedPairing, PairingOffer, ScreenState } from '@pioneer/shared-types/screens/schemas'
import { ApiError } from '@/services/http/errors'
import { restAfter, retryDelay } from './model'

/** What lets a display read one activity. */
export interface Display {
  activityId: string
  token: string
}

export interface RoomState {
  /** Shown while nobody has paired it. */
  offer: PairingOffer | null
  screen: ScreenState | null
  /** The service's clock minus this computer's, ms. */
  offset: number
  /** The service does not answer; it is asked again by itself. */
  lost: boolean
  /** Why the screen has to be paired again. */
  said: string | null
}

export const STARTING: RoomState = { offer: null, screen: null, offset: 0, lost: false, said: null }

export interface RoomDeps {
  offer: (signal: AbortSignal) => Promise<PairingOffer>
  collect: (offer: PairingOffer, signal: AbortSignal) => Promise<CollectedPairing>
  state: (display: Display, since: string | undefined, signal: AbortSignal) => Promise<ScreenState>
  /** What survives a reload. */
  kept: { read: () => Display | null; write: (display: Display) => void; remove: () => void }
  now: () => number
  /** Resolves after the time, when the network is back, or when the signal says so. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  show: (change: Partial<RoomState>) => void
}

/** Neither a pairing that ran out nor a display that is over: nothing was decided, ask again. */
const decided = (error: unknown): error is ApiError => error instanceof ApiError && [401, 403, 404, 410].includes(error.status)

/**
 * The life of the screen: wait to be paired, show one activity until its token is over, wait again. One request at a
 * time; ends when the signal says so.
 */
export async function runRoom(deps: RoomDeps, signal: AbortSignal): Promise<void> {
  let display = deps.kept.read()
  while (!signal.aborted) {
    if (display === null) {
      display = await untilPaired(deps, signal)
      if (display) deps.kept.write(display)
    } else {
      await untilOver(deps, display, signal)
      // leaving the page is not the end of the token
      if (signal.aborted) return
      deps.kept.remove()
      display = null
    }
  }
}

/** Counts failures and waits longer after each. */
function patience(deps: RoomDeps, signal: AbortSignal) {
  let failures = 0
  return {
    well: () => {
      if (failures > 0) deps.show({ lost: false })
      failures = 0
    },
    failed: async () => {
      failures += 1
      deps.show({ lost: true })
      await deps.sleep(retryDelay(failures), signal)
    },
  }
}

async function untilPaired(deps: RoomDeps, signal: AbortSignal): Promise<Display | null> {
  const patient = patience(deps, signal)
  let offer: PairingOffer | null = null
  while (!signal.aborted) {
    const askedAt = deps.now()
    try {
      if (offer === null) {
        offer = await deps.offer(signal)
        patient.well()
        deps.show({ offer, screen: null, lost: false })
        continue
      }
      const { activityId, displayToken } = await deps.collect(offer, signal)
      patient.well()
      if (activityId !== null && displayToken !== null) return { activityId, token: displayToken }
      await deps.sleep(restAfter(false, deps.now() - askedAt), signal)
    } catch (error) {
      if (signal.aborted) return null
      if (decided(error) && offer !== null) offer = null
      else await patient.failed()
    }
  }
  return null
}

async function untilOver(deps: RoomDeps, display: Display, signal: AbortSignal): Promise<void> {
  const patient = patience(deps, signal)
  let since: string | undefined
  while (!signal.aborted) {
    const askedAt = deps.now()
    try {
      const screen = await deps.state(display, since, signal)
      if (signal.aborted) return
      patient.well()
      const news = screen.rev !== since
      const offset = Date.parse(screen.serverTime) - deps.now()
      deps.show(news ? { screen, offset, offer: null, said: null, lost: false } : { offset })
      since = screen.rev
      await deps.sleep(restAfter(news, deps.now() - askedAt), signal)
    } catch (error) {
      if (signal.aborted) return
      if (decided(error)) {
        deps.show({ screen: null, lost: false, said: error.problem.title })
        return
      }
      // once it answers again it shall say so at once, not with the next change
      since = undefined
      await patient.failed()
    }
  }
}
