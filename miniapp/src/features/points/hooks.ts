import { useFetched } from '@/services/query'
import { fetchMyPoints } from './api'

/** One year of points; undefined is the present one. */
export const useMyPoints = (year: number | undefined) => useFetched(['points', year ?? 'now'], () => fetchMyPoints(year))
