import { clockOffset, useNow } from '@/services/now'
import { useFetched } from '@/services/query'
import { fetchStudy } from './api'

/** 学习 in one request, and the service's time beside it. */
export function useStudy() {
  const query = useFetched(['study', 'home'], fetchStudy)
  return { query, now: useNow(clockOffset(query.data?.serverTime, query.dataUpdatedAt)) }
}
