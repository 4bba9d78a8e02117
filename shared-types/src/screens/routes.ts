import { route } from '../common/route'
import type { IdParams } from '../common/schemas'
import type { CollectedPairing, CollectPairing, PairedScreen, PairingOffer, PairScreen, ScreenQuery, ScreenState } from './schemas'

export const screenRoutes = {
  /** A display without login asks to be paired. */
  offer: route<{ reply: PairingOffer }>('POST', '/screens'),
  /** The waiting display asks whether somebody has paired it (long poll). */
  collect: route<{ body: CollectPairing; reply: CollectedPairing }>('POST', '/screens/collect'),
  pair: route<{ params: IdParams; body: PairScreen; reply: PairedScreen }>('POST', '/activities/:id/screens'),
  /** Long poll: answers at once when `since` is not the present revision, else when something changes or after 25 s. */
  state: route<{ params: IdParams; query: ScreenQuery; reply: ScreenState }>('GET', '/activities/:id/screen'),
} as const
