import type { ErrorObject } from 'ajv'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '@pioneer/shared-types/common/schemas'
import type { ProblemCode } from '@pioneer/shared-types/constants'
import { ProblemError } from '../kernel/problems'
import { fieldOf } from './validation'

/** The problem document of an error. */
function bodyOf(error: ProblemError, request: FastifyRequest): Problem {
  const { title: _title, ...extras } = error.extras
  return { type: `/problems/${error.code}`, title: error.title, status: error.status, code: error.code, requestId: request.id, ...extras }
}

const FRAMEWORK: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'validation',
  FST_ERR_CTP_INVALID_JSON_BODY: 'validation',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'validation',
  FST_UNDER_PRESSURE: 'overloaded',
}

const STORE_AWAY = /^Mongo(ServerSelection|Network|NetworkTimeout|PoolCleared|PoolClosed|WaitQueueTimeout|TopologyClosed|NotConnected|ClientClosed)Error$/
/** The driver passes on some errors of its socket as they are. */
const SOCKET_GONE = ['EPIPE', 'ECONNRESET', 'ECONNREFUSED']
/** The driver gave up trying again. */
const LABELS = ['TransientTransactionError', 'UnknownTransactionCommitResult', 'RetryableWriteError']

/** The store is away or busy: worth another try, not a fault of the request. */
function storeIsAway(error: FastifyError & { errorLabelSet?: ReadonlySet<string> }): boolean {
  // What the server refuses in an insertion has a code; a connection that ended has none.
  const cutOff = error.name === 'MongoBulkWriteError' && (error as { code?: unknown }).code === undefined
  return cutOff || STORE_AWAY.test(error.name) || SOCKET_GONE.includes(error.code) || LABELS.some((label) => error.errorLabelSet?.has(label))
}

/** What the store answers when its disk is full: nothing was written, and nothing will be until there is room. */
const DISK_FULL = 14_031

/** Turns whatever was thrown into a problem of the contract; anything unknown is `internal` and is logged, never shown. */
function problemOf(thrown: unknown, request: FastifyRequest): ProblemError {
  if (thrown instanceof ProblemError) return thrown
  const error = (thrown instanceof Error ? thrown : new Error('something that is no error was thrown')) as FastifyError
  if (error.validation) {
    const fields = (error.validation as ErrorObject[]).map(fieldOf).filter((field) => field !== null)
    return new ProblemError('validation', { fields })
  }
  const known = FRAMEWORK[error.code]
  if (known) return new ProblemError(known)
  if (error.statusCode === 429) return new ProblemError('rate-limited')
  if (storeIsAway(error)) {
    request.log.error({ err: error }, 'store unavailable')
    return new ProblemError('overloaded')
  }
  if (Number(error.code) === DISK_FULL && error.name === 'MongoServerError') {
    request.log.error({ err: error }, 'the disk is full')
    return new ProblemError('overloaded', { title: '服务器的磁盘满了，暂时记不下来，请告诉管理人员' })
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return new ProblemError('validation')
  request.log.error({ err: error }, 'unexpected error')
  return new ProblemError('internal')
}

const send = (problem: ProblemError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  if (problem.extras.retryAfterSeconds !== undefined) void reply.header('retry-after', problem.extras.retryAfterSeconds)
  return reply.status(problem.status).type('application/problem+json; charset=utf-8').send(bodyOf(problem, request))
}

/** Addresses that cannot be read or are longer than any of ours lead nowhere, like those nobody has. */
export const noSuchAddress = (request: FastifyRequest, reply: FastifyReply): FastifyReply => send(new ProblemError('not-found', { title: '没有这个地址' }), request, reply)

/** One place where every error becomes RFC 9457 problem+json with a Chinese title and the request id. */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => send(problemOf(error, request), request, reply))
  app.setNotFoundHandler(noSuchAddress)
}
