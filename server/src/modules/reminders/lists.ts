import type { RemindAbout } from '@pioneer/shared-types/constants'
import type { Context } from '../../kernel/context'
import { ProblemError, found } from '../../kernel/problems'
import type { ActivitiesService, ActivityRecord } from '../activities/types'
import type { AttendanceService } from '../attendance/types'
import type { StudyService } from '../study/types'
import type { RuleCode } from './rule-schema'
import { activityWords, paperWords, type Words } from './words'

/** Somebody on a list that is reminded by hand. */
export interface Listed { memberId: string; name: string; branchId: string; groupId: string | null }

/** Whom a reminder by hand goes to, and about what. */
export interface RemindList {
  about: RemindAbout
  code: Extract<RuleCode, 'remind-sign-in' | 'remind-reply' | 'remind-paper'>
  target: string
  targetType: 'activity' | 'paper'
  targetId: string
  orgId: string
  words: Words
  people: Listed[]
}

export interface ListsDeps {
  activities: Pick<ActivitiesService, 'get' | 'window'>
  attendance: Pick<AttendanceService, 'awaited'>
  study: Pick<StudyService, 'paper' | 'people' | 'dueBetween'>
}

/** The lists as they stand now. Throw not-found, and activity-state, activity-not-open, activity-cancelled, quiz-closed or paper-withdrawn when there is nothing to remind of. */
export interface Lists {
  ofActivity(id: string, about: 'sign-in' | 'reply'): Promise<RemindList>
  ofPaper(id: string): Promise<RemindList>
}

export function createLists({ clock }: Pick<Context, 'clock'>, deps: ListsDeps): Lists {
  /** Refuses where a reminder would make no sense. */
  function checkMeeting(activity: ActivityRecord, about: 'sign-in' | 'reply', now: Date): void {
    if (activity.status === 'cancelled') throw new ProblemError('activity-cancelled')
    if (activity.status === 'draft') throw new ProblemError('activity-state', { title: '还没有发布，发布后再提醒' })
    if (activity.status === 'finished' || now >= activity.endAt) throw new ProblemError('activity-state', { title: '会已经结束，不用再提醒' })
    if (about === 'reply' && now >= activity.startAt) throw new ProblemError('activity-state', { title: '会已经开始，改为提醒签到' })
    const { opensAt } = deps.activities.window(activity)
    if (about === 'sign-in' && now < opensAt) throw new ProblemError('activity-not-open', { opensAt: opensAt.toISOString() })
  }

  return {
    ofActivity: async (id, about) => {
      const activity = await deps.activities.get(id)
      checkMeeting(activity, about, clock.now())
      const people = (await deps.attendance.awaited(id)).filter((person) => (about === 'sign-in' ? !person.asked : !person.answered))
      return {
        about, code: `remind-${about}`, target: `activity:${id}`, targetType: 'activity', targetId: id, orgId: activity.ownerOrgId.toHexString(), words: activityWords(activity),
        people: people.map(({ memberId, name, branchId, groupId }) => ({ memberId, name, branchId, groupId })),
      }
    },
    ofPaper: async (id) => {
      const paper = found(await deps.study.paper(id))
      const now = clock.now()
      if (now >= paper.dueAt) throw new ProblemError('quiz-closed')
      // A second on either side: the range names this paper's deadline only.
      const open = await deps.study.dueBetween(new Date(paper.dueAt.getTime() - 1_000), new Date(paper.dueAt.getTime() + 1_000))
      if (!open.some((other) => other.id === id)) throw new ProblemError('paper-withdrawn')
      const people = (await deps.study.people(id)).filter((person) => person.state === 'todo' || person.state === 'doing')
      return {
        about: 'paper', code: 'remind-paper', target: `paper:${id}`, targetType: 'paper', targetId: id, orgId: paper.ownerOrgId, words: paperWords(paper, now),
        people: people.map(({ memberId, name, branchId, groupId }) => ({ memberId, name, branchId, groupId })),
      }
    },
  }
}
