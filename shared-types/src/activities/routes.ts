import { route } from '../common/route'
import type { IdParams } from '../common/schemas'
import type {
  ActivityDetail, ActivityListQuery, ActivityPage, AmendExpected, CancelActivity, CreateActivity, PlanPreview, PlanPreviewBody, UpdateActivity,
} from './schemas'

export const activityRoutes = {
  list: route<{ query: ActivityListQuery; reply: ActivityPage }>('GET', '/activities'),
  detail: route<{ params: IdParams; reply: ActivityDetail }>('GET', '/activities/:id'),
  create: route<{ body: CreateActivity; reply: ActivityDetail }>('POST', '/activities'),
  preview: route<{ body: PlanPreviewBody; reply: PlanPreview }>('POST', '/activities/preview'),
  update: route<{ params: IdParams; body: UpdateActivity; reply: ActivityDetail }>('PUT', '/activities/:id'),
  publish: route<{ params: IdParams; reply: ActivityDetail }>('POST', '/activities/:id/publish'),
  finish: route<{ params: IdParams; reply: ActivityDetail }>('POST', '/activities/:id/finish'),
  cancel: route<{ params: IdParams; body: CancelActivity; reply: ActivityDetail }>('POST', '/activities/:id/cancel'),
  amend: route<{ params: IdParams; body: AmendExpected; reply: ActivityDetail }>('POST', '/activities/:id/expected'),
} as const
