import { ratingRoutes } from '@pioneer/shared-types/ratings/routes'
import type { BranchRating, EnterFact, FactEntered, IndicatorDetail, RatingOverview } from '@pioneer/shared-types/ratings/schemas'
import { http } from '@/services/http'

export const fetchRating = (orgId: string): Promise<BranchRating> => http.call(ratingRoutes.branch, { params: { id: orgId }, query: {} })

export const fetchIndicator = (orgId: string, code: string): Promise<IndicatorDetail> => http.call(ratingRoutes.indicator, { params: { id: orgId, code }, query: {} })

/** The same requestKey answers the first result: a lost reply enters nothing twice. */
export const enterFact = (orgId: string, body: EnterFact): Promise<FactEntered> => http.call(ratingRoutes.enter, { params: { id: orgId }, body })

/** Withdrawing what is withdrawn changes nothing. */
export const withdrawFact = (orgId: string, factId: string, reason: string): Promise<FactEntered> =>
  http.call(ratingRoutes.withdraw, { params: { id: orgId, factId }, body: { reason } })

export const fetchOverview = (orgId: string): Promise<RatingOverview> => http.call(ratingRoutes.overview, { params: { id: orgId }, query: {} })
