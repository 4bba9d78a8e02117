import Ajv, { type ValidateFunction } from 'ajv'
import type { LightMyRequestResponse } from 'fastify'
import { PROBLEMS, type ProblemCode } from '@pioneer/shared-types/constants'
import type { Operation } from './world'

const FIELDS = new Set(['type', 'title', 'status', 'code', 'detail', 'requestId', 'fields', 'opensAt', 'retryAfterSeconds', 'currentVersion'])
/** Words of programs, files and other people's errors. */
const INSIDE = /node_modules|\.(ts|js):\d|\bat \w+[.(]|Mongo|mongoose|Cast to|ENOENT|SyntaxError|TypeError|undefined|\[object/

const ajv = new Ajv({ strict: false })
const validators = new Map<object, ValidateFunction>()

/** Whether a body is what the document says of this status. */
function fits(body: unknown, documented: Operation['responses'][string] | undefined): boolean {
  const schema = documented?.content?.['application/json']?.schema
  if (!schema) return true
  const validate = validators.get(schema) ?? ajv.compile(schema)
  validators.set(schema, validate)
  return validate(body)
}

/** What is wrong with an answer, by the contract: null when nothing is. */
export function faultOf(reply: LightMyRequestResponse, operation: Operation | undefined): string | null {
  const { statusCode: status, body } = reply
  const told = (what: string): string => `${what}: ${status} ${body.slice(0, 300)}`
  if (status >= 500) return told('broken')
  if (operation && !(status in operation.responses)) return told('not declared')
  if (status < 400) return fits(reply.json(), operation?.responses[status]) ? null : told('not as documented')
  if (!String(reply.headers['content-type']).startsWith('application/problem+json')) return told(`no problem but ${String(reply.headers['content-type'])}`)
  const problem = reply.json<Record<string, unknown>>()
  const code = problem['code'] as ProblemCode
  if (PROBLEMS[code]?.[0] !== status || problem['status'] !== status || problem['type'] !== `/problems/${code}`) return told('unknown code')
  if (typeof problem['title'] !== 'string' || !/[一-龥]/.test(problem['title'])) return told('no title')
  if (typeof problem['requestId'] !== 'string' || problem['requestId'] === '') return told('no request id')
  if (Object.keys(problem).some((key) => !FIELDS.has(key))) return told('more than a problem')
  return INSIDE.test(body) ? told('shows the inside') : null
}
