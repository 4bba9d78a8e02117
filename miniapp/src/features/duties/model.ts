import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { DutyBoard, DutyCell, DutyRow } from '@pioneer/shared-types/duties/schemas'
import type { DutyState } from '@pioneer/shared-types/constants'
import type { LampState } from '@/components/Lamp'
import { partsOf } from '@/services/calendar'
import { WORDS } from './words'

/** View logic of the duty matrix (四季度要办的). Pure. */

const LAMPS: Readonly<Record<DutyState, LampState>> = { done: 'ok', planned: 'plan', soon: 'warn', overdue: 'bad', open: 'todo', none: 'na' }

export const lampOf = (state: DutyState): LampState => LAMPS[state]

/** The states of the legend, in the order of looks.md. */
export const LEGEND: readonly DutyState[] = ['done', 'planned', 'soon', 'overdue', 'open']

/** 四季度要办的; with the branch in front where somebody runs several. */
export function boardTitle({ quarter, orgName }: Pick<DutyBoard, 'quarter' | 'orgName'>, several: boolean): string {
  const name = WORDS.quarters[quarter] ?? ''
  return several ? WORDS.quarterOf(name, orgName) : WORDS.quarter(name)
}

/** The month it is now; null on a board of another year. */
export function monthNow({ serverTime, year }: Pick<DutyBoard, 'serverTime' | 'year'>): number | null {
  const now = partsOf(serverTime)
  return now.year === year ? now.month : null
}

/** How many of the shown months a period covers: the width of its cell. */
export const spanOf = ({ from, to }: Pick<DutyCell, 'from' | 'to'>, months: readonly number[]): number => months.filter((month) => month >= from && month <= to).length

/** What stands in a span: the service's words, else those of the lamp. */
export const spanText = ({ label, state }: Pick<DutyCell, 'label' | 'state'>): string => label ?? WORDS.states[state]

/** 11月, 四季度, 全年 */
export function periodName({ from, to }: Pick<DutyCell, 'from' | 'to'>): string {
  if (from === to) return WORDS.month(from)
  return to - from === 2 ? WORDS.shortQuarter(WORDS.quarters[to / 3] ?? '') : WORDS.wholeYear
}

/** 党小组会，11月，临近，2 / 3 个组: all of a cell for who cannot see the lamp. */
export function cellName({ name }: Pick<DutyRow, 'name'>, cell: Pick<DutyCell, 'from' | 'to' | 'state' | 'label'>): string {
  return [name, periodName(cell), WORDS.states[cell.state], cell.label].filter(Boolean).join('，')
}

/** Where a cell leads: to its meeting, to a list where there are several or one more is due, to a new meeting; null where there is nothing to do. */
export function wayOf({ state, activityIds, done, due }: DutyCell, plans: boolean): 'activity' | 'list' | 'create' | null {
  if (activityIds.length > 1 || (activityIds.length === 1 && plans && due > 1 && done < due)) return 'list'
  if (activityIds.length === 1) return state === 'overdue' && plans ? 'list' : 'activity'
  return plans && state !== 'none' ? 'create' : null
}

/** Whether one more meeting would help. */
export const mayPlan = ({ state }: Pick<DutyCell, 'state'>): boolean => state === 'soon' || state === 'overdue' || state === 'open'

/** Parameters of a new meeting that would settle a cell: the kind, and a day where the period has not begun yet. */
export function newMeeting({ kind }: Pick<DutyRow, 'kind'>, { from }: Pick<DutyCell, 'from'>, board: Pick<DutyBoard, 'orgId' | 'year' | 'serverTime'>): { kind: string; org: string; date?: string } {
  const now = partsOf(board.serverTime)
  const comes = board.year > now.year || (board.year === now.year && from > now.month)
  return { kind, org: board.orgId, ...(comes ? { date: `${board.year}-${String(from).padStart(2, '0')}-01` } : {}) }
}

/** Branches whose meetings somebody arranges. */
export const branchesRun = (me: Pick<Me, 'grants'> | null): string[] => [
  ...new Set((me?.grants ?? []).filter(({ role, orgType }) => orgType === 'branch' && (role === 'secretary' || role === 'branch-committee')).map(({ orgId }) => orgId)),
]
