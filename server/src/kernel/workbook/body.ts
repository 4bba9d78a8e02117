import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ProblemError } from '../problems'

/** The largest workbook, bytes. */
export const WORKBOOK_LIMIT = 10 * 1024 * 1024
const WORKBOOK_TYPES = ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/octet-stream']

/** Lets the routes of this scope take a workbook as their body. */
export function takeWorkbooks(scope: FastifyInstance): void {
  scope.addContentTypeParser(WORKBOOK_TYPES, { parseAs: 'buffer', bodyLimit: WORKBOOK_LIMIT }, (_request, body, done) => { done(null, body) })
}

/** The workbook a request carries. Throws unsupported-media when it carries something else. */
export function workbookOf(request: FastifyRequest): Buffer {
  if (!Buffer.isBuffer(request.body)) throw new ProblemError('unsupported-media', { title: '请上传 .xlsx 表格' })
  return request.body
}
