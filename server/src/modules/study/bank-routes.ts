import type { FastifyInstance } from 'fastify'
import { IdParams } from '@pioneer/shared-types/common/schemas'
import { bankRoutes as contract } from '@pioneer/shared-types/study/routes'
import { BankImport, BankImportParams, BankList, BankPreview, BankPreviewQuery, ReviewImport } from '@pioneer/shared-types/study/schemas'
import type { Access } from '../../kernel/access'
import { mount } from '../../kernel/endpoint'
import { WORKBOOK_LIMIT, takeWorkbooks, workbookOf } from '../../kernel/workbook/body'
import type { BankDesk } from './bank-types'

const WRITE: Access = { action: 'bank:write', resource: 'org' }
const REVIEW: Access = { action: 'bank:review', resource: 'org' }

/** Import and review of question banks. */
export function bankRoutes(app: FastifyInstance, desk: BankDesk): void {
  mount(app, contract.list, {
    access: WRITE,
    summary: 'Banks an organization may draw from, and imports that wait or were decided lately',
    schema: { params: IdParams, reply: BankList },
    handle: ({ request, params }) => desk.list(request.caller, params.id),
  })
  // In a scope of its own: only this route takes workbooks.
  app.register(async (scope) => {
    takeWorkbooks(scope)
    mount(scope, contract.preview, {
      access: WRITE,
      summary: 'Reads a workbook (the body) and shows what it would add to a bank',
      schema: { params: IdParams, query: BankPreviewQuery, reply: BankPreview },
      bodyLimit: WORKBOOK_LIMIT,
      handle: ({ request, params, query }) => desk.preview(request.caller, params.id, query, workbookOf(request)),
    })
  })
  mount(app, contract.apply, {
    access: WRITE,
    summary: 'Hands a preview in for review; repeating it answers the import as it is',
    schema: { params: BankImportParams, reply: BankImport },
    handle: ({ request, params }) => desk.apply(request.caller, params.id, params.importId),
  })
  mount(app, contract.import, {
    // With keys: for those who review; those who import brought them.
    access: REVIEW,
    summary: 'The questions of an import with their keys',
    schema: { params: BankImportParams, reply: BankImport },
    handle: ({ request, params }) => desk.import(request.caller, params.id, params.importId),
  })
  mount(app, contract.review, {
    access: REVIEW,
    summary: 'Approves or rejects an import; never by those who brought it',
    schema: { params: BankImportParams, body: ReviewImport, reply: BankImport },
    handle: ({ request, params, body }) => desk.review(request.caller, params.id, params.importId, body),
  })
}
