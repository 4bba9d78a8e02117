import type { Connection } from 'mongoose'
import { DEMO_ACCOUNTS } from '@pioneer/shared-types/constants'
import { yearOf, yearRange } from '../../kernel/calendar'
import { ManualClock, type Clock } from '../../kernel/clock'
import { LEADS, cast, type Actor } from './cast'
import { demoStates, type DemoState } from './model'
import { buildOffice, callerOf, demoAccounts, grantRoles, invited, type Office } from './office'
import { announce, closeNow, playNow, playPast, type Scene } from './play'
import { comingUp, meetingNow, meetingsBetween, type Meeting } from './plan'
import { keepPapersOpen, playStudy, rateAll } from './study'
import type { DemoResult, ServicesAt } from './types'

const MINUTE = 60_000
const DAY = 86_400_000
/** The other branches began with the product so long ago; the first one keeps its record from the start of the year. */
const FULL_DAYS = 92
/** With less left than this a new meeting is called, so that there is time to try it. */
const ENOUGH_LEFT = 30 * MINUTE
const LEAD_ACCOUNTS = ['member', 'member2', 'secretary'] as const

export interface DemoDeps {
  connection: Connection
  clock: Clock
  servicesAt: ServicesAt
  /** A sentence for whoever waits at the terminal. */
  progress: (sentence: string) => void
}

/**
 * Makes the demo's data or tops it up: one office with six branches, their meetings and points of the year so far, a meeting around now that the demo
 * accounts have not signed in to, and what comes next. Safe to run at every start, also after a start that was cut off.
 */
export async function ensureDemo(deps: DemoDeps): Promise<DemoResult> {
  const states = demoStates(deps.connection)
  const now = deps.clock.now()
  const accounts = DEMO_ACCOUNTS.map((account) => ({ account, name: LEADS[account] }))
  const known = await states.findById('demo').lean()
  const state: DemoState = known ?? { _id: 'demo', seedAt: now, playedUntil: now, secretaries: [], seeded: false, currentId: null, closedId: null, ahead: [] }
  if (!known) await states.create(state)
  const save = async (change: Partial<DemoState>): Promise<void> => {
    Object.assign(state, change)
    await states.updateOne({ _id: 'demo' }, { $set: change })
  }

  const actors = cast(yearOf(state.seedAt))
  const seedStart = storyStart(state.seedAt)
  if (!state.seeded) {
    if (state.secretaries.length === 0) {
      deps.progress('演示数据：建立组织和名册 / demo data: organizations and roster')
      await save({ secretaries: await seedOffice(deps, actors, seedStart, joinedAt(state.seedAt)) })
    }
    await playRange(deps, actors, state, meetingsBetween(seedStart, state.seedAt, joinedAt(state.seedAt)), now)
    deps.progress('演示数据：补记学习和评星材料 / demo data: study and evidence for the stars')
    await playStudy(await openScene(deps, actors, state, now), now)
    await save({ seeded: true, playedUntil: state.seedAt })
  }
  await catchUp(deps, actors, state, now, save)
  await setTheStage(deps, actors, state, now, save)
  return { created: !known, accounts }
}

/** The beginning of the year, or three months back when the year is young. */
const storyStart = (seedAt: Date): Date => new Date(Math.min(yearRange(yearOf(seedAt)).from.getTime() + 8 * 60 * MINUTE, seedAt.getTime() - FULL_DAYS * DAY))

/** When the other branches began. */
const joinedAt = (seedAt: Date): Date => new Date(seedAt.getTime() - FULL_DAYS * DAY)

/** Organizations, roster, roles and accounts, dated to when each branch began. Answers the secretaries' accounts. */
async function seedOffice(deps: DemoDeps, actors: readonly Actor[], at: Date, joined: Date): Promise<string[]> {
  const clock = new ManualClock(at)
  const services = deps.servicesAt(clock)
  const office = await buildOffice(services, deps.connection, actors, (branch) => clock.set(branch === 0 ? at : joined))
  await grantRoles(services, office)
  const { secretary } = await demoAccounts(services, office)
  const secretaries = [secretary]
  for (const stage of office.stages.slice(1)) {
    const [, memberId = ''] = [...stage.memberIds].find(([actor]) => actor.roles.includes('secretary')) ?? []
    secretaries.push(await invited(services, stage.branchId, memberId))
  }
  return secretaries
}

async function openScene(deps: DemoDeps, actors: readonly Actor[], state: DemoState, at: Date): Promise<Scene> {
  const clock = new ManualClock(at)
  const services = deps.servicesAt(clock)
  const office: Office = await buildOffice(services, deps.connection, actors)
  return { services, clock, connection: deps.connection, office, secretaries: state.secretaries }
}

