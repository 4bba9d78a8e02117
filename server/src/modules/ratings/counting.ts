import type { PresenceRow } from '../attendance/types'
import { monthsAsked, tallyOf } from '../duties/rules'
import type { BranchYear, HeldMeeting } from '../duties/types'
import type { PaperYear } from '../study/types'
import type { Indicator, Scheme } from './scheme-schema'
import type { EvidenceRef, IndicatorInput, Measured } from './types'

/** How the computed indicators are counted from what a branch held, who came and what was answered. Pure; no persons leave here. */

/** What is counted from, read before. */
export interface Gathered {
  year: BranchYear
  presence: readonly PresenceRow[]
  papers: readonly PaperYear[]
  /** Minutes of passed lessons by member. */
  lessonMinutes: ReadonlyMap<string, number>
}

type Source = Extract<Indicator, { entry: 'computed' }>['source']

const DAY = 86_400_000
const minutesOf = (meeting: HeldMeeting): number => Math.round((meeting.endAt.getTime() - meeting.startAt.getTime()) / 60_000)
const meant = (rows: readonly HeldMeeting[]): EvidenceRef[] => rows.map(({ id }) => ({ kind: 'activity', id, counts: true }))

/** Whom rates count: on the roster, not floating (domain-rules: they are excluded from rates). */
const counted = ({ year }: Gathered): Set<string> => new Set(year.members.filter((member) => !member.floating).map((member) => member._id.toHexString()))

const PERIODS = { month: (from: number) => `${from}月`, quarter: (from: number) => `${['一', '二', '三', '四'][(from - 1) / 3] ?? ''}季度`, year: () => '今年' } as const

function duty({ year }: Gathered, kinds: readonly string[]): IndicatorInput {
  const total = { due: 0, done: 0, left: 0 }
  const evidence: EvidenceRef[] = []
  for (const rule of year.rules.rules.filter((candidate) => kinds.includes(candidate.kind))) {
    const tally = tallyOf(rule, year.facts)
    total.due += tally.due
    total.done += tally.done
    total.left += tally.left
    for (const period of tally.periods) {
      evidence.push(...period.activityIds.map((id): EvidenceRef => ({ kind: 'activity', id, counts: true })))
      if (period.over && period.done < period.asked) {
        const part = period.asked > 1 ? `，办了 ${period.done} / ${period.asked}` : ''
        evidence.push({ kind: 'missed', title: `${PERIODS[rule.every](period.from)}没有办齐${rule.name}${part}` })
      }
    }
  }
  return { measured: total, evidence }
}

/** Present ÷ expected over the meetings of a kind that were held; leave counts as not there [D]. */
function attendance(gathered: Gathered, kind: string): IndicatorInput {
  const meetings = gathered.year.facts.meetings.filter((meeting) => meeting.held && meeting.kinds.some((one) => one === kind))
  const ids = new Set(meetings.map((meeting) => meeting.id))
  const rows = gathered.presence.filter((row) => ids.has(row.activityId) && row.role === 'expected' && !row.floating)
  const num = rows.filter((row) => row.state === 'present').length
  const rule = gathered.year.rules.rules.find((candidate) => candidate.kind === kind)
  const usual = meetings.length === 0 ? counted(gathered).size : Math.round(rows.length / meetings.length)
  const coming = (rule ? tallyOf(rule, gathered.year.facts).left : 0) * usual
  return { measured: { num, den: rows.length, bestNum: num + coming, bestDen: rows.length + coming }, evidence: meant(meetings) }
}

