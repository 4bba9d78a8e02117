import type { FactEntered } from '@pioneer/shared-types/ratings/schemas'
import { queryClient, useFetched } from '@/services/query'
import { fetchIndicator, fetchOverview, fetchRating } from './api'

const ratingKey = (orgId: string) => ['rating', orgId]

/** 支部星级 of a branch as it stands now. */
export const useRating = (orgId: string) => useFetched(ratingKey(orgId), () => fetchRating(orgId), orgId !== '')

/** Everything behind one indicator. */
export const useIndicator = (orgId: string, code: string) => useFetched(['indicator', orgId, code], () => fetchIndicator(orgId, code), orgId !== '' && code !== '')

/** The branches below an organization with stars and movement. */
export const useOverview = (orgId: string) => useFetched(['ratings', orgId], () => fetchOverview(orgId), orgId !== '')

/** Takes over the new score that came with an answer, and reads again what else shows it. */
export async function acceptRating({ rating }: FactEntered): Promise<void> {
  queryClient.setQueryData(ratingKey(rating.orgId), rating)
  await Promise.all(['indicator', 'ratings', 'home'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })))
}
