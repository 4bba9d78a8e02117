import { useQuery } from '@tanstack/react-query'
import { queryClient, useRefreshOnShow } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchManaged } from '../screens/api'

/** Meetings this person runs, drafts included. */
export function useManaged() {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const accountId = useSession((state) => state.me?.accountId)
  const query = useQuery({ queryKey: ['managed', accountId], queryFn: fetchManaged, enabled: signedIn })
  useRefreshOnShow(query.refetch)
  return query
}

export const refreshDesk = (): Promise<unknown> =>
  Promise.all(['home', 'managed', 'missing', 'duties'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })))
