import type { FastifyInstance } from 'fastify'
import { myDataRoutes as routes } from '@pioneer/shared-types/me/routes'
import { AccessLog, MyData, MyExport } from '@pioneer/shared-types/me/schemas'
import { mount } from '../../kernel/endpoint'
import type { MeService } from './service'

export function myDataRoutes(app: FastifyInstance, service: MeService): void {
  mount(app, routes.data, {
    access: { action: 'own:record', resource: 'self' }, summary: 'What is kept about me, why, and who sees it',
    schema: { reply: MyData }, handle: ({ request }) => service.data(request.caller),
  })
  mount(app, routes.accessLog, {
    access: { action: 'audit:mine', resource: 'self' }, summary: 'Who looked at my record',
    schema: { reply: AccessLog }, handle: ({ request }) => service.accessLog(request.caller),
  })
  mount(app, routes.export, {
    access: { action: 'own:record', resource: 'self' }, summary: 'All that is kept about me, machine-readable',
    schema: { reply: MyExport }, handle: ({ request }) => service.export(request.caller),
  })
}
