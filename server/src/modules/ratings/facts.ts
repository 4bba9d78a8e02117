import { monthOf, yearOf, yearRange } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { toId } from '../../kernel/ids'
import type { AttendanceService } from '../attendance/types'
import { emptyQuarters } from '../duties/rules'
import type { DutiesService } from '../duties/types'
import type { StudyService } from '../study/types'
import { countSource, type Gathered } from './counting'
import { ratingModels, type FactRecord, type RatingModels } from './model'
import type { Indicator, Scheme } from './scheme-schema'
import type { EvidenceRef, IndicatorInput, Measured, RatingInputs } from './types'

export interface GatherDeps {
  duties: Pick<DutiesService, 'yearOf'>
  attendance: Pick<AttendanceService, 'presence'>
  study: Pick<StudyService, 'yearOfBranch' | 'lessonMinutes'>
}

/** Facts of a year that stood at an instant, in the order of the days they happened on. */
async function factsAt({ Fact, Withdrawal }: Pick<RatingModels, 'Fact' | 'Withdrawal'>, orgId: string, year: number, asOf: Date): Promise<FactRecord[]> {
  const facts = await Fact.find({ orgId: toId(orgId), year, enteredAt: { $lte: asOf } }).sort({ enteredAt: 1, _id: 1 }).lean()
  if (facts.length === 0) return []
  const withdrawn = new Set((await Withdrawal.find({ orgId: toId(orgId), year, at: { $lte: asOf } }, { _id: 1 }).sort({ _id: 1 }).lean()).map((row) => row._id.toHexString()))
  // Stable: of one day, the one entered last comes last.
  return facts.filter((fact) => !withdrawn.has(fact._id.toHexString())).sort((a, b) => (a.occurredOn < b.occurredOn ? -1 : a.occurredOn > b.occurredOn ? 1 : 0))
}

const refs = (facts: readonly FactRecord[]): EvidenceRef[] => facts.map((fact) => ({ kind: 'fact', id: fact._id.toHexString() }))

/** What the facts of an entered indicator say together: the latest, or the sum of all. */
function combined(indicator: Extract<Indicator, { entry: 'entered' }>, facts: readonly FactRecord[]): IndicatorInput {
  const last = facts.at(-1)
  if (!last) return { measured: null, evidence: [] }
  if (indicator.combine === 'sum') return { measured: { count: facts.reduce((all, { value }) => all + ('count' in value ? value.count : 0), 0) }, evidence: refs(facts) }
  const { value } = last
  const measured: Measured = 'due' in value ? { due: value.due, done: value.done, left: value.due - value.done } : value
  return { measured, evidence: refs([last]) }
}

const of = (facts: readonly FactRecord[], code: string): FactRecord[] => facts.filter((fact) => fact.code === code)

/** The part of the inputs that people enter. */
function entered(scheme: Scheme, facts: readonly FactRecord[]): Pick<RatingInputs, 'vetoes' | 'indicators'> {
  const indicators = scheme.dimensions.flatMap((dimension) => dimension.indicators)
  const said = (code: string): boolean => { const value = of(facts, code).at(-1)?.value; return value !== undefined && 'yes' in value && value.yes }
  return {
    indicators: Object.fromEntries(indicators.flatMap((indicator) => (indicator.entry === 'entered' ? [[indicator.code, combined(indicator, of(facts, indicator.code))]] : []))),
    vetoes: scheme.limits.filter(({ code, when }) => when.how === 'fact' && said(code)).map(({ code }) => code),
  }
}

export interface Gatherer {
  /**
   * Inputs of a branch's year as of an instant. `past`: the instant lies back, attendance counts as it had been recorded by then;
   * roster and papers have no history and are taken as they are. Meetings above the branch are not counted. Throws not-found.
   */
  gather(scheme: Scheme, branchId: string, year: number, asOf: Date, past: boolean): Promise<RatingInputs>
  /** The same inputs with what people have entered by now: two commands. */
  withFacts(scheme: Scheme, branchId: string, inputs: RatingInputs, asOf: Date): Promise<RatingInputs>
}

/** The month of a year that runs at an instant, 1–12; the instant at which a month ends still counts for it. */
export function runningMonth(year: number, asOf: Date): number {
  const last = new Date(asOf.getTime() - 1)
  return yearOf(last) === year ? monthOf(last) : yearOf(last) > year ? 12 : 1
}

/** What a branch's score is made of. Reading only, in a number of commands that does not depend on its size. */
export function createGatherer(context: Pick<Context, 'connection'>, deps: GatherDeps): Gatherer {
  const models = ratingModels(context.connection)

  const gather: Gatherer['gather'] = async (scheme, branchId, year, asOf, past) => {
    let presence: Gathered['presence'] = []
    const branchYear = await deps.duties.yearOf(branchId, year, asOf, async (finished) => {
      presence = await deps.attendance.presence(finished, past ? asOf : null)
      return new Set(presence.filter((row) => row.role === 'expected' && (row.state === 'present' || row.state === 'made-up')).map((row) => row.activityId))
    })
    const range = yearRange(year)
    const members = branchYear.members.map((member) => member._id.toHexString())
    const floating = branchYear.members.filter((member) => member.floating).map((member) => member._id.toHexString())
    const [papers, lessonMinutes, facts] = await Promise.all([
      deps.study.yearOfBranch(branchId, range.from, past ? asOf : range.to, floating),
      deps.study.lessonMinutes(members, range.from, asOf),
      factsAt(models, branchId, year, asOf),
    ])
    const gathered: Gathered = { year: branchYear, presence, papers, lessonMinutes }
    const indicators = scheme.dimensions.flatMap((dimension) => dimension.indicators)
    const byHand = entered(scheme, facts)
    return {
      year, month: runningMonth(year, asOf),
      members: members.length, groups: branchYear.facts.groups.length, committee: branchYear.facts.committee, dutyVersion: branchYear.rules.version,
      indicators: { ...byHand.indicators, ...Object.fromEntries(indicators.flatMap((indicator) => (indicator.entry === 'computed' ? [[indicator.code, countSource(indicator.source, scheme, gathered)]] : []))) },
      vetoes: byHand.vetoes,
      emptyQuarters: Object.fromEntries(scheme.limits.flatMap(({ code, when }) => (when.how === 'empty-quarter' ? [[code, emptyQuarters(branchYear.facts, when.kinds)]] : []))),
    }
  }

  return {
    gather,
    withFacts: async (scheme, branchId, inputs, asOf) => {
      const byHand = entered(scheme, await factsAt(models, branchId, inputs.year, asOf))
      return { ...inputs, vetoes: byHand.vetoes, indicators: { ...inputs.indicators, ...byHand.indicators } }
    },
  }
}
