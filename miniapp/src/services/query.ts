import { QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useDidShow } from '@tarojs/taro'
import { useRef } from 'react'
import { NetworkError } from './http'
import { useNetwork } from './network'
import { useSession } from './session'

/** What was fetched is fresh for so long. */
const FRESH_MS = 10_000

/** The cache of what was fetched. Reading may be tried twice when the network failed; changing anything never by itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: FRESH_MS,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (failures, error) => failures < 1 && error instanceof NetworkError,
      retryDelay: 600,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

// what one person saw is nothing for the next who signs in on this phone
useSession.subscribe(({ me }, before) => {
  if (before.me !== null && me?.accountId !== before.me.accountId) queryClient.clear()
})

// what could not be had for want of a network is fetched as soon as there is one; what is shown stays as it is
useNetwork.subscribe(({ online }, before) => {
  if (online && !before.online) void queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => state.error instanceof NetworkError })
})

/** Fetches again when the page comes back into view. */
export function useRefreshOnShow(refetch: () => unknown): void {
  const first = useRef(true)
  useDidShow(() => {
    if (first.current) first.current = false
    else refetch()
  })
}

const useSignedIn = () => useSession((state) => state.phase === 'signed-in')

/**
 * Reads something for whoever is signed in: when a page opens, and again when it comes back into view.
 * @param wanted false while it is not known yet what to ask for
 */
export function useFetched<T>(queryKey: readonly unknown[], read: () => Promise<T>, wanted = true) {
  const enabled = useSignedIn() && wanted
  const query = useQuery({ queryKey, queryFn: () => read(), enabled })
  // asked for by hand, a query that is switched off would be sent all the same
  useRefreshOnShow(() => enabled && query.refetch())
  return query
}

/** What the service hands out in pages. */
interface ListPage {
  items: readonly unknown[]
  next: string | null
}

/** The same for a list that comes page by page; `source` keeps the list when only a further page failed. */
export function usePaged<P extends ListPage>(queryKey: readonly unknown[], fetchPage: (cursor?: string) => Promise<P>) {
  const enabled = useSignedIn()
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
  })
  useRefreshOnShow(() => enabled && query.refetch())
  const items = query.data?.pages.flatMap((page): ReadonlyArray<P['items'][number]> => page.items)
  const more = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
  }
  const source = { data: items, error: query.isFetchNextPageError ? null : query.error, refetch: query.refetch }
  return { query, first: query.data?.pages[0], source, more }
}
