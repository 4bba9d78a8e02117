import { activityRoutes } from '@pioneer/shared-types/activities/routes'
import type { ActivityPage } from '@pioneer/shared-types/activities/schemas'
import { screenRoutes } from '@pioneer/shared-types/screens/routes'
import type { CollectedPairing, PairedScreen, PairingOffer, ScreenState } from '@pioneer/shared-types/screens/schemas'
import { http } from '@/services/http'
import { createHttpClient } from '@/services/http/client'
import { taroTransport } from '@/services/http/transport'
import type { Display } from './room'

/** The service answers long polls after 25 s at the latest. */
const LONG_POLL_MS = 35_000

export const askForPairing = (signal: AbortSignal): Promise<PairingOffer> => http.call(screenRoutes.offer, {}, { anonymous: true, signal })

export const collectPairing = ({ pairing, secret }: PairingOffer, signal: AbortSignal): Promise<CollectedPairing> =>
  http.call(screenRoutes.collect, { body: { pairing, secret } }, { anonymous: true, signal, timeoutMs: LONG_POLL_MS })

/** What the room sees, read with the display's own token, whoever is signed in in this browser. */
export const fetchScreen = ({ activityId, token }: Display, since: string | undefined, signal: AbortSignal): Promise<ScreenState> =>
  createHttpClient(SERVICE_ORIGIN, taroTransport, { token: () => `display.${token}`, renew: () => Promise.resolve(null) }).call(
    screenRoutes.state,
    { params: { id: activityId }, query: { since } },
    { signal, timeoutMs: LONG_POLL_MS },
  )

/** Pairs the display that shows this code; saying it twice is the same. Without a code: a link for the room's computer. */
export const pairScreen = (activityId: string, pairing?: string): Promise<PairedScreen> =>
  http.call(screenRoutes.pair, { params: { id: activityId }, body: { pairing } })

export const fetchManaged = (): Promise<ActivityPage> => http.call(activityRoutes.list, { query: { scope: 'manage', limit: 50 } })
