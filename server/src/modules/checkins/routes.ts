import type { FastifyInstance } from 'fastify'
import { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import { checkInRoutes as contract } from '@pioneer/shared-types/checkins/routes'
import { Freeze, Frozen, Redeem } from '@pioneer/shared-types/checkins/schemas'
import { mount } from '../../kernel/endpoint'
import type { CheckInsService } from './types'

/** A whole hall shares one address and one minute: small bodies guard these doors, no limit by address. */
const SMALL = 2_048

export function checkInRoutes(app: FastifyInstance, service: CheckInsService): void {
  mount(app, contract.freeze, {
    access: { open: 'a scan is frozen before anybody knows who it was' },
    schema: { body: Freeze, reply: Frozen },
    summary: 'Seals what was seen with the server\'s time; no login',
    bodyLimit: SMALL,
    handle: ({ body }) => service.freeze(body),
  })
  mount(app, contract.redeem, {
    access: { signedIn: true },
    schema: { body: Redeem, reply: CheckInResult },
    summary: 'Signs in with a frozen claim, a ticket or a typed code',
    bodyLimit: SMALL,
    handle: ({ request, body }) => service.redeem(request.caller, body),
  })
}
