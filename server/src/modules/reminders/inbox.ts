import type { Connection, QueryFilter } from 'mongoose'
import type { Credits as CreditsWire, Inbox, InboxItem, ReadInbox, ReportSubscribe, Unread } from '@pioneer/shared-types/reminders/schemas'
import { TEMPLATE_KEYS, type TemplateKey } from '@pioneer/shared-types/constants'
import type { PageQuery } from '@pioneer/shared-types/common/schemas'
import type { Caller } from '../../kernel/access'
import type { Clock } from '../../kernel/clock'
import { decodeCursor, encodeCursor } from '../../kernel/cursor'
import { toId } from '../../kernel/ids'
import { ProblemError } from '../../kernel/problems'
import type { ActivitiesService } from '../activities/types'
import type { AttendanceService } from '../attendance/types'
import type { Credits } from './credits'
import { reminderModels, type ReminderRecord } from './model'
import type { RulesNow } from './rule-store'
import { mayAnswer } from './rules'

export interface InboxDeps {
  activities: Pick<ActivitiesService, 'many'>
  attendance: Pick<AttendanceService, 'partsOf'>
  credits: Credits
  rulesNow: RulesNow
  /** Null where no mini-program is configured. */
  templateIds: Readonly<Partial<Record<TemplateKey, string>>> | null
}

export interface InboxPart {
  /** The caller's reminders, newest first. */
  inbox(caller: Caller, query: PageQuery): Promise<Inbox>
  /** Marks these as read, or all of them. */
  read(caller: Caller, body: ReadInbox): Promise<Unread>
  creditsOf(caller: Caller): Promise<CreditsWire>
  /** What WeChat's consent window answered; the same report again changes nothing. */
  report(caller: Caller, body: ReportSubscribe): Promise<CreditsWire>
  unread(memberId: string): Promise<number>
}

const PAGE = 20
/** Results of wx.requestSubscribeMessage that allow one message more. */
const ACCEPTED = new Set(['accept', 'acceptWithAudio', 'acceptWithAlert', 'acceptWithForcePush'])

export function createInbox({ connection, clock }: { connection: Connection; clock: Clock }, deps: InboxDeps): InboxPart {
  const { reminders } = reminderModels(connection)
  const memberOf = (caller: Caller): string => {
    if (caller.memberId === null) throw new ProblemError('not-bound')
    return caller.memberId
  }
  const unread = (memberId: string): Promise<number> => reminders.countDocuments({ memberId: toId(memberId), unread: true })

  async function creditsOf(caller: Caller): Promise<CreditsWire> {
    const ids = deps.templateIds
    const keys = caller.kind === 'wechat' && ids ? TEMPLATE_KEYS.filter((key) => ids[key] !== undefined) : []
    const { templates } = await deps.rulesNow()
    const out: CreditsWire['templates'] = []
    for (const key of keys) {
      const left = (await deps.credits.balances([caller.accountId], key)).get(caller.accountId) ?? 0
      out.push({ key, id: ids?.[key] ?? '', name: templates.find((template) => template.key === key)?.name ?? '', left })
    }
    return { wechat: out.length > 0, templates: out }
  }

  /** Reminders on this page that can be answered in place: of each meeting that still waits for the caller the newest, so that one question stands there once. */
  async function answerable(memberId: string, rows: readonly ReminderRecord[]): Promise<Set<string>> {
    const ids = [...new Set(rows.flatMap((row) => row.answers?.toHexString() ?? []))]
    if (ids.length === 0) return new Set()
    const parts = await deps.attendance.partsOf(memberId, ids)
    const open = (await deps.activities.many(ids)).filter(({ _id, status, startAt, endAt }) =>
      mayAnswer({ status, startAt, endAt, part: parts.get(_id.toHexString()) ?? null, plannedFor: null }, clock.now()))
    if (open.length === 0) return new Set()
    const asking = await reminders.find({ memberId: toId(memberId), shownAt: { $ne: null }, answers: { $in: open.map((activity) => activity._id) } }, { answers: 1 }).sort({ shownAt: 1, _id: 1 }).lean()
    const newest = new Map(asking.map((row) => [row.answers?.toHexString(), row._id.toHexString()]))
    return new Set(newest.values())
  }

  async function inbox(caller: Caller, { cursor, limit = PAGE }: PageQuery): Promise<Inbox> {
    const memberId = memberOf(caller)
    const mine: QueryFilter<ReminderRecord> = { memberId: toId(memberId), shownAt: { $ne: null } }
    const rows = await reminders.find(cursor === undefined ? mine : { $and: [mine, after(cursor)] }).sort({ shownAt: -1, _id: -1 }).limit(limit + 1).lean()
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const open = await answerable(memberId, page)
    return {
      items: page.map((row) => presentItem(row, open)),
      next: rows.length > limit && last?.shownAt ? encodeCursor([last.shownAt.toISOString(), last._id.toHexString()]) : null,
      unread: await unread(memberId), credits: await creditsOf(caller), serverTime: clock.now().toISOString(),
    }
  }

  return {
    inbox, unread, creditsOf,
    read: async (caller, { ids }) => {
      const memberId = memberOf(caller)
      const which = ids === undefined ? {} : { _id: { $in: ids.map(toId) } }
      await reminders.updateMany({ memberId: toId(memberId), unread: true, ...which }, { $set: { unread: false, readAt: clock.now() } })
      return { unread: await unread(memberId) }
    },
    report: async (caller, { results, requestKey }) => {
      const keys = caller.kind === 'wechat' ? TEMPLATE_KEYS : []
      for (const template of keys) {
        const id = deps.templateIds?.[template]
        const accepted = results.some((result) => result.templateId === id && ACCEPTED.has(result.result))
        if (accepted) await deps.credits.accept(caller.accountId, template, `accept:${caller.accountId}:${template}:${requestKey}`)
      }
      return creditsOf(caller)
    },
  }
}

function presentItem(row: ReminderRecord, open: ReadonlySet<string>): InboxItem {
  const activityId = row.answers?.toHexString()
  return {
    id: row._id.toHexString(), kind: row.kind, title: row.title, text: row.text, at: (row.shownAt ?? row.dueAt).toISOString(), readAt: row.readAt?.toISOString() ?? null,
    link: row.link && { page: row.link.page, id: row.link.id }, reply: activityId !== undefined && open.has(row._id.toHexString()) ? { activityId } : null,
  }
}

function after(cursor: string): QueryFilter<ReminderRecord> {
  const [time, id] = decodeCursor(cursor, 2)
  const shownAt = new Date(String(time))
  if (Number.isNaN(shownAt.getTime()) || !/^[0-9a-f]{24}$/.test(String(id))) {
    throw new ProblemError('validation', { fields: [{ path: 'cursor', message: '翻页位置无效，请从头刷新' }] })
  }
  return { $or: [{ shownAt: { $lt: shownAt } }, { shownAt, _id: { $lt: toId(String(id)) } }] }
}
