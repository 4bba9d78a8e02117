import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from '@sinclair/typebox'
import { API_PREFIX, type Route, type Shape } from '@pioneer/shared-types/common/route'
import { Problem, Strict } from '@pioneer/shared-types/common/schemas'
import type { Access } from './access'
import { ProblemError } from './problems'

/** Schemas of one endpoint; they must fit the types that the shared route declares. */
export interface EndpointSchemas<S extends Shape> {
  params?: TSchema & { static: S['params'] }
  query?: TSchema & { static: S['query'] }
  body?: TSchema & { static: S['body'] }
  reply: TSchema & { static: S['reply'] }
}

export interface EndpointInput<S extends Shape> {
  params: S['params']
  query: S['query']
  body: S['body']
  request: FastifyRequest
  reply: FastifyReply
}

export interface Endpoint<S extends Shape> {
  access: Access
  schema: EndpointSchemas<S>
  /** What it does, for the OpenAPI document. */
  summary: string
  /** Success status; 200 unless said. */
  status?: 200 | 201 | 202
  bodyLimit?: number
  handle: (input: EndpointInput<S>) => Promise<S['reply']>
}

const PROBLEM_STATUSES = [400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 500, 503] as const
const problems = Object.fromEntries(PROBLEM_STATUSES.map((status) => [status, Problem]))

/** An endpoint that declares no query takes none: a client's mistake must show. */
const NO_QUERY = Strict({})

/** Mounts a contract route: validation, access declaration, serialization and documentation in one place. */
export function mount<S extends Shape>(app: FastifyInstance, route: Route<S>, endpoint: Endpoint<S>): void {
  const { params, query, body, reply } = endpoint.schema
  const status = endpoint.status ?? 200
  app.route({
    method: route.method,
    url: API_PREFIX + route.path,
    config: { access: endpoint.access },
    ...(endpoint.bodyLimit === undefined ? {} : { bodyLimit: endpoint.bodyLimit }),
    schema: {
      summary: endpoint.summary,
      tags: [route.path.split('/')[1] ?? 'api'],
      // Who may, in the document too: a reader of the contract sees it and a test walks it.
      ...({ 'x-access': documented(endpoint.access) } as object),
      ...(params ? { params } : {}),
      querystring: query ?? NO_QUERY,
      ...(body ? { body } : {}),
      response: { [status]: reply, ...problems },
    },
    handler: async (request, fastifyReply) => {
      if (!body) refuseFields(request.body)
      const answer = await endpoint.handle({
        params: request.params as S['params'], query: request.query as S['query'], body: request.body as S['body'], request, reply: fastifyReply,
      })
      return fastifyReply.status(status).send(answer)
    },
  })
}

/** Where no body is declared an empty one is welcome (clients send `{}`), fields are not; a file is read by its own endpoint. */
function refuseFields(body: unknown): void {
  if (body === undefined || body === null || Buffer.isBuffer(body)) return
  const first = typeof body === 'object' ? Object.keys(body)[0] : ''
  if (first !== undefined) throw new ProblemError('validation', { fields: [{ path: first, message: '这里不用填内容，请去掉' }] })
}

/** The access declaration without its function. */
function documented(access: Access): object {
  return 'id' in access ? { ...access, id: undefined } : access
}
