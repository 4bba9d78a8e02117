import type { FastifyInstance } from 'fastify'
import { IdParams } from '@pioneer/shared-types/common/schemas'
import { dutyRoutes as contract } from '@pioneer/shared-types/duties/routes'
import { DutyBoard, DutyQuery } from '@pioneer/shared-types/duties/schemas'
import { monthOf, yearOf } from '../../kernel/calendar'
import type { Clock } from '../../kernel/clock'
import { mount } from '../../kernel/endpoint'
import type { DutiesService } from './types'

export function dutyRoutes(app: FastifyInstance, service: DutiesService, deps: { clock: Clock }): void {
  mount(app, contract.board, {
    access: { action: 'duties:read', resource: 'org' },
    schema: { params: IdParams, query: DutyQuery, reply: DutyBoard },
    summary: 'What a branch has to hold in a quarter and how far it is; a group answers for its branch',
    handle: ({ params, query }) => {
      const now = deps.clock.now()
      return service.board(params.id, query.year ?? yearOf(now), query.quarter ?? Math.ceil(monthOf(now) / 3), now)
    },
  })
}
