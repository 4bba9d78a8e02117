import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** The OpenAPI document, generated from the schemas that validate. The browsable page is for the demo only. */
export async function registerOpenApi(app: FastifyInstance, browsable: boolean): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: '先锋支部 Pioneer Branch', version: '1', description: 'Meetings, sign-in, points and the roster of Party branches. Errors are application/problem+json (RFC 9457) with a stable `code`.' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    // Operational addresses are not part of the contract.
    hideUntagged: true,
  })
  if (browsable) await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true, transformStaticCSP: (header) => header })
}
