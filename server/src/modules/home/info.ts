import type { FastifyInstance } from 'fastify'
import { infoRoutes as contract } from '@pioneer/shared-types/info/routes'
import { Info } from '@pioneer/shared-types/info/schemas'
import type { Config } from '../../config'
import { mount } from '../../kernel/endpoint'
import type { OrgsService } from '../orgs/types'

/** What a login page has to know before anybody is signed in: the mode and whose installation this is. */
export function infoRoutes(app: FastifyInstance, deps: { orgs: Pick<OrgsService, 'all'>; config: Pick<Config, 'mode'> }): void {
  mount(app, contract.info, {
    access: { open: 'the login page asks before anybody is signed in' },
    summary: 'Mode and name of this installation',
    schema: { reply: Info },
    handle: async () => {
      const [root] = await deps.orgs.all()
      return { mode: deps.config.mode, name: root?.name ?? null }
    },
  })
}
