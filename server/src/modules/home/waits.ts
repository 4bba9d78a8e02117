import type { Home, TodoItem } from '@pioneer/shared-types/home/schemas'
import type { Caller } from '../../kernel/access'
import { yearOf } from '../../kernel/calendar'
import type { TodoMeeting } from './todo-rules'
import {
  byDue, DUE_SHOWN, dutiesTodos, dutyTodo, importTodo, lessonTodos, paperMissingTodos, paperTodos, presses, PRESSES, replyMissingTodo, reviewTodos,
} from './todo-rules'
import type { HomeDeps } from './types'

/** What the branch the caller runs owes, and how it stands. */
export interface BranchWaits {
  /** For the desk: everything near or overdue, by due date. */
  due: TodoItem[]
  /** The part of it that belongs on the first screen. */
  pressing: TodoItem[]
  rating: NonNullable<Home['desk']>['rating']
}

/** The branch whose year the caller answers for; officers of several see the first. */
const branchOf = (caller: Caller): string | null => caller.grants.find(({ role }) => role === 'secretary' || role === 'branch-committee')?.orgId ?? null

/** The part of the doors this asks. */
interface WaitsDeps extends Pick<HomeDeps, 'duties' | 'ratings'> {
  auth: Pick<HomeDeps['auth'], 'orgsFor'>
  orgs: Pick<HomeDeps['orgs'], 'subtree'>
  attendance: Pick<HomeDeps['attendance'], 'unanswered'>
  study: Pick<HomeDeps['study'], 'waiting' | 'openAt' | 'pendingImports'>
}

/** What study and the branch's duties put before somebody; reads only. */
export function createWaits(deps: WaitsDeps) {
  /** Today's lesson, wrong answers that come back, open papers. */
  async function studyOf(memberId: string, now: Date): Promise<TodoItem[]> {
    const waiting = await deps.study.waiting(memberId, now)
    return [...lessonTodos(waiting.lesson, now), ...reviewTodos(waiting.review, now), ...paperTodos(waiting.papers)]
  }

  /** Wherever the caller may review questions: the committee's staff are told of their branches' imports too. */
  async function reviewPlaces(caller: Caller): Promise<string[]> {
    const places = await Promise.all(deps.auth.orgsFor(caller, 'bank:review').map(async ({ orgId, subtree }) =>
      (subtree ? (await deps.orgs.subtree(orgId)).map(({ _id }) => _id.toHexString()) : [orgId])))
    return [...new Set(places.flat())]
  }

  /** @param coming published meetings the caller runs that have not begun */
  async function branchWaits(caller: Caller, coming: readonly TodoMeeting[], now: Date): Promise<BranchWaits> {
    const assigns = deps.auth.orgsFor(caller, 'papers:assign').map(({ orgId }) => orgId)
    const reviewed = await reviewPlaces(caller)
    const branchId = branchOf(caller)
    const near = coming.filter(({ startAt }) => startAt.getTime() - now.getTime() <= PRESSES)
    const [missing, papers, imports, duties, current] = await Promise.all([
      near.length === 0 ? new Map<string, number>() : deps.attendance.unanswered(near.map(({ id }) => id)),
      assigns.length === 0 ? [] : deps.study.openAt(assigns, now),
      reviewed.length === 0 ? [] : deps.study.pendingImports(reviewed),
      branchId === null ? [] : deps.duties.pressing(branchId, now),
      branchId === null ? null : deps.ratings.current(branchId, yearOf(now)),
    ])
    const replies = near.flatMap((meeting) => {
      const count = missing.get(meeting.id) ?? 0
      return count > 0 ? [replyMissingTodo(meeting, count)] : []
    })
    const open = paperMissingTodos(papers)
    // Whoever brought the questions is not the one to look at them (bank:review).
    const reviews = imports.filter(({ hands }) => !hands.some((hand) => hand.accountId === caller.accountId || (hand.memberId !== null && hand.memberId === caller.memberId))).map(importTodo)
    const lines = branchId === null ? { each: [], folded: [] } : { each: duties.map((duty) => dutyTodo(duty, branchId)), folded: dutiesTodos(duties, branchId) }
    return {
      due: [...lines.each, ...open, ...replies, ...reviews].sort(byDue).slice(0, DUE_SHOWN),
      pressing: [...lines.folded, ...open.filter((todo) => presses(todo, now)), ...replies, ...reviews],
      rating: current && branchId !== null ? { orgId: branchId, score: current.score, stars: current.stars } : null,
    }
  }

  return { studyOf, branchWaits }
}
