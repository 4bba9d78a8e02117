import type { CollectedPairing, CollectPairing, PairedScreen, PairingOffer, PairScreen, ScreenState } from '@pioneer/shared-types/screens/schemas'
import type { Caller } from '../../kernel/access'

/** The screen in the room (会场大屏): paired for one activity, read-only, without names. */
export interface ScreensService {
  /** A display without login asks to be paired. Throws rate-limited when too many ask at once. */
  offer(): Promise<PairingOffer>
  /** The display waits, up to 25 s, until somebody has paired it. A retry gets the same token. Throws pairing-expired. */
  collect(body: CollectPairing, gone: AbortSignal): Promise<CollectedPairing>
  /** Pairs a waiting display, or makes a link for the room's computer. Throws pairing-expired, activity-state. */
  pair(caller: Caller, activityId: string, body: PairScreen): Promise<PairedScreen>
  /** What the room sees; waits up to 25 s while it still is `since`. */
  state(activityId: string, since: string | undefined, gone: AbortSignal): Promise<ScreenState>
  /** Which screen a display token belongs to (without the `display.` it is sent with); null when it is unknown or over. */
  displayOf(token: string): Promise<{ screenId: string; activityId: string } | null>
  /** The counts of an activity may have changed in this process. */
  nudge(activityId: string): void
  /** Answers everybody who waits, at once, and takes no more: before the server closes. */
  stop(): void
}
