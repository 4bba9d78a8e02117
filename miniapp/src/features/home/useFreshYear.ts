import type { Home } from '@pioneer/shared-types/home/schemas'
import { useHome } from './hooks'

/** The member's year as it is after an instant (ms by the phone's clock); null until it was fetched since. */
export function useFreshYear(since: number): Home['year'] {
  const { source, fetchedAt } = useHome()
  return fetchedAt >= since ? (source.data?.year ?? null) : null
}
