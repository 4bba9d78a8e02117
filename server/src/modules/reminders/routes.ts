import type { FastifyInstance } from 'fastify'
import { reminderRoutes as contract } from '@pioneer/shared-types/reminders/routes'
import { Credits, Inbox, InboxQuery, ReadInbox, Remind, Reminded, RemindPlan, RemindQuery, ReportSubscribe, Unread } from '@pioneer/shared-types/reminders/schemas'
import { IdParams } from '@pioneer/shared-types/common/schemas'
import type { Access } from '../../kernel/access'
import { mount } from '../../kernel/endpoint'
import type { RemindersModule } from './service'

const own: Access = { action: 'own:record', resource: 'self' }
const onActivity: Access = { action: 'reminders:send', resource: 'activity' }
const onPaper: Access = { action: 'reminders:send', resource: 'paper' }

/** Inbox, acceptances and reminding by hand. */
export function reminderRoutes(app: FastifyInstance, reminders: RemindersModule): void {
  mount(app, contract.inbox, {
    access: own, summary: 'The caller\'s reminders, newest first',
    schema: { query: InboxQuery, reply: Inbox },
    handle: ({ request, query }) => reminders.inbox(request.caller, query),
  })
  mount(app, contract.read, {
    access: own, summary: 'Marks reminders as read, all of them when none is named',
    schema: { body: ReadInbox, reply: Unread },
    handle: ({ request, body }) => reminders.read(request.caller, body),
  })
  mount(app, contract.credits, {
    access: own, summary: 'How often WeChat may still remind the caller',
    schema: { reply: Credits },
    handle: ({ request }) => reminders.creditsOf(request.caller),
  })
  mount(app, contract.report, {
    access: own, summary: 'What WeChat\'s consent window answered; the same report again changes nothing',
    schema: { body: ReportSubscribe, reply: Credits },
    handle: ({ request, body }) => reminders.report(request.caller, body),
  })
  mount(app, contract.plan, {
    access: onActivity, summary: 'Who would be reminded of a meeting and how each can be reached; leaves a trace',
    schema: { params: IdParams, query: RemindQuery, reply: RemindPlan },
    handle: ({ request, params, query }) => reminders.planActivity(request.caller, params.id, query.about),
  })
  mount(app, contract.send, {
    access: onActivity, summary: 'Reminds those a meeting waits for, once in a while',
    schema: { params: IdParams, body: Remind, reply: Reminded },
    handle: ({ request, params, body }) => reminders.sendActivity(request.caller, params.id, body.about),
  })
  mount(app, contract.paperPlan, {
    access: onPaper, summary: 'Who has not done a paper and how each can be reached; leaves a trace',
    schema: { params: IdParams, reply: RemindPlan },
    handle: ({ request, params }) => reminders.planPaper(request.caller, params.id),
  })
  mount(app, contract.paperSend, {
    access: onPaper, summary: 'Reminds those who have not done a paper, once in a while',
    schema: { params: IdParams, reply: Reminded },
    handle: ({ request, params }) => reminders.sendPaper(request.caller, params.id),
  })
}
