import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { ProblemError } from '../kernel/problems'

/** Requests an account may make in a minute. Never by address: a whole hall shares one. */
const REQUESTS_PER_MINUTE = 600

/** Security headers, load shedding and limits by account. */
export async function registerHardening(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // Taro's web runtime sets inline styles and small data images; the camera page decodes frames from a blob.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        // The service may stand on plain http in an office network.
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  })
  await app.register(underPressure, {
    maxEventLoopDelay: 2_000,
    maxEventLoopUtilization: 0,
    pressureHandler: (_request, _reply, _type, value) => {
      // Infinity means that nothing has been measured yet (just started), not that the loop is stuck.
      if (value !== Infinity) throw new ProblemError('overloaded', { retryAfterSeconds: 2 })
    },
  })
  await app.register(rateLimit, {
    global: true,
    hook: 'preHandler',
    max: REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    cache: 20_000,
    // Only accounts are counted; what needs no login has its own guards.
    allowList: (request) => request.caller === null,
    keyGenerator: (request) => request.caller?.accountId ?? 'none',
    errorResponseBuilder: () => new ProblemError('rate-limited', { retryAfterSeconds: 60 }),
  })
}
