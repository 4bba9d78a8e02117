import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Access, Caller, ResourceFacts, ResourceKind, ResourceLoader } from '../../kernel/access'
import { ProblemError } from '../../kernel/problems'
import type { AuthService } from './types'
import { KNOWING } from './permissions'

export interface AccessDeps {
  auth: AuthService
  /** Verifies an access token; throws `unauthenticated`. */
  verifyAccess: (token: string) => string
  /** Which activity a display token reads; null when it is unknown or over. */
  displayOf: (token: string) => Promise<{ screenId: string; activityId: string } | null>
  loaders: Readonly<Record<Exclude<ResourceKind, 'self'>, ResourceLoader>>
}

const DISPLAY = 'display.'

function bearer(request: FastifyRequest): string | null {
  const header = request.headers.authorization
  return header !== undefined && header.startsWith('Bearer ') ? header.slice(7).trim() : null
}

/**
 * The one place where access is decided. Every route declares what it is; a route that declares nothing keeps the service from booting.
 * A refusal reads 404 where the caller may not even know of the resource, else 403.
 */
export function registerAccess(app: FastifyInstance, deps: AccessDeps): void {
  app.decorateRequest('caller', null as unknown as Caller)
  app.decorateRequest('display', null)

  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined && !isStatic(route.url)) throw new Error(`route ${String(route.method)} ${route.url} declares no access`)
  })

  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access
    if (access === undefined || 'open' in access) return
    const token = bearer(request)
    if (token === null) throw new ProblemError('unauthenticated')
    if (token.startsWith(DISPLAY)) {
      if (!('displayToken' in access && access.displayToken)) throw new ProblemError('unauthenticated')
      request.display = await deps.displayOf(token.slice(DISPLAY.length))
      if (!request.display) throw new ProblemError('unauthenticated', { title: '大屏已到期，请书记重新配对' })
      return
    }
    const caller = await deps.auth.caller(deps.verifyAccess(token))
    if (!caller) throw new ProblemError('unauthenticated')
    request.caller = caller
  })

  app.addHook('preHandler', async (request) => {
    const access = request.routeOptions.config.access
    if (access === undefined || 'open' in access || 'signedIn' in access) return
    if (request.display) {
      if (request.display.activityId !== idOf(access, request)) throw new ProblemError('not-found')
      return
    }
    await authorize(deps, access, request)
  })
}

/** Files of the web build and the documentation page carry no data of the service. */
const isStatic = (url: string): boolean => url === '/*' || url === '/' || url.startsWith('/api/docs')

type Guarded = Exclude<Access, { open: string } | { signedIn: true }>

function idOf(access: Guarded, request: FastifyRequest): string {
  if (access.id) return access.id(request)
  return (request.params as { id: string }).id
}

async function authorize(deps: AccessDeps, access: Guarded, request: FastifyRequest): Promise<void> {
  const { caller } = request
  if (access.resource === 'self') {
    if (!caller.memberId) throw new ProblemError('not-bound')
    return
  }
  const facts = await deps.loaders[access.resource](idOf(access, request), caller)
  if (!facts) throw new ProblemError('not-found')
  const actions = 'action' in access ? [access.action] : access.decidedBy
  for (const action of actions) if (await deps.auth.allowed(caller, action, facts)) return
  throw await refusal(deps, access.resource, facts, caller)
}

async function refusal(deps: AccessDeps, resource: Exclude<ResourceKind, 'self'>, facts: ResourceFacts, caller: Caller): Promise<ProblemError> {
  const knows = await deps.auth.allowed(caller, KNOWING[resource], facts)
  return new ProblemError(knows ? 'forbidden' : 'not-found')
}
