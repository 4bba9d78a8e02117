import type { FastifyInstance } from 'fastify'
import { orgRoutes } from '@pioneer/shared-types/orgs/routes'
import { CreateOrg, Org, OrgList } from '@pioneer/shared-types/orgs/schemas'
import { mount } from '../../kernel/endpoint'
import type { OrgsModule } from './service'

export function orgsRoutes(app: FastifyInstance, service: OrgsModule): void {
  mount(app, orgRoutes.list, {
    access: { signedIn: true },
    schema: { reply: OrgList },
    summary: 'Organizations the caller may know of, parents before children',
    handle: async ({ request }) => ({ items: await service.visibleTo(request.caller) }),
  })
  mount(app, orgRoutes.create, {
    access: { action: 'org:write', resource: 'org', id: (request) => (request.body as CreateOrg).parentId },
    schema: { body: CreateOrg, reply: Org },
    summary: 'Makes an organization below another',
    status: 201,
    handle: ({ request, body }) => service.add(request.caller, body),
  })
}
