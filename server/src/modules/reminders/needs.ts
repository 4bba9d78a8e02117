import type { Clock } from '../../kernel/clock'
import type { ActivitiesService } from '../activities/types'
import type { AttendanceService } from '../attendance/types'
import type { PaperOutline, PaperPerson, StudyService } from '../study/types'
import { ProblemError } from '../../kernel/problems'
import type { ReminderRecord } from './model'
import { ABOUT, type RuleCode } from './rule-schema'
import { meetingNeeds, paperNeeds } from './rules'
import { activityWords, paperWords, type Words } from './words'

export interface NeedsDeps {
  activities: Pick<ActivitiesService, 'get'>
  attendance: Pick<AttendanceService, 'partsOf'>
  study: Pick<StudyService, 'paper' | 'people' | 'dueBetween'>
}

/** Words of what a reminder is about when it still has a purpose now; null when it has none any more. */
export type NeedOf = (record: Pick<ReminderRecord, 'rule' | 'target' | 'slot' | 'memberId'>, now: Date) => Promise<Words | null>

/** Papers have hundreds of people and are read whole: one reading serves the deliveries of so long, milliseconds. */
const PAPER_LIFE = 2_000
const PAPERS_KEPT = 50

interface OpenPaper { paper: PaperOutline; open: boolean; people: Map<string, PaperPerson> }

export const isRuleCode = (code: string): code is RuleCode => Object.hasOwn(ABOUT, code)

export function createNeeds({ clock, ...deps }: NeedsDeps & { clock: Clock }): NeedOf {
  const kept = new Map<string, { at: number; answer: Promise<OpenPaper | null> }>()

  async function readPaper(id: string): Promise<OpenPaper | null> {
    const paper = await deps.study.paper(id)
    if (!paper) return null
    const around = 1_000
    const due = await deps.study.dueBetween(new Date(paper.dueAt.getTime() - around), new Date(paper.dueAt.getTime() + around))
    const people = await deps.study.people(id)
    return { paper, open: due.some((other) => other.id === id), people: new Map(people.map((person) => [person.memberId, person])) }
  }

  function paperOf(id: string): Promise<OpenPaper | null> {
    const at = clock.now().getTime()
    const known = kept.get(id)
    if (known && Math.abs(at - known.at) < PAPER_LIFE) return known.answer
    if (kept.size >= PAPERS_KEPT) kept.clear()
    const answer = readPaper(id)
    kept.set(id, { at, answer })
    answer.catch(() => kept.delete(id))
    return answer
  }

  async function meeting(code: RuleCode, id: string, { slot, memberId }: Pick<ReminderRecord, 'slot' | 'memberId'>, now: Date): Promise<Words | null> {
    const activity = await deps.activities.get(id).catch((error: unknown) => {
      if (error instanceof ProblemError && error.code === 'not-found') return null
      throw error
    })
    if (!activity) return null
    const member = memberId.toHexString()
    const part = (await deps.attendance.partsOf(member, [id])).get(id) ?? null
    const plannedFor = code === 'meeting-soon' || code === 'meeting-started' ? new Date(slot) : null
    const { status, startAt, endAt } = activity
    return meetingNeeds(code, { status, startAt, endAt, part, plannedFor }, now) ? activityWords(activity) : null
  }

  return async (record, now) => {
    const [kind, id = ''] = record.target.split(':')
    if (!isRuleCode(record.rule)) return null
    if (kind === 'activity') return meeting(record.rule, id, record, now)
    if (kind !== 'paper') return null
    const open = await paperOf(id)
    const person = open?.people.get(record.memberId.toHexString())
    return open && paperNeeds({ open: open.open && now < open.paper.dueAt, state: person?.state ?? null }) ? paperWords(open.paper, now) : null
  }
}
