import type { Home, TodoItem } from '@pioneer/shared-types/home/schemas'
import type { MyPart } from '@pioneer/shared-types/activities/schemas'
import type { Caller } from '../../kernel/access'
import { yearOf, yearRange } from '../../kernel/calendar'
import type { Clock } from '../../kernel/clock'
import type { ActivityRecord } from '../activities/types'
import { awaitsReply, stampsOf, themeDayCounts } from './rules'
import { bindingTodo, byDue, draftTodo, replyTodo, REQUESTS_SHOWN, requestTodo, TODOS_SENT, type TodoMeeting } from './todo-rules'
import type { HomeDeps } from './types'
import { createWaits } from './waits'

export interface HomeService {
  /** The first screen in one answer, at most 20 KB (quality.md). */
  home(caller: Caller): Promise<Home>
}

const idOf = (activity: ActivityRecord): string => activity._id.toHexString()
const meetingOf = (activity: ActivityRecord): TodoMeeting => ({
  id: idOf(activity), title: activity.title, kinds: activity.kinds, startAt: activity.startAt, endAt: activity.endAt, ownerOrgId: activity.ownerOrgId.toHexString(),
})

/** Composes the first screen (首页). It asks each module once and stores nothing. */
export function createHomeService(context: { clock: Clock }, deps: HomeDeps): HomeService {
  const waits = createWaits(deps)

  /** What the caller is on the list of, today and to come, and what each means to them. */
  async function mineOf(caller: Caller, now: Date) {
    if (caller.memberId === null) return { today: [], coming: [], parts: new Map<string, MyPart>() }
    const { today, coming } = await deps.activities.around(caller, now)
    const ids = [...today, ...coming].map(idOf)
    return { today, coming, parts: ids.length === 0 ? new Map<string, MyPart>() : await deps.attendance.partsOf(caller.memberId, ids) }
  }

  /** My year: the places on lists are read once, for the stamps and for 本年可得. */
  async function yearOfMember(memberId: string | null, now: Date): Promise<Home['year']> {
    if (memberId === null) return null
    const year = yearOf(now)
    const places = await deps.attendance.placesOf(memberId, yearRange(year))
    const outlines = await deps.activities.outlines(places.map((place) => place.activityId))
    const themeDays = new Set(outlines.filter((outline) => outline.kinds.includes('theme-day')).map((outline) => outline.id))
    const days = places.filter((place) => themeDays.has(place.activityId))
    const opportunities = { ...(await deps.attendance.opportunitiesAt(places.filter((place) => place.startAt < now))), ...(await deps.study.opportunities(memberId, yearRange(year).from, now)) }
    const { total, headings } = await deps.points.totals(memberId, year, now, opportunities)
    return { year, total, headings, stamps: stampsOf(days, year, now), themeDays: themeDayCounts(days, year) }
  }

  /** What those who run meetings have before them; null for everybody else. */
  async function deskOf(caller: Caller, now: Date) {
    const runs = deps.auth.orgsFor(caller, 'activity:write').length > 0
    const approves = deps.auth.orgsFor(caller, 'binding:approve').map((place) => place.orgId)
    if (!runs && approves.length === 0) return null
    const [{ live, drafts, open }, bindings] = await Promise.all([deps.activities.desk(caller, now), deps.auth.pendingBindings(approves)])
    const [first] = live
    const requests = open.length === 0 ? [] : await deps.attendance.pendingRequests(open.map(idOf))
    const counts = first && (await deps.attendance.counts([idOf(first)])).get(idOf(first))
    const place = bindings > 0 && approves.length === 1 && approves[0] !== undefined ? await deps.orgs.find(approves[0]) : null
    const coming = open.filter((activity) => activity.status === 'published' && activity.startAt > now).map(meetingOf)
    const branch = await waits.branchWaits(caller, coming, now)
    return { live: first && counts ? { activity: first, counts } : null, drafts, open, requests, bindings, place, branch }
  }
  type DeskFacts = NonNullable<Awaited<ReturnType<typeof deskOf>>>

  function requestTodos(desk: DeskFacts): TodoItem[] {
    const meetings = new Map(desk.open.map((activity) => [idOf(activity), meetingOf(activity)]))
    return desk.requests.flatMap(({ activityId, kind, count }) => {
      const meeting = meetings.get(activityId)
      return meeting ? [requestTodo(meeting, kind, count)] : []
    }).sort(byDue)
  }

  function deskTodos(desk: DeskFacts, now: Date): TodoItem[] {
    const todos = [...requestTodos(desk), ...desk.branch.pressing]
    if (desk.bindings > 0) todos.push(bindingTodo(desk.bindings, desk.place && { id: desk.place._id.toHexString(), name: desk.place.name }))
    // A draft whose time has passed can no longer be published: it waits in the list, not on the first screen.
    for (const draft of desk.drafts) if (draft.endAt > now) todos.push(draftTodo(meetingOf(draft)))
    return todos
  }

  async function home(caller: Caller): Promise<Home> {
    const now = context.clock.now()
    const { memberId } = caller
    const [me, mine, desk, year, study, unread] = await Promise.all([
      deps.auth.me(caller), mineOf(caller, now), deskOf(caller, now), yearOfMember(memberId, now),
      memberId === null ? [] : waits.studyOf(memberId, now), memberId === null ? undefined : deps.reminders.unread(memberId),
    ])
    const { today: [today], coming: [next], parts } = mine
    const shown = [today, today ? undefined : next, desk?.live?.activity].filter((activity) => activity !== undefined)
    // Whatever runs now and lists the caller is among today's or the coming ones: `parts` knows of every meeting shown.
    const summaries = await deps.activities.summaries(shown, caller, now, parts)
    const summaryOf = (activity: ActivityRecord | undefined) => (activity && summaries.find((summary) => summary.id === idOf(activity))) ?? null

    // Today's meeting leads the screen already: asked there, not twice.
    const replies = [...mine.today, ...mine.coming]
      .filter((activity) => activity !== today && activity.status === 'published' && activity.startAt > now && awaitsReply(parts.get(idOf(activity)))).map(meetingOf).map(replyTodo)
    const todos = [...replies, ...study, ...(desk ? deskTodos(desk, now) : [])].sort(byDue)
    const live = summaryOf(desk?.live?.activity)
    return {
      serverTime: now.toISOString(), me,
      today: summaryOf(today), upcoming: today ? null : summaryOf(next),
      todos: todos.slice(0, TODOS_SENT), todoCount: todos.length,
      year, inbox: unread === undefined ? null : { unread },
      desk: desk && {
        live: live && desk.live ? { activity: live, counts: desk.live.counts } : null,
        pendingRequests: desk.requests.reduce((sum, request) => sum + request.count, 0), pendingBindings: desk.bindings,
        requests: requestTodos(desk).slice(0, REQUESTS_SHOWN), due: desk.branch.due, rating: desk.branch.rating,
      },
    }
  }

  return { home }
}
