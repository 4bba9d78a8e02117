import type { FastifyInstance } from 'fastify'
import { IdParams } from '@pioneer/shared-types/common/schemas'
import { ratingRoutes as contract } from '@pioneer/shared-types/ratings/routes'
import { BranchRating, EnterFact, FactEntered, FactParams, IndicatorDetail, IndicatorParams, RatingOverview, RatingQuery, WithdrawFact } from '@pioneer/shared-types/ratings/schemas'
import { mount } from '../../kernel/endpoint'
import type { RatingsModule } from './service'

export function ratingRoutes(app: FastifyInstance, service: RatingsModule): void {
  mount(app, contract.branch, {
    access: { action: 'rating:read', resource: 'org' },
    schema: { params: IdParams, query: RatingQuery, reply: BranchRating },
    summary: 'Stars and score of a branch with every indicator; a group answers for its branch',
    handle: ({ params, query, request }) => service.branch(request.caller, params.id, query.year),
  })
  mount(app, contract.indicator, {
    access: { action: 'rating:read', resource: 'org' },
    schema: { params: IndicatorParams, query: RatingQuery, reply: IndicatorDetail },
    summary: 'What stands behind one indicator: meetings, papers and what was entered',
    handle: ({ params, query, request }) => service.indicator(request.caller, params.id, params.code, query.year),
  })
  mount(app, contract.enter, {
    access: { action: 'facts:enter', resource: 'org' }, status: 201,
    schema: { params: IdParams, body: EnterFact, reply: FactEntered },
    summary: 'Enters a fact with evidence and answers the new score; the same requestKey answers the first fact',
    handle: ({ params, body, request }) => service.enter(request.caller, params.id, body),
  })
  mount(app, contract.withdraw, {
    access: { action: 'facts:enter', resource: 'org' },
    schema: { params: FactParams, body: WithdrawFact, reply: FactEntered },
    summary: 'Takes a fact back with a reason; it stays in the book',
    handle: ({ params, body, request }) => service.withdraw(request.caller, params.id, params.factId, body),
  })
  mount(app, contract.overview, {
    access: { action: 'rating:overview', resource: 'org' },
    schema: { params: IdParams, query: RatingQuery, reply: RatingOverview },
    summary: 'The branches below an organization with stars and movement, in the order of the tree',
    handle: ({ params, query }) => service.overview(params.id, query.year),
  })
}