/** Meetings played at once: the store shares commits between them. */
const LANES = 8

/** Plays meetings of the past, several side by side: each lane has its own services and its own time. The order of arrival changes no total. */
async function playRange(deps: DemoDeps, actors: readonly Actor[], state: DemoState, meetings: readonly Meeting[], now: Date): Promise<void> {
  const waiting = [...meetings]
  let done = 0
  await Promise.all(Array.from({ length: Math.min(LANES, meetings.length) }, async () => {
    const scene = await openScene(deps, actors, state, now)
    for (let meeting = waiting.shift(); meeting; meeting = waiting.shift()) {
      await playPast(scene, meeting, now)
      done += 1
      if (done % 10 === 0 || done === meetings.length) deps.progress(`演示数据：补记活动 ${done} / ${meetings.length} / demo data: meetings of the year`)
    }
  }))
}

/** What should have happened since the last start, and the meetings that were still to come then. */
async function catchUp(deps: DemoDeps, actors: readonly Actor[], state: DemoState, now: Date, save: (change: Partial<DemoState>) => Promise<void>): Promise<void> {
  const over = state.ahead.filter((meeting) => meeting.endAt <= now)
  const regular = now > state.playedUntil ? meetingsBetween(state.playedUntil, now, state.playedUntil) : []
  const missed = [...regular, ...over].sort((a, b) => a.startAt.getTime() - b.startAt.getTime())
  if (missed.length === 0) return
  await playRange(deps, actors, state, missed, now)
  await save({ playedUntil: regular.at(-1)?.endAt ?? state.playedUntil, ahead: state.ahead.filter((meeting) => meeting.endAt > now) })
}

/** The meeting around now, what comes next, and somebody who waits for the secretary. */
async function setTheStage(deps: DemoDeps, actors: readonly Actor[], state: DemoState, now: Date, save: (change: Partial<DemoState>) => Promise<void>): Promise<void> {
  const scene = await openScene(deps, actors, state, now)
  if (state.currentId !== null && !(await stillFresh(scene, state.currentId, now))) {
    await closeNow(scene, state.currentId, now)
    await save({ currentId: null, closedId: state.currentId })
  }
  if (state.currentId === null) {
    deps.progress('演示数据：准备眼下的主题党日 / demo data: a meeting around now')
    await save({ currentId: await playNow(scene, meetingNow(now, state.closedId), now) })
  }
  const missing = comingUp(now).filter((meeting) => !state.ahead.some((other) => other.kinds[0] === meeting.kinds[0]))
  for (const meeting of missing) {
    await announce(scene, meeting)
    await save({ ahead: [...state.ahead, meeting] })
  }
  await waitForTheSecretary(scene)
  await keepPapersOpen(scene, now)
  await rateAll(scene)
}

/** Whether the meeting can still be tried: time is left and none of the demo accounts has been heard of. */
async function stillFresh(scene: Scene, activityId: string, now: Date): Promise<boolean> {
  const activity = await scene.services.activities.get(activityId)
  if (activity.status !== 'published' || activity.endAt.getTime() - now.getTime() < ENOUGH_LEFT) return false
  // Whoever opens the demo should be able to be on time.
  if (now >= scene.services.activities.window(activity).lateAt) return false
  for (const memberId of leadIds(scene.office)) {
    const part = (await scene.services.attendance.partsOf(memberId, [activityId])).get(activityId)
    if (part?.state !== 'pending') return false
  }
  return true
}

const leadIds = ({ stages }: Office): string[] =>
  [...stages[0]?.memberIds ?? []].flatMap(([actor, memberId]) => (actor.lead !== null && LEAD_ACCOUNTS.includes(actor.lead) ? [memberId] : []))

/** Somebody of the branch asks to be bound, unless somebody already waits. */
async function waitForTheSecretary({ services, office }: Scene): Promise<void> {
  const [stage] = office.stages
  if (!stage || (await services.auth.pendingBindings([stage.branchId])) > 0) return
  const bound = await services.auth.boundMembers([...stage.memberIds.values()])
  const [actor] = [...stage.memberIds].reverse().find(([candidate, memberId]) => candidate.fields.status === 'full' && !bound.has(memberId)) ?? []
  if (!actor) return
  const { session } = await services.auth.sessions.web()
  await services.auth.bind(await callerOf(services, session.me.accountId), { name: actor.fields.name, phoneLast4: actor.phone.slice(-4), consent: true })
}
