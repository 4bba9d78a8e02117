import type { BranchFact, IndicatorDetail } from '@pioneer/shared-types/ratings/schemas'
import { ACTIVITY_KIND_NAMES } from '@pioneer/shared-types/constants'
import { dayOf } from '../../kernel/calendar'
import type { ActivityRecord } from '../activities/types'
import type { Entry } from './book'
import { indicatorScore, type Shown } from './present'
import type { Limit, Scheme } from './scheme-schema'
import type { EvidenceRef } from './types'
import { howOf } from './words'

/** What stands behind one indicator. Meetings and papers as links, never persons. */

export interface DetailDeps {
  /** For those who may see what was entered; empty for the others. */
  facts: BranchFact[]
  canEnter: boolean
  meetings: (ids: readonly string[]) => Promise<ActivityRecord[]>
  /** Which of these meetings and papers the caller may open. */
  opens: (meetings: readonly ActivityRecord[], papers: readonly string[]) => Promise<ReadonlySet<string>>
}
type Evidence = IndicatorDetail['evidence'][number]

const dayInWords = (instant: Date): string => {
  const [, month, day] = dayOf(instant).split('-')
  return `${Number(month)}月${Number(day)}日`
}

async function evidenceOf(refs: readonly EvidenceRef[], deps: DetailDeps): Promise<Evidence[]> {
  const ids = refs.flatMap((ref) => (ref.kind === 'activity' ? [ref.id] : []))
  const rows = ids.length === 0 ? [] : await deps.meetings([...new Set(ids)])
  const meetings = new Map(rows.map((meeting) => [meeting._id.toHexString(), meeting]))
  const opens = await deps.opens(rows, refs.flatMap((ref) => (ref.kind === 'paper' ? [ref.id] : [])))
  const linkTo = (page: 'activity' | 'paper', id: string): Evidence['link'] => (opens.has(id) ? { page, id } : null)
  const facts = new Map(deps.facts.map((fact) => [fact.id, fact]))
  const seen = new Set<string>()
  const lines = refs.flatMap((ref): Evidence[] => {
    if (ref.kind === 'missed') return [{ counts: false, title: ref.title, note: '没有记录', at: null, link: null }]
    if (seen.has(ref.id)) return []
    seen.add(ref.id)
    if (ref.kind === 'paper') return [{ counts: ref.counts, title: ref.title, note: ref.note, at: ref.dueAt, link: linkTo('paper', ref.id) }]
    if (ref.kind === 'fact') {
      const fact = facts.get(ref.id)
      return fact ? [{ counts: true, title: fact.words, note: fact.note, at: null, link: null }] : []
    }
    const meeting = meetings.get(ref.id)
    return meeting ? [{
      counts: ref.counts, title: opens.has(ref.id) ? meeting.title : meeting.kinds.map((kind) => ACTIVITY_KIND_NAMES[kind]).join('、'),
      note: `${dayInWords(meeting.startAt)} · ${meeting.ownerName}`, at: meeting.startAt.toISOString(), link: linkTo('activity', ref.id),
    }] : []
  })
  // What is missing first, then the newest.
  return [...lines.filter((line) => line.at === null), ...lines.filter((line) => line.at !== null).sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1))]
}

/** The page of an indicator; null when the scheme knows no such code. */
export async function detailOf(scheme: Scheme, code: string, shown: Shown, deps: DetailDeps): Promise<IndicatorDetail | null> {
  const index = scheme.dimensions.findIndex((dimension) => dimension.indicators.some((one) => one.code === code))
  const dimension = scheme.dimensions[index]
  const indicator = dimension?.indicators.find((one) => one.code === code)
  if (!dimension || !indicator) return null
  const result = shown.result.dimensions[index]?.indicators.find((one) => one.code === code)
  return {
    ...indicatorScore(indicator, result, shown.inputs), dimension: dimension.name, how: howOf(indicator, result?.weight ?? 0),
    evidence: await evidenceOf(shown.inputs.indicators[code]?.evidence ?? [], deps),
    form: indicator.entry === 'entered' ? { kind: indicator.form.kind, ask: indicator.form.ask, unit: indicator.form.unit } : null,
    facts: deps.facts, canEnter: deps.canEnter, asOf: shown.shownAt.toISOString(),
  }
}

/** The page of a limit that the committee enters: it gives no points, it holds the stars down. */
export function vetoDetail(limit: Limit, form: Entry['form'], shown: Shown, facts: BranchFact[], canEnter: boolean): IndicatorDetail {
  const stands = shown.inputs.vetoes.includes(limit.code)
  return {
    code: limit.code, name: limit.name, max: 0, weight: 0, score: 0, entry: 'entered', state: 'scored', words: stands ? limit.reason : '没有', dimension: '一票否决',
    how: `查实后最多评${['一', '二', '三', '四', '五'][limit.atMost - 1] ?? ''}星，由机关党委登记。`, evidence: [], form, facts, canEnter, asOf: shown.shownAt.toISOString(),
  }
}
