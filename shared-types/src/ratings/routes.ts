import { route } from '../common/route'
import type { IdParams } from '../common/schemas'
import type { BranchRating, EnterFact, FactEntered, FactParams, IndicatorDetail, IndicatorParams, RatingOverview, RatingQuery, WithdrawFact } from './schemas'

export const ratingRoutes = {
  branch: route<{ params: IdParams; query: RatingQuery; reply: BranchRating }>('GET', '/orgs/:id/rating'),
  indicator: route<{ params: IndicatorParams; query: RatingQuery; reply: IndicatorDetail }>('GET', '/orgs/:id/rating/indicators/:code'),
  enter: route<{ params: IdParams; body: EnterFact; reply: FactEntered }>('POST', '/orgs/:id/facts'),
  withdraw: route<{ params: FactParams; body: WithdrawFact; reply: FactEntered }>('POST', '/orgs/:id/facts/:factId/withdraw'),
  overview: route<{ params: IdParams; query: RatingQuery; reply: RatingOverview }>('GET', '/orgs/:id/ratings'),
} as const