/** Papers count when they are over, before that with what was handed in already. */
function quiz({ papers, year }: Gathered, what: Extract<Source, { from: 'quiz' }>['what']): IndicatorInput {
  const relevant = what === 'discipline' ? papers.filter((paper) => paper.discipline) : papers
  const sum = { num: 0, den: 0, open: 0 }
  for (const paper of relevant) {
    const over = paper.dueAt <= year.facts.asOf
    if (!over) sum.open += paper.assigned - paper.done
    if (what === 'score') {
      sum.num += paper.scoreSum
      sum.den += 100 * paper.done
    } else {
      sum.num += what === 'participation' ? paper.done : paper.passed
      sum.den += over ? paper.assigned : paper.done
    }
  }
  const { num, den, open } = sum
  // Scores and failed tests can still be bettered by another attempt while a paper is open.
  const best = what === 'participation' ? { bestNum: num + open, bestDen: den + open } : open > 0 || relevant.some((paper) => paper.dueAt > year.facts.asOf) ? { bestNum: den, bestDen: den } : { bestNum: num, bestDen: den }
  return {
    measured: { num, den, ...best },
    evidence: relevant.map(({ id, title, dueAt, done, assigned, passed }): EvidenceRef => ({
      kind: 'paper', id, title, dueAt: dueAt.toISOString(), note: what === 'discipline' ? `合格 ${passed} / ${assigned} 人` : `答了 ${done} / ${assigned} 人`, counts: done > 0,
    })),
  }
}

/** Members who have the hours that the months gone by ask for: the year's hours by twelfths [D]. */
function training(gathered: Gathered, { hours, kinds, mostMinutesEach }: Scheme['training']): IndicatorInput {
  const meetings = gathered.year.facts.meetings.filter((meeting) => meeting.held && meeting.kinds.some((kind) => kinds.includes(kind)))
  const length = new Map(meetings.map((meeting) => [meeting.id, Math.min(minutesOf(meeting), mostMinutesEach)]))
  const minutes = new Map(gathered.lessonMinutes)
  for (const { activityId, memberId, state } of gathered.presence) {
    if (state === 'present' || state === 'made-up') minutes.set(memberId, (minutes.get(memberId) ?? 0) + (length.get(activityId) ?? 0))
  }
  const needed = (hours * 60 * monthsAsked(gathered.year.facts)) / 12
  const members = [...counted(gathered)]
  const num = members.filter((member) => (minutes.get(member) ?? 0) >= needed).length
  const den = needed === 0 ? 0 : members.length
  return { measured: { num: Math.min(num, den), den, bestNum: den, bestDen: den }, evidence: meant(meetings) }
}

/** Members who took part in at least one voluntary service. */
function service(gathered: Gathered): IndicatorInput {
  const meetings = gathered.year.facts.meetings.filter((meeting) => meeting.held && meeting.kinds.includes('volunteer'))
  const ids = new Set(meetings.map((meeting) => meeting.id))
  const served = new Set(gathered.presence.filter((row) => ids.has(row.activityId) && row.state === 'present').map((row) => row.memberId))
  const members = [...counted(gathered)]
  return { measured: { num: members.filter((member) => served.has(member)).length, den: members.length, bestNum: members.length, bestDen: members.length }, evidence: meant(meetings) }
}

/** Plans that were published so many days before the start, of the meetings that were held. */
function plan({ year }: Gathered, leadDays: number): IndicatorInput {
  const held = year.facts.meetings.filter((meeting) => meeting.held)
  const filed = (meeting: HeldMeeting): boolean => meeting.publishedAt.getTime() <= meeting.startAt.getTime() - leadDays * DAY
  const left = year.rules.rules.reduce((all, rule) => all + tallyOf(rule, year.facts).left, 0)
  const measured: Measured = { due: held.length, done: held.filter(filed).length, left }
  return { measured, evidence: held.map((meeting): EvidenceRef => ({ kind: 'activity', id: meeting.id, counts: filed(meeting) })) }
}

/** What a computed indicator counts. */
export function countSource(source: Source, scheme: Scheme, gathered: Gathered): IndicatorInput {
  switch (source.from) {
    case 'duty': return duty(gathered, source.kinds)
    case 'attendance': return attendance(gathered, source.kind)
    case 'quiz': return quiz(gathered, source.what)
    case 'training': return training(gathered, scheme.training)
    case 'service': return service(gathered)
    case 'plan': return plan(gathered, scheme.planLeadDays)
  }
}
