import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/**
 * Serves the web build at `/`, the two short addresses that stand in QR codes and the one somebody types on the computer
 * in the room. The web build routes by hash, so each short address is one redirect.
 */
export async function registerWeb(app: FastifyInstance, root: string | null): Promise<void> {
  app.get<{ Params: { ticket: string } }>('/s/:ticket', { config: { access: { open: 'the QR code opened in a browser' } } }, async (request, reply) =>
    reply.redirect(`/#/pages/sign/index?t=${encodeURIComponent(request.params.ticket)}`))
  app.get<{ Params: { pairing: string } }>('/p/:pairing', { config: { access: { open: 'the pairing code opened in a browser' } } }, async (request, reply) =>
    reply.redirect(`/#/packages/secretary/pair/index?p=${encodeURIComponent(request.params.pairing)}`))
  app.get('/screen', { config: { access: { open: 'the empty screen of the room; it shows nothing until a person pairs it' } } }, async (_request, reply) =>
    reply.redirect('/#/packages/screen/room/index'))
  if (!root) return
  await app.register(fastifyStatic, {
    root,
    wildcard: true,
    index: ['index.html'],
    // File names carry a hash of their content; only the first page may change under the same name.
    setHeaders: (reply, file) => {
      reply.setHeader('cache-control', file.endsWith('index.html') ? 'no-cache' : 'public, max-age=31536000, immutable')
    },
  })
}
