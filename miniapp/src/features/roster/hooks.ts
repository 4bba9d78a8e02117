import { useQuery } from '@tanstack/react-query'
import { useSession } from '@/services/session'
import { fetchNames, fetchOrgs } from './api'

/** Names change rarely, and each look at them leaves a trace. */
const NAMES_FRESH_MS = 5 * 60_000

export function useNames(orgId: string | null, wanted = true) {
  return useQuery({
    queryKey: ['names', orgId],
    queryFn: () => fetchNames(orgId ?? ''),
    enabled: orgId !== null && wanted,
    staleTime: NAMES_FRESH_MS,
  })
}

/** Organizations this person may know of, parents before children. */
export function useOrgs() {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const accountId = useSession((state) => state.me?.accountId)
  return useQuery({ queryKey: ['orgs', accountId], queryFn: fetchOrgs, enabled: signedIn, staleTime: NAMES_FRESH_MS })
}
