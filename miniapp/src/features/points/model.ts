import type { MyPoints, PointsEntry } from '@pioneer/shared-types/points/schemas'
import { HEADING_NAMES, type Heading } from '@pioneer/shared-types/constants'
import { byMonth, dayText, fullDayText, partsOf, timeText } from '@/services/calendar'
import { WORDS } from './words'

/** View logic of points. Pure; points are whole numbers. */

/** +1, −2 with a real minus sign. */
export const signed = (delta: number): string => (delta < 0 ? `−${-delta}` : `+${delta}`)

/** Gains are gold; what corrects an earlier line is information; a deduction by rule is plain. */
export type EntryTone = 'gain' | 'correction' | 'deduction'

export function toneOf({ delta, previousId }: Pick<PointsEntry, 'delta' | 'previousId'>): EntryTone {
  if (previousId !== null) return 'correction'
  return delta < 0 ? 'deduction' : 'gain'
}

export interface EntryTag {
  text: string
  kind: 'info' | 'line'
  undo: boolean
}

/** At most two: what this line does to another, and what became of it. */
export function tagsOf(entry: Pick<PointsEntry, 'delta' | 'previousId' | 'reversed' | 'capped'>): EntryTag[] {
  const tags: EntryTag[] = []
  if (entry.previousId !== null) tags.push({ text: entry.delta < 0 ? WORDS.takenBack : WORDS.givenBack, kind: 'info', undo: entry.delta < 0 })
  if (entry.reversed) tags.push({ text: WORDS.reversed, kind: 'line', undo: false })
  else if (entry.capped) tags.push({ text: WORDS.capped, kind: 'line', undo: false })
  return tags
}

/** 更正 for what corrects an earlier line, else what it is for. */
export const titleOf = (entry: Pick<PointsEntry, 'previousId' | 'reason'>): string =>
  entry.previousId === null ? entry.reason : WORDS.correction

/** The lines under the title: heading and how, then where it comes from. */
export function notesOf(entry: PointsEntry): string[] {
  // the title says 更正 already
  const how = entry.previousId === null ? entry.evidence : entry.reason.replace(/^更正：/, '')
  const first = [HEADING_NAMES[entry.heading], how]
  return [first.filter(Boolean).join(' · '), entry.source.title ?? ''].filter((line) => line !== '')
}

export interface PointsMonth {
  key: string
  title: string
  /** Σ of the month's lines, signed. */
  sum: string
  entries: PointsEntry[]
}

/** The ledger of a year by month of what happened, newest first, each with its sum. */
export function monthsOf({ entries, year }: Pick<MyPoints, 'entries' | 'year'>): PointsMonth[] {
  const inYear = `${year}-06-15T00:00:00Z`
  return byMonth(entries, ({ occurredAt }) => occurredAt, inYear).map(({ key, title, items }) => ({
    key,
    title,
    sum: signed(items.reduce((sum, { delta }) => sum + delta, 0)),
    entries: items,
  }))
}

/** 20日 */
export const dayOfMonth = (instant: string): string => `${partsOf(instant).day}日`

export interface Fact {
  label: string
  text: string
}

/** Everything that is known about one line: by which rule, on what evidence, when, and what became of it. */
export function factsOf(entry: PointsEntry, points: Pick<MyPoints, 'entries' | 'rules'>): Fact[] {
  const rule = points.rules.find((candidate) => candidate.rule === entry.rule)
  const earlier = points.entries.find(({ id }) => id === entry.previousId)
  const cap = rule?.cap === null || rule === undefined ? '' : `，全年最多 ${rule.cap} 分`
  const facts: Array<Fact | null> = [
    { label: WORDS.byRule, text: rule === undefined ? entry.ruleName : `${entry.ruleName}：${rule.points}${cap}` },
    { label: WORDS.reason, text: entry.reason },
    entry.source.title === null ? null : { label: WORDS.source, text: entry.source.title },
    entry.evidence === null ? null : { label: WORDS.evidence, text: entry.evidence },
    { label: WORDS.happened, text: fullDayText(entry.occurredAt) },
    {
      label: WORDS.entered,
      text: `${HEADING_NAMES[entry.heading]} · 规则第 ${entry.ruleVersion} 版 · ${dayText(entry.recordedAt)} ${timeText(entry.recordedAt)}`,
    },
    entry.previousId === null
      ? null
      : { label: WORDS.corrects, text: earlier === undefined ? WORDS.correctsOther : `${dayText(earlier.recordedAt)}记的 ${signed(earlier.delta)}，${earlier.reason}` },
    entry.reversed ? { label: WORDS.state, text: WORDS.reversedText } : null,
    entry.capped && !entry.reversed ? { label: WORDS.state, text: WORDS.cappedText } : null,
  ]
  return facts.filter((fact) => fact !== null)
}

type Rule = MyPoints['rules'][number]

/** The rules under their headings, awards last. */
export function rulesByHeading(rules: readonly Rule[]): Array<{ heading: Heading; name: string; rules: Rule[] }> {
  return (Object.keys(HEADING_NAMES) as Heading[])
    .map((heading) => ({ heading, name: HEADING_NAMES[heading], rules: rules.filter((rule) => rule.heading === heading) }))
    .filter((group) => group.rules.length > 0)
}

/** 每次 1 分，全年最多 12 分 */
export const ruleText = ({ points, cap }: Pick<Rule, 'points' | 'cap'>): string =>
  cap === null ? points : `${points}，全年最多 ${cap} 分`
