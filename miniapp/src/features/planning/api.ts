import { activityRoutes } from '@pioneer/shared-types/activities/routes'
import type { ActivityDetail, CreateActivity, PlanPreview, PlanPreviewBody, UpdateActivity } from '@pioneer/shared-types/activities/schemas'
import { http } from '@/services/http'

/** The same requestKey answers the first result: a lost reply makes no second activity. */
export const createActivity = (body: CreateActivity): Promise<ActivityDetail> => http.call(activityRoutes.create, { body })

export const updateActivity = (id: string, body: UpdateActivity): Promise<ActivityDetail> => http.call(activityRoutes.update, { params: { id }, body })

/** Publishing what is published changes nothing. */
export const publishActivity = (id: string): Promise<ActivityDetail> => http.call(activityRoutes.publish, { params: { id } })

export const previewPlan = (body: PlanPreviewBody): Promise<PlanPreview> => http.call(activityRoutes.preview, { body })
