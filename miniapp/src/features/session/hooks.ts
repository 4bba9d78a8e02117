import type { BindResult } from '@pioneer/shared-types/auth/schemas'
import { useQuery } from '@tanstack/react-query'
import { frozenScan, scanCarried } from '@/features/checkin/frozen'
import { ApiError } from '@/services/http'
import { queryClient } from '@/services/query'
import { acceptMe, refreshMe, signInAsWebDevice, startSession, useSession } from '@/services/session'
import { bind, fetchInfo, unbind, withdrawConsent } from './api'
import { bindBody, isClaimProblem, type WhoForm } from './model'

export const useInfo = () => useQuery({ queryKey: ['info'], queryFn: fetchInfo, staleTime: 600_000 })

/** A browser nobody signed in with becomes a device of its own; in WeChat the login is silent. */
async function haveSession(): Promise<void> {
  if (useSession.getState().phase === 'signed-in') return
  const me = await startSession()
  if (me === null && process.env.TARO_ENV === 'h5') await signInAsWebDevice()
}

/**
 * Says who somebody is, and takes the scan along that waits for it. A scan the service does not take any more must
 * not stop the binding: that answer had no effect, so the same is asked without it.
 */
export async function sayWho(form: WhoForm, entryId: string | undefined): Promise<BindResult> {
  await haveSession()
  const body = bindBody(form)
  const scan = await frozenScan(entryId)
  const { result, carried } = await (async () => {
    if (scan === null) return { result: await bind(body), carried: false }
    try {
      const { claim, verifier, deviceId } = scan
      return { result: await bind({ ...body, claim, verifier, deviceId }), carried: true }
    } catch (error) {
      if (!(error instanceof ApiError) || !isClaimProblem(error.problem.code)) throw error
      return { result: await bind(body), carried: false }
    }
  })()
  // before the session: as soon as somebody is known the outbox sends what waits, and must know that this is news to them
  if (scan !== null && carried) scanCarried(scan.entryId, result.outcome)
  acceptMe(result.me)
  void queryClient.invalidateQueries()
  return result
}

/** Frees this device, or with the consent all devices; what was fetched about the person goes. */
export async function letGo(what: 'device' | 'consent'): Promise<void> {
  await (what === 'device' ? unbind() : withdrawConsent())
  await refreshMe()
  void queryClient.resetQueries()
}
