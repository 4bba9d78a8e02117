import type { DutyCell } from '@pioneer/shared-types/duties/schemas'
import type { DutyState } from '@pioneer/shared-types/constants'
import { dayOf, startOfDay, yearOf } from '../../kernel/calendar'
import type { DutyRule, DutyRules } from './rule-schema'
import type { DutyFacts, DutyPeriod, DutyTally, HeldMeeting } from './types'

/** The law of what a branch has to hold (domain-rules.md, Meetings and how often). Pure; periods are those of Shanghai. */

const DAY = 86_400_000
const MONTHS: Readonly<Record<DutyRule['every'], number>> = { month: 1, quarter: 3, year: 12 }

/** The first instant of a month, counted from January of `year`; 13 is January of the next. */
const monthStart = (year: number, month: number): Date => {
  const [y, m] = month > 12 ? [year + 1, month - 12] : [year, month]
  return startOfDay(`${y}-${String(m).padStart(2, '0')}-01`)
}

/** Whether a period asks anything of somebody whose record begins at `since`: not when more than half of it was over by then [D]. */
const asks = (period: { startAt: Date; endAt: Date }, since: Date): boolean => since.getTime() <= (period.startAt.getTime() + period.endAt.getTime()) / 2

/** Meetings that count for a duty: those of the branch; for 党小组会 those of the group, or of the branch for all or some of its groups. */
function countsFor(rule: DutyRule, meeting: HeldMeeting, unit: string | null): boolean {
  if (!meeting.kinds.includes(rule.kind)) return false
  if (rule.applies === 'groups') return unit !== null && (meeting.groupIds.length === 0 || meeting.groupIds.includes(unit))
  return !meeting.groupIds.includes(meeting.ownerOrgId)
}

/** Who has to meet the duty: each group, or the branch itself. Nobody where it does not apply. */
function unitsOf(rule: DutyRule, facts: DutyFacts): { id: string | null; since: Date }[] {
  if (rule.applies === 'groups') return [...facts.groups]
  return rule.applies === 'committee' && !facts.committee ? [] : [{ id: null, since: facts.since }]
}

/**
 * How a branch stands with a duty: per period what is asked, what was done (never more than asked), and what is due, which is everything asked of
 * a period that is over, before that only what is done already. So whatever is held lowers no rate, and a branch that was entered late is not asked for the months before.
 */
export function tallyOf(rule: DutyRule, facts: DutyFacts): DutyTally {
  const units = unitsOf(rule, facts)
  const length = MONTHS[rule.every]
  const periods = Array.from({ length: 12 / length }, (_, index): DutyPeriod => {
    const from = index * length + 1
    const period = { startAt: monthStart(facts.year, from), endAt: monthStart(facts.year, from + length) }
    const within = facts.meetings.filter((meeting) => meeting.held && meeting.startAt >= period.startAt && meeting.startAt < period.endAt)
    const over = facts.asOf >= period.endAt
    let [asked, done] = [0, 0]
    const behind = new Set<string>()
    for (const unit of units) {
      const held = within.filter((meeting) => countsFor(rule, meeting, unit.id))
      for (const meeting of held) behind.add(meeting.id)
      if (held.length === 0 && !asks(period, unit.since)) continue
      asked += rule.times
      done += Math.min(rule.times, held.length)
    }
    return { from, to: from + length - 1, ...period, asked, done, due: over ? asked : done, over, activityIds: [...behind] }
  })
  const sum = (of: (period: DutyPeriod) => number): number => periods.reduce((all, period) => all + of(period), 0)
  return { kind: rule.kind, due: sum((period) => period.due), done: sum((period) => period.done), left: sum((period) => (period.over ? 0 : period.asked - period.done)), periods }
}

/** Days from today to the last day of a period: 0 on that day itself, as 还剩 n 天 is counted everywhere. */
const daysLeft = (endAt: Date, now: Date): number => Math.round((endAt.getTime() - startOfDay(dayOf(now)).getTime()) / DAY) - 1

const leftInWords = (left: number): string => (left === 0 ? '今天是最后一天' : `剩 ${left} 天`)

const dayInWords = (instant: Date): string => {
  const [, month, day] = dayOf(instant).split('-')
  return `${Number(month)}月${Number(day)}日`
}

/** Published meetings of the period that are still to come and would count, by start. */
function planned(rule: DutyRule, facts: DutyFacts, period: DutyPeriod): { meetings: HeldMeeting[]; enough: boolean } {
  const coming = facts.meetings.filter((meeting) => !meeting.finished && meeting.endAt > facts.asOf && meeting.startAt >= period.startAt && meeting.startAt < period.endAt)
  const units = unitsOf(rule, facts).filter((unit) => asks(period, unit.since))
  const counted = coming.filter((meeting) => units.some((unit) => countsFor(rule, meeting, unit.id)))
  const enough = units.every((unit) => {
    const held = facts.meetings.filter((meeting) => meeting.held && period.activityIds.includes(meeting.id) && countsFor(rule, meeting, unit.id)).length
    return held + counted.filter((meeting) => countsFor(rule, meeting, unit.id)).length >= rule.times
  })
  return { meetings: counted, enough: counted.length > 0 && enough }
}

