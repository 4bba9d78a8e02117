import type { FastifyInstance, FastifyRequest } from 'fastify'
import { activityRoutes as contract } from '@pioneer/shared-types/activities/routes'
import {
  ActivityDetail, ActivityListQuery, ActivityPage, AmendExpected, CancelActivity, CreateActivity, PlanPreview, PlanPreviewBody, UpdateActivity,
} from '@pioneer/shared-types/activities/schemas'
import { IdParams } from '@pioneer/shared-types/common/schemas'
import type { Access } from '../../kernel/access'
import type { Clock } from '../../kernel/clock'
import { mount } from '../../kernel/endpoint'
import type { ActivitiesModule } from './service'

/** Planning at an organization: decided by the owner the body names. */
const atOwner: Access = { action: 'activity:write', resource: 'org', id: (request: FastifyRequest) => (request.body as { ownerOrgId: string }).ownerOrgId }
const onActivity: Access = { action: 'activity:write', resource: 'activity' }

/** Endpoints of meetings, from plan to record. */
export function activityRoutes(app: FastifyInstance, activities: ActivitiesModule, deps: { clock: Clock }): void {
  mount(app, contract.list, {
    access: { signedIn: true },
    summary: 'Activities of the caller, a page at a time; what is on today comes first',
    schema: { query: ActivityListQuery, reply: ActivityPage },
    handle: ({ query, request }) => activities.list(query, request.caller),
  })
  mount(app, contract.detail, {
    access: { action: 'activity:read', resource: 'activity' },
    summary: 'An activity with its counts and quorum',
    schema: { params: IdParams, reply: ActivityDetail },
    handle: ({ params, request }) => activities.detail(params.id, request.caller, deps.clock.now()),
  })
  mount(app, contract.create, {
    access: atOwner, status: 201,
    summary: 'Plans an activity as a draft; the same requestKey answers the first result',
    schema: { body: CreateActivity, reply: ActivityDetail },
    handle: ({ body, request }) => activities.create(body, request.caller),
  })
  mount(app, contract.preview, {
    access: atOwner,
    summary: 'How many would be expected and what quorum would ask for',
    schema: { body: PlanPreviewBody, reply: PlanPreview },
    handle: ({ body }) => activities.preview(body),
  })
  mount(app, contract.update, {
    access: onActivity,
    summary: 'Changes a draft, or place, agenda and times of a published activity',
    schema: { params: IdParams, body: UpdateActivity, reply: ActivityDetail },
    handle: ({ params, body, request }) => activities.update(params.id, body, request.caller),
  })
  mount(app, contract.publish, {
    access: onActivity,
    summary: 'Publishes: freezes the expected list and opens the sign-in',
    schema: { params: IdParams, reply: ActivityDetail },
    handle: ({ params, request }) => activities.publish(params.id, request.caller),
  })
  mount(app, contract.finish, {
    access: onActivity,
    summary: 'Finishes a running activity: signing in closes',
    schema: { params: IdParams, reply: ActivityDetail },
    handle: ({ params, request }) => activities.finish(params.id, request.caller),
  })
  mount(app, contract.cancel, {
    access: onActivity,
    summary: 'Calls an activity off with a reason; its points are taken back',
    schema: { params: IdParams, body: CancelActivity, reply: ActivityDetail },
    handle: ({ params, body, request }) => activities.cancel(params.id, body, request.caller),
  })
  mount(app, contract.amend, {
    access: onActivity,
    summary: 'Amends the frozen expected list with a reason',
    schema: { params: IdParams, body: AmendExpected, reply: ActivityDetail },
    handle: ({ params, body, request }) => activities.amend(params.id, body, request.caller),
  })
}
