import type { FastifyInstance } from 'fastify'
import { IdParams } from '@pioneer/shared-types/common/schemas'
import { pointsRoutes as contract } from '@pioneer/shared-types/points/routes'
import { MemberPoints, MyPoints, MyPointsQuery } from '@pioneer/shared-types/points/schemas'
import { yearOf } from '../../kernel/calendar'
import type { Clock } from '../../kernel/clock'
import { mount } from '../../kernel/endpoint'
import { ProblemError } from '../../kernel/problems'
import type { AuditService } from '../audit/types'
import type { MembersService } from '../members/types'
import type { PointsService } from './types'

/** Endpoints of the ledger. Looking at another's points leaves a trace. */
export function pointsRoutes(app: FastifyInstance, points: PointsService, deps: { clock: Clock; members: MembersService; audit: AuditService }): void {
  mount(app, contract.mine, {
    access: { action: 'own:record', resource: 'self' },
    summary: 'My points of a year: totals by heading with 本年可得, and every line',
    schema: { query: MyPointsQuery, reply: MyPoints },
    handle: async ({ query, request }) => {
      const { memberId } = request.caller
      if (memberId === null) throw new ProblemError('not-bound')
      const now = deps.clock.now()
      return points.year(memberId, query.year ?? yearOf(now), now)
    },
  })

  mount(app, contract.member, {
    access: { action: 'points:read', resource: 'member' },
    summary: 'Points of a member, for those who may read them; leaves a trace',
    schema: { params: IdParams, query: MyPointsQuery, reply: MemberPoints },
    handle: async ({ params, query, request }) => {
      const now = deps.clock.now()
      const member = await deps.members.get(params.id)
      const year = await points.year(params.id, query.year ?? yearOf(now), now)
      if (request.caller.memberId !== params.id) await deps.audit.viewed(request.caller, { list: `points:${params.id}`, what: '积分明细', memberId: params.id, orgId: member.branchId.toHexString() })
      return { memberId: params.id, name: member.name, ...year }
    },
  })
}
