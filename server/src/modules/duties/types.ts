import type { DutyBoard } from '@pioneer/shared-types/duties/schemas'
import type { ActivityKind } from '@pioneer/shared-types/constants'

/** A meeting as duties and ratings count it. */
export interface HeldMeeting {
  id: string
  kinds: readonly ActivityKind[]
  title: string
  /** The branch, or one of its groups. */
  ownerOrgId: string
  startAt: Date
  endAt: Date
  publishedAt: Date
  finished: boolean
}

/** How often a duty is due in a year so far and how often it was met, with the meetings that count. */
export interface DutyTally { kind: ActivityKind; due: number; done: number; periods: readonly { from: number; to: number; due: boolean; done: boolean; activityIds: readonly string[] }[] }

/** The door of the duty radar. */
export interface DutiesService {
  board(orgId: string, year: number, quarter: number, now: Date): Promise<DutyBoard>
  /** Rows that are near or overdue now, for the desk: by days left. */
  pressing(orgId: string, now: Date): Promise<{ kind: ActivityKind; name: string; label: string; dueAt: Date; overdue: boolean }[]>
}
