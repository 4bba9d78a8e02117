import { useQuery } from '@tanstack/react-query'
import { usePaged } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchAccessLog, fetchExport, fetchMyAttendance, fetchMyData } from './api'

const useSignedIn = () => useSession((state) => state.phase === 'signed-in')

/** My attendance, newest first, page by page. */
export const useMyAttendance = () => usePaged(['my-attendance'], fetchMyAttendance)

/** What is kept about me. */
export function useMyData() {
  const signedIn = useSignedIn()
  return useQuery({ queryKey: ['my-data'], queryFn: fetchMyData, enabled: signedIn })
}

/** Who looked at my record. */
export function useAccessLog() {
  const signedIn = useSignedIn()
  return useQuery({ queryKey: ['access-log'], queryFn: fetchAccessLog, enabled: signedIn })
}

/** All of it, fetched when it is asked for and not kept in memory afterwards. */
export const useExport = (wanted: boolean) =>
  useQuery({ queryKey: ['my-export'], queryFn: fetchExport, enabled: wanted, staleTime: 0, gcTime: 0 })
