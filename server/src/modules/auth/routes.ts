import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { authRoutes as routes } from '@pioneer/shared-types/auth/routes'
import * as schemas from '@pioneer/shared-types/auth/schemas'
import { API_PREFIX } from '@pioneer/shared-types/common/route'
import { IdParams, Ok } from '@pioneer/shared-types/common/schemas'
import type { Config } from '../../config'
import { mount } from '../../kernel/endpoint'
import { REFRESH_LIFE } from './rules'
import type { AuthModule } from './service'
import type { SignedIn } from './sessions'

const COOKIE = 'pioneer_refresh'

export function authRoutes(app: FastifyInstance, service: AuthModule, config: Pick<Config, 'publicUrl'>): void {
  const secure = config.publicUrl?.startsWith('https:') ?? false
  const setCookie = (reply: FastifyReply, value: string, maxAge: number): void => {
    void reply.header('set-cookie', stringifySetCookie({ name: COOKIE, value, maxAge, httpOnly: true, sameSite: 'strict', secure, path: `${API_PREFIX}/auth` }))
  }
  const readCookie = (request: FastifyRequest): string | undefined => parseCookie(request.headers.cookie ?? '')[COOKIE]
  const signedIn = (reply: FastifyReply, { session, refresh }: SignedIn): schemas.Session => {
    if (refresh !== null) setCookie(reply, refresh, REFRESH_LIFE / 1000)
    return session
  }

  mount(app, routes.demo, {
    access: { open: 'a login, and the door exists in demo mode only' }, summary: 'Sign in as a demo account',
    schema: { body: schemas.DemoLogin, reply: schemas.Session },
    handle: async ({ body, reply }) => signedIn(reply, await service.sessions.demo(body.account)),
  })
  mount(app, routes.wechat, {
    access: { open: 'a login' }, summary: 'Sign in with the code of wx.login',
    schema: { body: schemas.WechatLogin, reply: schemas.Session },
    handle: async ({ body, reply }) => signedIn(reply, await service.sessions.wechat(body.code)),
  })
  mount(app, routes.web, {
    access: { open: 'makes a device that may nothing until it is bound' }, summary: 'Make this browser a device',
    schema: { reply: schemas.Session },
    handle: async ({ reply }) => signedIn(reply, await service.sessions.web()),
  })
  mount(app, routes.refresh, {
    access: { open: 'the refresh cookie is the proof' }, summary: 'Turn the refresh cookie over',
    schema: { reply: schemas.Session },
    handle: async ({ request, reply }) => signedIn(reply, await service.sessions.refresh(readCookie(request))),
  })
  mount(app, routes.logout, {
    access: { open: 'the refresh cookie is the proof, also after the access token has ended' }, summary: 'Sign out this browser',
    schema: { reply: Ok },
    handle: async ({ request, reply }) => {
      await service.sessions.logout(readCookie(request))
      setCookie(reply, '', 0)
      return { ok: true } as const
    },
  })
  mount(app, routes.bind, {
    access: { signedIn: true }, summary: 'Bind by invitation, or ask the secretary to',
    schema: { body: schemas.Bind, reply: schemas.BindResult },
    handle: ({ body, request }) => service.bind(request.caller, body),
  })
  mount(app, routes.unbind, {
    access: { signedIn: true }, summary: 'Free this device from its roster row',
    schema: { reply: Ok },
    handle: async ({ request }) => {
      await service.unbindSelf(request.caller)
      return { ok: true } as const
    },
  })
  mount(app, routes.withdrawConsent, {
    access: { signedIn: true }, summary: 'Take back the consent; unbinds',
    schema: { reply: Ok },
    handle: async ({ request }) => {
      await service.withdrawConsent(request.caller)
      return { ok: true } as const
    },
  })
  mount(app, routes.me, {
    access: { signedIn: true }, summary: 'Who is signed in',
    schema: { reply: schemas.Me },
    handle: ({ request }) => service.me(request.caller),
  })
  mount(app, routes.invite, {
    access: { decidedBy: ['invite:member', 'invite:officer', 'invite:committee'], resource: 'org', id: (request) => (request.body as schemas.CreateInvitation).orgId },
    summary: 'Make a one-time invitation', status: 201,
    schema: { body: schemas.CreateInvitation, reply: schemas.Invitation },
    handle: ({ body, request }) => service.invite(request.caller, body),
  })
  mount(app, routes.bindings, {
    access: { action: 'binding:approve', resource: 'org', id: (request) => (request.query as schemas.BindingListQuery).orgId },
    summary: 'Binding requests that wait at a branch',
    schema: { query: schemas.BindingListQuery, reply: schemas.BindingList },
    handle: ({ query, request }) => service.bindings(request.caller, query.orgId),
  })
  mount(app, routes.approveBinding, {
    access: { action: 'binding:approve', resource: 'binding' }, summary: 'Approve a binding request; frozen scans count',
    schema: { params: IdParams, body: schemas.ApproveBinding, reply: schemas.ApprovedBinding },
    handle: ({ params, body, request }) => service.approve(request.caller, params.id, body.memberId),
  })
  mount(app, routes.rejectBinding, {
    access: { action: 'binding:approve', resource: 'binding' }, summary: 'Refuse a binding request',
    schema: { params: IdParams, body: schemas.RejectBinding, reply: schemas.BindingRequest },
    handle: ({ params, body, request }) => service.reject(request.caller, params.id, body.reason),
  })
}
