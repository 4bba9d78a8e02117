import { useQuery } from '@tanstack/react-query'
import { queryClient, useFetched } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchBanks, fetchImport, handInBank, reviewImport } from './api'

/** Banks an organization may draw from, and its imports. */
export const useBanks = (orgId: string) => useFetched(['banks', orgId], () => fetchBanks(orgId), orgId !== '')

const importKey = (orgId: string, importId: string) => ['bank-import', orgId, importId]

/** An import with the keys of its questions. */
export function useImported(orgId: string, importId: string) {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  return useQuery({ queryKey: importKey(orgId, importId), queryFn: () => fetchImport(orgId, importId), enabled: signedIn && orgId !== '' && importId !== '' })
}

const refreshBanks = () => Promise.all(['banks', 'drawn', 'home'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })))

/** Hands a preview in; answers how many questions wait now. */
export async function handIn(orgId: string, previewId: string): Promise<number> {
  const imported = await handInBank(orgId, previewId)
  queryClient.setQueryData(importKey(orgId, previewId), imported)
  await refreshBanks()
  return imported.questions
}

/** Approves, or rejects with a reason; answers what stands now, which somebody else may have decided. */
export async function decide(orgId: string, importId: string, reason: string | null): Promise<'pending' | 'approved' | 'rejected'> {
  const decided = await reviewImport(orgId, importId, reason === null ? { decision: 'approve' } : { decision: 'reject', reason })
  queryClient.setQueryData(importKey(orgId, importId), decided)
  await refreshBanks()
  return decided.state
}
