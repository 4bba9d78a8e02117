import type { BindingRequest } from '@pioneer/shared-types/auth/schemas'
import { useQueries } from '@tanstack/react-query'
import { queryClient, useRefreshOnShow } from '@/services/query'
import { useSession } from '@/services/session'
import { secretaryAt } from '../roster/model'
import { fetchBindings } from './api'

export interface PlacedRequest extends BindingRequest {
  branchId: string
}

/** Requests at every branch this person is secretary of, or at one. */
export function useBindings(orgId: string | undefined) {
  const me = useSession((state) => state.me)
  const places = secretaryAt(me).filter(({ id }) => orgId === undefined || id === orgId)
  const queries = useQueries({
    queries: places.map(({ id }) => ({ queryKey: ['bindings', id], queryFn: () => fetchBindings(id) })),
  })
  const refetch = () => Promise.all(queries.map((query) => query.refetch()))
  useRefreshOnShow(refetch)
  const complete = queries.every(({ data }) => data !== undefined)
  const data: PlacedRequest[] | undefined = complete
    ? queries.flatMap((query, index) => (query.data?.items ?? []).map((item) => ({ ...item, branchId: places[index]?.id ?? '' })))
    : undefined
  return { data: me ? data : undefined, error: queries.find(({ error }) => error)?.error ?? null, refetch }
}

/** After a decision: the list, and what counts it. */
export async function refreshBindings(): Promise<void> {
  await Promise.all(['bindings', 'home', 'missing', 'roll'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })))
}
