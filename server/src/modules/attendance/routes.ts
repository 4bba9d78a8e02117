import type { FastifyInstance } from 'fastify'
import { attendanceRoutes as contract } from '@pioneer/shared-types/attendance/routes'
import {
  AskRequest, AttendanceList, AttendanceParams, AttendanceRequest, DecideRequests, MissingList, MyAttendance, MyAttendanceQuery, ReplyBody, RequestList, SetAttendance,
  SetAttendanceResult,
} from '@pioneer/shared-types/attendance/schemas'
import { IdParams, Ok } from '@pioneer/shared-types/common/schemas'
import { mount } from '../../kernel/endpoint'
import type { AttendanceModule } from './service'

export function attendanceRoutes(app: FastifyInstance, service: AttendanceModule): void {
  mount(app, contract.list, {
    access: { action: 'attendance:read', resource: 'activity' },
    schema: { params: IdParams, reply: AttendanceList },
    summary: 'Who came, by name, with soft flags; leaves a trace',
    handle: ({ request, params }) => service.list(request.caller, params.id),
  })
  mount(app, contract.missing, {
    access: { action: 'attendance:read', resource: 'activity' },
    schema: { params: IdParams, reply: MissingList },
    summary: 'Who is still on the way, by group and name; leaves a trace',
    handle: ({ request, params }) => service.missing(request.caller, params.id),
  })
  mount(app, contract.set, {
    access: { action: 'attendance:write', resource: 'activity' },
    schema: { params: AttendanceParams, body: SetAttendance, reply: SetAttendanceResult },
    summary: 'Taps somebody in, takes it back or corrects it, with its points',
    handle: ({ request, params, body }) => service.set(request.caller, params.id, params.memberId, body),
  })
  mount(app, contract.ask, {
    access: { action: 'activity:read', resource: 'activity' },
    schema: { params: IdParams, body: AskRequest, reply: AttendanceRequest },
    summary: 'Asks for leave, or to be counted after all',
    status: 201,
    handle: ({ request, params, body }) => service.ask(request.caller, params.id, body),
  })
  mount(app, contract.reply, {
    access: { action: 'activity:read', resource: 'activity' },
    schema: { params: IdParams, body: ReplyBody, reply: Ok },
    summary: 'Says that the caller will come',
    handle: async ({ request, params }) => {
      await service.reply(request.caller, params.id)
      return { ok: true as const }
    },
  })
  mount(app, contract.requests, {
    access: { action: 'attendance:read', resource: 'activity' },
    schema: { params: IdParams, reply: RequestList },
    summary: 'Leave and late sign-ins, those that wait first; leaves a trace',
    handle: async ({ request, params }) => ({ items: await service.showRequests(request.caller, params.id) }),
  })
  mount(app, contract.decide, {
    access: { action: 'attendance:write', resource: 'activity' },
    schema: { params: IdParams, body: DecideRequests, reply: RequestList },
    summary: 'Confirms or rejects several requests at once',
    handle: async ({ request, params, body }) => ({ items: await service.decide(request.caller, params.id, body) }),
  })
  mount(app, contract.mine, {
    access: { action: 'own:record', resource: 'self' },
    schema: { query: MyAttendanceQuery, reply: MyAttendance },
    summary: 'The caller\'s own meetings, newest first',
    handle: ({ request, query }) => service.mine(request.caller, query),
  })
}
