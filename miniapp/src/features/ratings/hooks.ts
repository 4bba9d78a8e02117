import type { FactEntered } from '@pioneer/shared-types/ratings/schemas'
import { useQuery } from '@tanstack/react-query'
import { queryClient, useRefreshOnShow } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchIndicator, fetchOverview, fetchRating } from './api'

const keys = {
  rating: (accountId: string | undefined, orgId: string) => ['rating', accountId, orgId],
  indicator: (accountId: string | undefined, orgId: string, code: string) => ['indicator', accountId, orgId, code],
  overview: (accountId: string | undefined, orgId: string) => ['ratings', accountId, orgId],
}

const useReader = () => {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const accountId = useSession((state) => state.me?.accountId)
  return { signedIn, accountId }
}

/** 支部星级 of a branch as it stands now. */
export function useRating(orgId: string) {
  const { signedIn, accountId } = useReader()
  const query = useQuery({ queryKey: keys.rating(accountId, orgId), queryFn: () => fetchRating(orgId), enabled: signedIn && orgId !== '' })
  useRefreshOnShow(() => signedIn && orgId !== '' && query.refetch())
  return query
}

/** Everything behind one indicator. */
export function useIndicator(orgId: string, code: string) {
  const { signedIn, accountId } = useReader()
  const known = signedIn && orgId !== '' && code !== ''
  const query = useQuery({ queryKey: keys.indicator(accountId, orgId, code), queryFn: () => fetchIndicator(orgId, code), enabled: known })
  useRefreshOnShow(() => known && query.refetch())
  return query
}

/** The branches below an organization with stars and movement. */
export function useOverview(orgId: string) {
  const { signedIn, accountId } = useReader()
  const query = useQuery({ queryKey: keys.overview(accountId, orgId), queryFn: () => fetchOverview(orgId), enabled: signedIn && orgId !== '' })
  useRefreshOnShow(() => signedIn && orgId !== '' && query.refetch())
  return query
}

/** Takes over the new score that came with an answer, and reads again what else shows it. */
export async function acceptRating({ rating }: FactEntered): Promise<void> {
  const accountId = useSession.getState().me?.accountId
  queryClient.setQueryData(keys.rating(accountId, rating.orgId), rating)
  await Promise.all(['indicator', 'ratings', 'home'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })))
}
