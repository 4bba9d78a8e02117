import { route } from '../common/route'
import type { IdParams, PageQuery } from '../common/schemas'
import type { Credits, Inbox, ReadInbox, Remind, Reminded, RemindPlan, RemindQuery, ReportSubscribe, Unread } from './schemas'

export const reminderRoutes = {
  inbox: route<{ query: PageQuery; reply: Inbox }>('GET', '/me/inbox'),
  read: route<{ body: ReadInbox; reply: Unread }>('POST', '/me/inbox/read'),
  credits: route<{ reply: Credits }>('GET', '/me/reminders/credits'),
  report: route<{ body: ReportSubscribe; reply: Credits }>('POST', '/me/reminders/credits'),
  plan: route<{ params: IdParams; query: RemindQuery; reply: RemindPlan }>('GET', '/activities/:id/reminders'),
  send: route<{ params: IdParams; body: Remind; reply: Reminded }>('POST', '/activities/:id/reminders'),
  paperPlan: route<{ params: IdParams; reply: RemindPlan }>('GET', '/papers/:id/reminders'),
  paperSend: route<{ params: IdParams; reply: Reminded }>('POST', '/papers/:id/reminders'),
} as const
