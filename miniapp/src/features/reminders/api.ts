import { reminderRoutes } from '@pioneer/shared-types/reminders/routes'
import type { Inbox, Reminded, RemindPlan, Unread } from '@pioneer/shared-types/reminders/schemas'
import { http } from '@/services/http'
import type { RemindTarget } from './model'

const PAGE = 20

export const fetchInbox = (cursor?: string): Promise<Inbox> => http.call(reminderRoutes.inbox, { query: { cursor, limit: PAGE } })

/** Without ids: everything. Reading twice is the same. */
export const sendRead = (ids?: string[]): Promise<Unread> => http.call(reminderRoutes.read, { body: { ids } })

export const fetchPlan = (target: RemindTarget): Promise<RemindPlan> =>
  target.about === 'paper'
    ? http.call(reminderRoutes.paperPlan, { params: { id: target.id } })
    : http.call(reminderRoutes.plan, { params: { id: target.id }, query: { about: target.about } })

/** The same list again within the interval sends nothing a second time. */
export const sendRemind = (target: RemindTarget): Promise<Reminded> =>
  target.about === 'paper'
    ? http.call(reminderRoutes.paperSend, { params: { id: target.id } })
    : http.call(reminderRoutes.send, { params: { id: target.id }, body: { about: target.about } })
