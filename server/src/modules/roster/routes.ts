import type { FastifyInstance } from 'fastify'
import { IdParams } from '@pioneer/shared-types/common/schemas'
import { rosterRoutes as contract } from '@pioneer/shared-types/roster/routes'
import { PreviewParams, RosterApplied, RosterPreview } from '@pioneer/shared-types/roster/schemas'
import { mount } from '../../kernel/endpoint'
import { ProblemError } from '../../kernel/problems'
import type { RosterService } from './service'

/** The largest workbook, bytes. */
const BODY_LIMIT = 10 * 1024 * 1024
const WORKBOOK_TYPES = ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/octet-stream']

export function rosterRoutes(app: FastifyInstance, service: RosterService): void {
  // In a scope of its own: only these routes take workbooks.
  app.register(async (scope) => {
    scope.addContentTypeParser(WORKBOOK_TYPES, { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) => { done(null, body) })
    mount(scope, contract.preview, {
      access: { action: 'roster:apply', resource: 'org' },
      schema: { params: IdParams, reply: RosterPreview },
      summary: 'Reads a workbook (the body) and shows what applying it would change',
      bodyLimit: BODY_LIMIT,
      handle: async ({ request, params }) => {
        if (!Buffer.isBuffer(request.body)) throw new ProblemError('unsupported-media', { title: '请上传 .xlsx 表格' })
        return service.preview(params.id, request.body)
      },
    })
    mount(scope, contract.apply, {
      access: { action: 'roster:apply', resource: 'org' },
      schema: { params: PreviewParams, reply: RosterApplied },
      summary: 'Applies a preview whole or not at all; repeating it answers the first result',
      handle: ({ request, params }) => service.apply(request.caller, params.id, params.previewId),
    })
  })
}
