import { QueryClient } from '@tanstack/react-query'
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
