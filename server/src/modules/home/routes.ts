import type { FastifyInstance } from 'fastify'
import { homeRoutes as contract } from '@pioneer/shared-types/home/routes'
import { Home } from '@pioneer/shared-types/home/schemas'
import { mount } from '../../kernel/endpoint'
import type { HomeService } from './service'

/** The first screen: one request. */
export function homeRoutes(app: FastifyInstance, home: HomeService): void {
  mount(app, contract.home, {
    access: { signedIn: true },
    summary: 'The first screen in one request: today, what waits, my year, the desk of those who run meetings',
    schema: { reply: Home },
    handle: ({ request }) => home.home(request.caller),
  })
}
