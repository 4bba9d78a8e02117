import { queryClient, useFetched } from '@/services/query'
import { fetchManaged } from '../screens/api'

/** Meetings this person runs, drafts included. */
export const useManaged = () => useFetched(['managed'], fetchManaged)

export const refreshDesk = (): Promise<unknown> =>
  Promise.all(['home', 'managed', 'missing', 'duties'].map((name) => queryClient.invalidateQueries({ queryKey: [name] })))
