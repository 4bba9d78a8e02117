import Fastify from 'fastify'
import type { App } from './app'
import type { Config } from './config'

/**
 * What operators read (metrics) is never on the public address: it has a listener of its own on loopback,
 * on INNER_PORT when that is set.
 */
export async function startInnerListener(app: App, config: Pick<Config, 'innerPort'>): Promise<{ close: () => Promise<void> }> {
  if (config.innerPort === null) return { close: async () => undefined }
  const inner = Fastify()
  inner.get('/metrics', async (_request, reply) => reply.type('text/plain; version=0.0.4').send(await app.metrics()))
  inner.get('/healthz', async () => ({ ok: true }))
  await inner.listen({ host: '127.0.0.1', port: config.innerPort })
  return { close: () => inner.close() }
}
