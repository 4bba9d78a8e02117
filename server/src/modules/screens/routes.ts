import type { FastifyInstance, FastifyReply } from 'fastify'
import { IdParams } from '@pioneer/shared-types/common/schemas'
import { screenRoutes as contract } from '@pioneer/shared-types/screens/routes'
import { CollectedPairing, CollectPairing, PairedScreen, PairingOffer, PairScreen, ScreenQuery, ScreenState } from '@pioneer/shared-types/screens/schemas'
import { mount } from '../../kernel/endpoint'
import type { ScreensService } from './types'

const SMALL = 1_024

/** Tells a long poll that nobody waits for its answer any more. */
function goneWith(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => { gone.abort() })
  return gone.signal
}

export function screenRoutes(app: FastifyInstance, service: ScreensService): void {
  mount(app, contract.offer, {
    access: { open: 'a display asks to be paired; it learns nothing until a person pairs it' },
    schema: { reply: PairingOffer },
    summary: 'A display without login asks to be paired',
    bodyLimit: SMALL,
    handle: () => service.offer(),
  })
  mount(app, contract.collect, {
    access: { open: 'the display proves itself with the secret of its offer' },
    schema: { body: CollectPairing, reply: CollectedPairing },
    summary: 'The waiting display asks for its token (long poll)',
    bodyLimit: SMALL,
    handle: ({ body, reply }) => service.collect(body, goneWith(reply)),
  })
  mount(app, contract.pair, {
    access: { action: 'screen:pair', resource: 'activity' },
    schema: { params: IdParams, body: PairScreen, reply: PairedScreen },
    summary: 'Pairs a display with an activity, read-only, until half an hour after its end',
    handle: ({ request, params, body }) => service.pair(request.caller, params.id, body),
  })
  mount(app, contract.state, {
    access: { action: 'screen:pair', resource: 'activity', displayToken: true },
    schema: { params: IdParams, query: ScreenQuery, reply: ScreenState },
    summary: 'What the room sees, without names (long poll)',
    handle: ({ params, query, reply }) => service.state(params.id, query.since, goneWith(reply)),
  })
}
