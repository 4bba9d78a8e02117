import type { FastifyInstance } from 'fastify'
import { IdParams } from '@pioneer/shared-types/common/schemas'
import { rosterRoutes as contract } from '@pioneer/shared-types/roster/routes'
import { PreviewParams, RosterApplied, RosterPreview } from '@pioneer/shared-types/roster/schemas'
import { mount } from '../../kernel/endpoint'
import { WORKBOOK_LIMIT, takeWorkbooks, workbookOf } from '../../kernel/workbook/body'
import type { RosterService } from './service'

export function rosterRoutes(app: FastifyInstance, service: RosterService): void {
  // In a scope of its own: only these routes take workbooks.
  app.register(async (scope) => {
    takeWorkbooks(scope)
    mount(scope, contract.preview, {
      access: { action: 'roster:apply', resource: 'org' },
      schema: { params: IdParams, reply: RosterPreview },
      summary: 'Reads a workbook (the body) and shows what applying it would change',
      bodyLimit: WORKBOOK_LIMIT,
      handle: ({ request, params }) => service.preview(params.id, workbookOf(request)),
    })
    mount(scope, contract.apply, {
      access: { action: 'roster:apply', resource: 'org' },
      schema: { params: PreviewParams, reply: RosterApplied },
      summary: 'Applies a preview whole or not at all; repeating it answers the first result',
      handle: ({ request, params }) => service.apply(request.caller, params.id, params.previewId),
    })
  })
}
