import type { FastifyInstance } from 'fastify'
import { IdParams, Ok } from '@pioneer/shared-types/common/schemas'
import { memberRoutes } from '@pioneer/shared-types/members/routes'
import { MemberDetail, RosterNames } from '@pioneer/shared-types/members/schemas'
import { mount } from '../../kernel/endpoint'
import type { MembersModule } from './service'

export function membersRoutes(app: FastifyInstance, service: MembersModule): void {
  mount(app, memberRoutes.names, {
    access: { action: 'roster:names', resource: 'org' },
    schema: { params: IdParams, reply: RosterNames },
    summary: 'Names of a branch, a group or everything below an organization',
    handle: async ({ request, params }) => ({ items: await service.names(request.caller, params.id) }),
  })
  mount(app, memberRoutes.detail, {
    access: { action: 'roster:details', resource: 'member' },
    schema: { params: IdParams, reply: MemberDetail },
    summary: 'One row of the roster; the phone number is masked',
    handle: ({ request, params }) => service.detail(request.caller, params.id),
  })
  mount(app, memberRoutes.unbind, {
    access: { action: 'binding:approve', resource: 'member' },
    schema: { params: IdParams, reply: Ok },
    summary: 'Frees a roster row from a lost phone',
    handle: async ({ request, params }) => {
      await service.unbind(request.caller, params.id)
      return { ok: true as const }
    },
  })
}
