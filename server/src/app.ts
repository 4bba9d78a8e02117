import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Connection } from 'mongoose'
import { composeServices, prepareStore, type Services } from './compose'
import type { Config } from './config'
import type { Clock } from './kernel/clock'
import type { Context } from './kernel/context'
import { keysOf } from './kernel/keys'
import { JobRunner } from './kernel/jobs'
import { activityRoutes } from './modules/activities/routes'
import { attendanceRoutes } from './modules/attendance/routes'
import { registerAccess } from './modules/auth/access'
import { authRoutes } from './modules/auth/routes'
import { checkInRoutes } from './modules/checkins/routes'
import { dutyRoutes } from './modules/duties/routes'
import { infoRoutes } from './modules/home/info'
import { homeRoutes } from './modules/home/routes'
import { myDataRoutes } from './modules/me/routes'
import { membersRoutes } from './modules/members/routes'
import { orgsRoutes } from './modules/orgs/routes'
import { pointsRoutes } from './modules/points/routes'
import { reminderRoutes } from './modules/reminders/routes'
import type { DeliverySettings } from './modules/reminders/types'
import { ratingRoutes } from './modules/ratings/routes'
import { rosterRoutes } from './modules/roster/routes'
import { screenRoutes } from './modules/screens/routes'
import { bankRoutes } from './modules/study/bank-routes'
import { pictureRoutes } from './modules/study/pictures'
import { studyRoutes } from './modules/study/routes'
import { noSuchAddress, registerErrors } from './plugins/errors'
import { registerHardening } from './plugins/hardening'
import { serializers } from './plugins/log'
import { createMetrics } from './plugins/metrics'
import { registerOpenApi } from './plugins/openapi'
import { registerBodies, registerValidation } from './plugins/validation'
import { registerWeb } from './plugins/web'

export interface App {
  http: FastifyInstance
  services: Services
  context: Context
  jobs: JobRunner
  /** Prometheus text of this process. */
  metrics: () => Promise<string>
  /** Starts the leased jobs; tests run them by hand instead. */
  startJobs: () => void
  /** Ends long polls, jobs and the listener; the connection stays the caller's. */
  close: () => Promise<void>
}

/** How often connections that have become idle are looked for while closing, milliseconds. */
const IDLE_SWEEP = 50

export interface AppDeps {
  connection: Connection
  clock: Clock
  /** Takes the lines of the log; standard output unless given. */
  logTo?: { write: (line: string) => void }
  /** How reminders are delivered, where a test needs it otherwise. */
  delivery?: Partial<DeliverySettings>
}

/** The whole service as one Fastify instance, used by main and by every test. */
export async function buildApp(config: Config, deps: AppDeps): Promise<App> {
  const http = Fastify({
    logger: config.logLevel === 'silent' ? false : { level: config.logLevel, serializers, ...(deps.logTo ? { stream: deps.logTo } : {}) },
    genReqId: () => randomUUID().slice(0, 8),
    trustProxy: config.trustProxy,
    bodyLimit: 256 * 1024,
    // The web client may keep connections open through a proxy; closing waits for answers, not for idle sockets.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (_error, request, reply) => { void noSuchAddress(request, reply) },
  })
  const context: Context = {
    connection: deps.connection, clock: deps.clock, config, keys: keysOf(config), log: http.log,
    publicUrl: () => config.publicUrl ?? addressOf(http, config),
  }
  await prepareStore(context)
  const services = composeServices(context, deps.delivery ? { delivery: deps.delivery } : {})

  registerValidation(http)
  registerBodies(http)
  registerErrors(http)
  const registry = createMetrics(http)
  await registerOpenApi(http, config.mode === 'demo')
  registerAccess(http, { auth: services.auth, verifyAccess: services.auth.verifyAccess, displayOf: services.screens.displayOf, loaders: services.loaders })
  await registerHardening(http)
  mountRoutes(http, services, context)
  await registerWeb(http, config.webRoot)

  const jobs = new JobRunner(deps.connection, deps.clock, (job, error) => http.log.error({ err: error, job }, 'job failed'))
  return {
    http, services, context, jobs,
    metrics: () => registry.metrics(),
    startJobs: () => {
      jobs.start(services.jobs)
      services.reminders.start()
    },
    close: async () => {
      services.screens.stop()
      // What was busy when closing began is left open after its answer, waiting for the next request: nobody would ever close it.
      const idle = setInterval(() => http.server.closeIdleConnections(), IDLE_SWEEP)
      try {
        await Promise.all([jobs.stop(), services.reminders.stop(), http.close()])
      } finally {
        clearInterval(idle)
        // Marks of the last requests, once nothing makes new ones.
        await services.ratings.stop()
      }
    },
  }
}

function mountRoutes(http: FastifyInstance, services: Services, context: Context): void {
  const { clock, config, connection } = context
  authRoutes(http, services.auth, config)
  orgsRoutes(http, services.orgs)
  membersRoutes(http, services.members)
  void http.register(async (scope) => rosterRoutes(scope, services.roster))
  activityRoutes(http, services.activities, { clock })
  attendanceRoutes(http, services.attendance)
  checkInRoutes(http, services.checkIns)
  screenRoutes(http, services.screens)
  pointsRoutes(http, services.points, { clock, members: services.members, audit: services.audit })
  dutyRoutes(http, services.duties, { clock })
  ratingRoutes(http, services.ratings)
  studyRoutes(http, services.study)
  bankRoutes(http, services.bankDesk)
  pictureRoutes(http)
  homeRoutes(http, services.home)
  reminderRoutes(http, services.reminders)
  infoRoutes(http, { orgs: services.orgs, config })
  myDataRoutes(http, services.me)
  http.get('/api/openapi.json', { config: { access: { open: 'the contract' } } }, async () => http.swagger())
  http.get('/healthz', { config: { access: { open: 'liveness' } } }, async () => ({ ok: true }))
  http.get('/readyz', { config: { access: { open: 'readiness' } } }, async (_request, reply) => {
    const ready = await connection.db?.command({ ping: 1 }).then(() => true, () => false)
    return reply.status(ready ? 200 : 503).send({ ok: ready === true })
  })
}

/** Where the service listens; the settings' port while it does not listen yet. */
function addressOf(http: FastifyInstance, config: Config): string {
  const address = http.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