/** The lamp of a period and the words beside it. Monthly lamps of a branch say it all; groups show how many have met. */
export function cellOf(rule: DutyRule, facts: DutyFacts, period: DutyPeriod): DutyCell {
  const base = { from: period.from, to: period.to, done: period.done, due: period.asked }
  const cell = (state: DutyState, label: string | null, activityIds: readonly string[] = period.activityIds): DutyCell => ({ ...base, state, label, activityIds: [...activityIds] })
  const part = period.asked > 1 && period.done > 0 ? `${period.done} / ${period.asked} ${rule.applies === 'groups' ? '个组' : '次'}` : null
  const spans = rule.every !== 'month'
  if (period.asked === 0) return cell('none', null)
  if (period.done >= period.asked) {
    const last = facts.meetings.findLast((meeting) => period.activityIds.includes(meeting.id))
    return cell('done', spans && last ? `已办 ${dayInWords(last.startAt)}` : null)
  }
  if (period.over) return cell('overdue', part ?? (spans ? '没办' : null))
  const coming = planned(rule, facts, period)
  const [first] = coming.meetings
  const ids = [...period.activityIds, ...coming.meetings.map((meeting) => meeting.id)]
  if (first && coming.enough) return cell('planned', spans ? `已排 ${dayInWords(first.startAt)}` : part, ids)
  const left = daysLeft(period.endAt, facts.asOf)
  if (facts.asOf >= period.startAt && left < rule.soonDays) return cell('soon', part ?? (spans ? `没排，${leftInWords(left)}` : null), ids)
  return cell('open', part, ids)
}

/** A duty that calls for somebody. */
export interface Pressing { kind: DutyRule['kind']; name: string; label: string; dueAt: Date; overdue: boolean }

/** A period that ended so long ago still shows as overdue on the desk, milliseconds. */
export const STILL_SHOWN = 31 * DAY

/** The months of a period of the past, e.g. 10月, 去年10–12月; the whole of last year is 去年. */
function monthsInWords({ from, to }: DutyPeriod, lastYear: boolean): string {
  if (to - from === 11) return lastYear ? '去年' : '全年'
  return `${lastYear ? '去年' : ''}${from === to ? from : `${from}–${to}`}月`
}

/** The last period that ended undone and still shows. */
function lateOf(rule: DutyRule, facts: DutyFacts): { period: DutyPeriod; words: string } | null {
  const period = tallyOf(rule, facts).periods.findLast((one) => one.over && one.done < one.asked && facts.asOf.getTime() - one.endAt.getTime() < STILL_SHOWN)
  if (!period) return null
  return { period, words: `${monthsInWords(period, yearOf(facts.asOf) > facts.year)}${period.done > 0 ? `办了 ${period.done} / ${period.asked}` : '没办'}` }
}

/** What is near its end without a plan, else what has just ended undone: one line a duty, by due date. `before`: the year before as of the same instant, while something of it still shows. */
export function pressingOf(rules: DutyRules, facts: DutyFacts, before: DutyFacts | null = null): Pressing[] {
  const lines = rules.rules.flatMap((rule): Pressing[] => {
    const cells = tallyOf(rule, facts).periods.map((period) => ({ period, cell: cellOf(rule, facts, period) }))
    const line = (period: DutyPeriod, label: string, overdue: boolean): Pressing[] => [{ kind: rule.kind, name: rule.name, label, dueAt: new Date(period.endAt.getTime() - 1), overdue }]
    const soon = cells.find(({ cell }) => cell.state === 'soon')
    if (soon) {
      const left = daysLeft(soon.period.endAt, facts.asOf)
      const part = soon.cell.done > 0 ? `办了 ${soon.cell.done} / ${soon.cell.due}` : '没排'
      return line(soon.period, `${part}，${leftInWords(left)}`, false)
    }
    const late = lateOf(rule, facts) ?? (before && lateOf(rule, before))
    return late ? line(late.period, late.words, true) : []
  })
  return lines.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}

/** How many months of the year are over and were asked of the branch, 0–12. */
export const monthsAsked = (facts: DutyFacts): number =>
  Array.from({ length: 12 }, (_, index) => ({ startAt: monthStart(facts.year, index + 1), endAt: monthStart(facts.year, index + 2) })).filter((month) => facts.asOf >= month.endAt && asks(month, facts.since)).length

/** Quarters of the year that are over, were asked for, and in which none of these kinds was held by the branch or a group. */
export function emptyQuarters(facts: DutyFacts, kinds: readonly DutyRule['kind'][]): number[] {
  return [1, 2, 3, 4].filter((quarter) => {
    const period = { startAt: monthStart(facts.year, quarter * 3 - 2), endAt: monthStart(facts.year, quarter * 3 + 1) }
    const met = facts.meetings.some((meeting) => meeting.held && meeting.startAt >= period.startAt && meeting.startAt < period.endAt && meeting.kinds.some((kind) => kinds.includes(kind)))
    return facts.asOf >= period.endAt && asks(period, facts.since) && !met
  })
}
