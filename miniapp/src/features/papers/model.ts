import type { Me } from '@pioneer/shared-types/auth/schemas'
import type { Role } from '@pioneer/shared-types/constants'
import type { Org } from '@pioneer/shared-types/orgs/schemas'
import type { PaperDetail, PaperSummary } from '@pioneer/shared-types/study/schemas'
import type { RowProps } from '@/components/Row'
import { dayAndWeekdayText, dayText, timeText } from '@/services/calendar'
import { groupRank } from '../roll/model'
import { dueText } from '../study/model'
import { WORDS } from './words'

/** View logic of papers (卷子) for those who assign them. Pure: `now` in ms by the service's clock. */

/** Who assigns papers and keeps question banks (permissions: papers:assign, bank:write). */
const ASSIGNERS: readonly Role[] = ['secretary', 'branch-committee', 'committee-staff']

export interface Place {
  id: string
  name: string
}

/** Where somebody assigns papers, each organization once. */
export function placesOf(me: Pick<Me, 'grants'> | null): Place[] {
  const places = (me?.grants ?? []).filter(({ role }) => ASSIGNERS.includes(role)).map(({ orgId, orgName }) => [orgId, { id: orgId, name: orgName }] as const)
  return [...new Map(places).values()]
}

/** The groups of a branch, or what lies directly below a committee: a paper may be for some of them only. */
export const partsOfOrg = (orgId: string, orgs: readonly Org[]): Org[] =>
  orgs.filter(({ parentId, active }) => active && parentId === orgId).sort((a, b) => groupRank(a.name) - groupRank(b.name) || a.name.localeCompare(b.name, 'zh'))

/** Whether it can be answered now or later. */
export const isOpen = ({ withdrawnReason, dueAt }: Pick<PaperSummary, 'withdrawnReason' | 'dueAt'>, now: number): boolean => withdrawnReason === null && now < Date.parse(dueAt)

/** Open ones by deadline, the others as they come: newest first. */
export function byState(items: readonly PaperSummary[], now: number): { open: PaperSummary[]; closed: PaperSummary[] } {
  const open = items.filter((paper) => isOpen(paper, now)).sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))
  return { open, closed: items.filter((paper) => !isOpen(paper, now)) }
}

export interface PaperLook {
  note: string
  value: string
  tone: RowProps['tone']
}

const SOON_MS = 2 * 86_400_000

/** How a paper stands in the list of an organization. */
export function lookOf(paper: PaperSummary, now: number, orgId: string): PaperLook {
  const { done, assigned, mean, ownerName, ownerOrgId, opensAt, dueAt, withdrawnReason } = paper
  const note = [ownerOrgId === orgId ? '' : ownerName, WORDS.progress(done, assigned), mean === null ? '' : WORDS.mean(mean)].filter(Boolean).join(' · ')
  if (withdrawnReason !== null) return { note, value: WORDS.withdrawn, tone: undefined }
  if (now < Date.parse(opensAt)) return { note, value: WORDS.opens(dayText(opensAt)), tone: undefined }
  const left = Date.parse(dueAt) - now
  if (done >= assigned) return { note, value: left > 0 ? dueText(dueAt, now) : WORDS.closedAt, tone: 'ok' }
  return { note, value: left > 0 ? dueText(dueAt, now) : WORDS.closedAt, tone: left > 0 && left < SOON_MS ? 'warn' : undefined }
}

export type Answerer = PaperDetail['people'][number]
export type PeopleTab = 'missing' | 'done'

const byPlace = (a: Answerer, b: Answerer): number => {
  const ranks = groupRank(a.groupName) - groupRank(b.groupName)
  return (
    (Number.isNaN(ranks) ? 0 : ranks) ||
    (a.groupName ?? '').localeCompare(b.groupName ?? '', 'zh') ||
    a.name.localeCompare(b.name, 'zh') ||
    (a.memberId < b.memberId ? -1 : 1)
  )
}

/** Who has handed in and who has not, each by group and name: a list to look somebody up in, never a ranking. */
export function answerers(people: readonly Answerer[]): Record<PeopleTab, Answerer[]> {
  return { missing: people.filter(({ state }) => state !== 'done').sort(byPlace), done: people.filter(({ state }) => state === 'done').sort(byPlace) }
}

/** 第一党小组 · 答了 2 次 · 11月20日 09:10 */
export function answererNote({ groupName, attempts, doneAt, state }: Answerer): string {
  const done = state === 'done' ? [attempts > 1 ? WORDS.tries(attempts) : '', doneAt === null ? '' : `${dayText(doneAt)} ${timeText(doneAt)}`] : []
  return [groupName ?? '', state === 'doing' ? WORDS.doing : '', ...done].filter(Boolean).join(' · ')
}

/** 11月27日 星期五 18:00截止 */
export function dueLine({ opensAt, dueAt }: Pick<PaperSummary, 'opensAt' | 'dueAt'>, now: number): string {
  const words = (instant: string) => `${dayAndWeekdayText(instant)} ${timeText(instant)} `
  if (now < Date.parse(opensAt)) return `${WORDS.starts(words(opensAt))}，${WORDS.due(words(dueAt))}`
  return now < Date.parse(dueAt) ? WORDS.due(words(dueAt)) : WORDS.ended(words(dueAt))
}
