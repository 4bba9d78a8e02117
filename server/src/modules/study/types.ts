import type { ClientSession } from 'mongoose'
import type { PaperTaskState } from '@pioneer/shared-types/constants'
import type { LessonCard, PaperTask, StudyHome, StudyHours } from '@pioneer/shared-types/study/schemas'
import type { Caller, ResourceFacts } from '../../kernel/access'
import type { OpportunityCounter } from '../points/types'

export type { BankService, QuestionRecord } from './bank-types'
import type { PendingImport } from './bank-types'

/** An assigned paper as other modules see it. */
export interface PaperOutline {
  id: string
  title: string
  ownerOrgId: string
  ownerName: string
  scopeIds: readonly string[]
  opensAt: Date
  dueAt: Date
  questions: number
  discipline: boolean
}

/** One person a paper was assigned to, frozen when it was assigned. */
export interface PaperPerson { memberId: string; name: string; branchId: string; groupId: string | null; state: PaperTaskState }

/** What the rating counts of a branch's papers; scores are the best of each person, whole points of 100. */
export interface PaperYear { id: string; title: string; dueAt: Date; discipline: boolean; assigned: number; done: number; passed: number; scoreSum: number }

/** What study tells upward; bound in compose.ts (reminders and ratings stand above). */
export interface StudyHooks {
  /** In the transaction that assigns it. */
  paperAssigned(paper: PaperOutline, memberIds: readonly string[], session: ClientSession): Promise<void>
  /** After the commit: results of these branches have changed. */
  resultsChanged(branchIds: readonly string[]): void
}

/** The door of study for other modules. */
export interface StudyService {
  bindHooks(hooks: StudyHooks): void
  home(caller: Caller): Promise<StudyHome>
  /** For the first screen: today's lesson, open papers by deadline, how many wrong answers come back today; few commands. */
  waiting(memberId: string, now: Date): Promise<{ lesson: LessonCard | null; papers: PaperTask[]; review: number }>
  hours(memberId: string, year: number, now: Date): Promise<StudyHours>
  /** How often study-test and lesson-passed could have been earned. */
  opportunities: OpportunityCounter
  paper(id: string): Promise<PaperOutline | null>
  /** Access facts of a paper, for the loader. */
  facts(id: string): Promise<ResourceFacts | null>
  people(paperId: string): Promise<PaperPerson[]>
  /** Papers that are open and fall due within the range, not withdrawn: for reminders. */
  dueBetween(from: Date, to: Date): Promise<PaperOutline[]>
  /** Open papers of these organizations with how many have not done them, by deadline: for the desk. */
  openAt(orgIds: readonly string[], now: Date): Promise<{ paper: PaperOutline; assigned: number; done: number }[]>
  /** Imports of questions that wait for somebody at these organizations, and who brought them. */
  pendingImports(orgIds: readonly string[]): Promise<PendingImport[]>
  /** Papers that were assigned to members of this branch and fell due or were done within the range, counted over this branch's members only, without those left out. */
  yearOfBranch(branchId: string, from: Date, to: Date, leaveOut: readonly string[]): Promise<PaperYear[]>
  /** Minutes of passed lessons by member. */
  lessonMinutes(memberIds: readonly string[], from: Date, to: Date): Promise<Map<string, number>>
  /** Everything kept about a member's study, oldest first: attempts with answers, and what comes back. */
  allOf(memberId: string): Promise<unknown[]>
}
