import type { Model } from 'mongoose'
import type { Context } from '../../kernel/context'
import type { Job } from '../../kernel/jobs'
import type { ActivitiesService } from '../activities/types'
import type { AttendanceService } from '../attendance/types'
import type { AuthService } from '../auth/types'
import type { StudyService } from '../study/types'
import { makeOnce, plannedRecord } from './make'
import { reminderModels, type ReminderRecord } from './model'
import { ruleOf, type ReminderRule, type ReminderRules, type RuleCode } from './rule-schema'
import type { RulesNow } from './rule-store'
import { dueAt, inTime } from './rules'
import { activityWords, paperWords, type Words } from './words'

export interface PlannerDeps {
  activities: Pick<ActivitiesService, 'startingBefore'>
  attendance: Pick<AttendanceService, 'awaited'>
  auth: Pick<AuthService, 'boundMembers'>
  study: Pick<StudyService, 'dueBetween' | 'people'>
  rulesNow: RulesNow
  /** Told that something may be due at once. */
  planned: () => void
}

type PlannerContext = Pick<Context, 'connection' | 'log'>

const MINUTE = 60_000
const OPEN = new Set(['todo', 'doing'])

interface Occasion { rule: ReminderRule; target: string; words: Words; due: Date; slot: string; people: () => Promise<string[]> }

/**
 * Plans what falls due within the next minutes: one reminder for each person it is for. Planning again, or by two processes, makes nothing twice;
 * whether it is still needed is looked at once more when it is delivered. What fell due while no service ran is made while it makes sense.
 */
async function planReminders({ connection, log }: PlannerContext, deps: PlannerDeps, now: Date): Promise<number> {
  const { reminders } = reminderModels(connection)
  const rules = await deps.rulesNow()
  const horizon = new Date(now.getTime() + rules.planAheadMinutes * MINUTE)
  let made = 0
  for (const occasion of [...await meetings(deps, rules, now, horizon), ...await papers(deps, rules, now, horizon)]) {
    try {
      made += await planOccasion(reminders, deps, rules, occasion)
    } catch (error) {
      // What cannot be planned now is tried again by the next round; the others do not wait for it.
      log.error({ err: error, rule: occasion.rule.code, target: occasion.target }, 'a reminder could not be planned')
    }
  }
  if (made > 0) deps.planned()
  return made
}

async function planOccasion(reminders: Model<ReminderRecord>, { auth }: PlannerDeps, rules: ReminderRules, { rule, target, slot, due, words, people }: Occasion): Promise<number> {
  const known = await reminders.find({ rule: rule.code, target, slot }, { memberId: 1 }).sort({ memberId: 1 }).lean()
  const there = new Set(known.map((row) => row.memberId.toHexString()))
  const missing = (await people()).filter((memberId) => !there.has(memberId))
  // Whoever has no account has no inbox: the secretary sees them among those to call.
  const bound = missing.length === 0 ? new Set<string>() : await auth.boundMembers(missing)
  return makeOnce(reminders, missing.filter((id) => bound.has(id)).map((memberId) => plannedRecord(rules, rule, words, { memberId, target, slot, dueAt: due })))
}

/** The rule, when it acts by itself and this instant falls within its time. */
function occasionAt(rules: ReminderRules, code: RuleCode, instant: Date, now: Date, horizon: Date, opensAt?: Date): { rule: ReminderRule; due: Date } | null {
  const rule = ruleOf(rules, code)
  if (!rule.when) return null
  const due = dueAt(instant, rule.when.minutesBefore, opensAt)
  return due <= horizon && inTime(due, rule.when.overdueMinutes, now) ? { rule, due } : null
}

/** The farthest a rule looks ahead, minutes. */
const reach = (rules: ReminderRules, code: RuleCode): number => ruleOf(rules, code).when?.minutesBefore ?? 0

async function meetings({ activities, attendance }: PlannerDeps, rules: ReminderRules, now: Date, horizon: Date): Promise<Occasion[]> {
  const found: Occasion[] = []
  const until = new Date(horizon.getTime() + Math.max(reach(rules, 'meeting-soon'), reach(rules, 'meeting-started')) * MINUTE)
  for (const activity of await activities.startingBefore(until, now)) {
    const id = activity._id.toHexString()
    for (const code of ['meeting-soon', 'meeting-started'] as const) {
      if (code === 'meeting-soon' && now >= activity.startAt) continue
      const occasion = occasionAt(rules, code, activity.startAt, now, horizon)
      if (!occasion) continue
      const people = async (): Promise<string[]> => (await attendance.awaited(id)).map((person) => person.memberId)
      found.push({ ...occasion, target: `activity:${id}`, slot: activity.startAt.toISOString(), words: activityWords(activity), people })
    }
  }
  return found
}

async function papers({ study }: PlannerDeps, rules: ReminderRules, now: Date, horizon: Date): Promise<Occasion[]> {
  const found: Occasion[] = []
  for (const paper of await study.dueBetween(now, new Date(horizon.getTime() + reach(rules, 'paper-due') * MINUTE))) {
    const occasion = occasionAt(rules, 'paper-due', paper.dueAt, now, horizon, paper.opensAt)
    if (!occasion) continue
    const people = async (): Promise<string[]> => (await study.people(paper.id)).filter((person) => OPEN.has(person.state)).map((person) => person.memberId)
    found.push({ ...occasion, target: `paper:${paper.id}`, slot: paper.dueAt.toISOString(), words: paperWords(paper, now), people })
  }
  return found
}

export const planJob = (context: PlannerContext, deps: PlannerDeps): Job => ({
  name: 'reminders-plan', every: 20_000, lease: 60_000,
  run: async (now) => { await planReminders(context, deps, now) },
})
