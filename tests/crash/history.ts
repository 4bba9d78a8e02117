import { createHash } from 'node:crypto'
import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import type { AttendanceRequest, CheckInResult, MissingList, RequestList, SetAttendanceResult } from '@pioneer/shared-types/attendance/schemas'
import type { Frozen } from '@pioneer/shared-types/checkins/schemas'
import type { AttendanceState } from '@pioneer/shared-types/constants'
import type { ScreenState } from '@pioneer/shared-types/screens/schemas'
import type { Dice } from '../support/dice'
import type { Answer, Client } from './client'
import type { Member, Office } from './office'

const MINUTE = 60_000
const KINDS = [['theme-day'], ['theme-day', 'party-lecture'], ['member-assembly'], ['party-lecture']] as const

/** What the service has said is so. */
export interface Acknowledged {
  attendance: { activityId: string; memberId: string; version: number; state: AttendanceState; at: string | null }[]
  entries: { memberId: string; id: string; n: number; delta: number }[]
  requests: { memberId: string; id: string; state: string }[]
  cancelled: Set<string>
  published: Set<string>
}

interface Meeting { id: string; shown: ScreenState | null; finished: boolean; cancelled: boolean }

/**
 * A branch at work, all at once and at random, until it is told to stop: sign-ins by ticket, code and claim, taps and their undoing, requests and
 * decisions, meetings called, finished and called off. What is answered is kept in mind; what is not is sent again.
 */
export class History {
  readonly acknowledged: Acknowledged = { attendance: [], entries: [], requests: [], cancelled: new Set(), published: new Set() }
  /** Answers by what was done and how it went. */
  readonly tally = new Map<string, number>()
  private readonly meetings: Meeting[] = []
  private readonly versions = new Map<string, number>()
  private working = true
  private named = 0

  constructor(private readonly office: Office, private readonly dice: Dice) {}

  async open(): Promise<void> {
    for (let count = 0; count < 4; count += 1) await this.call(this.office.officers[0] as Client)
  }

  /** Works until `stop`; ends when everything under way is answered. */
  async run(): Promise<void> {
    const { members, officers } = this.office
    await Promise.all([
      ...members.map((member) => this.lane(40, () => this.asMember(member))),
      ...officers.flatMap((officer) => [this.lane(60, () => this.asOfficer(officer)), this.lane(60, () => this.asOfficer(officer))]),
      this.lane(400, () => this.look()),
    ])
  }

  stop(): void {
    this.working = false
  }

  private async lane(rest: number, act: () => Promise<void>): Promise<void> {
    while (this.working) {
      await act()
      await new Promise((resolve) => setTimeout(resolve, this.dice.between(0, rest)))
    }
  }

  private note(what: string, answer: Answer<unknown>): void {
    const key = `${what} ${answer.problem?.code ?? 'done'}`
    this.tally.set(key, (this.tally.get(key) ?? 0) + 1)
    if (answer.tries > 1) this.tally.set('sent again', (this.tally.get('sent again') ?? 0) + 1)
  }

  private live(): Meeting[] {
    return this.meetings.filter((meeting) => !meeting.cancelled)
  }

  /** What the rooms show now. */
  private async look(): Promise<void> {
    for (const meeting of this.live()) meeting.shown = (await (this.office.officers[1] as Client).send<ScreenState>('GET', `/activities/${meeting.id}/screen`)).body
  }

  // ---------------------------------------------------------------- members

  private async asMember(member: Member): Promise<void> {
    const meeting = this.dice.pick(this.live())
    const chance = this.dice.next()
    if (chance < 0.7) await this.signIn(member, meeting)
    else if (chance < 0.9) await this.ask(member, meeting)
    else this.note('reply', await member.client.send('POST', `/activities/${meeting.id}/reply`, { reply: 'attend' }))
  }

  private async signIn({ client, memberId }: Member, { id, shown }: Meeting): Promise<void> {
    if (!shown?.ticket || !shown.code) return
    const deviceId = `device-${memberId}`
    const bodies: (() => Promise<object>)[] = [
      async () => ({ ticket: shown.ticket, deviceId, capturedAt: shown.serverTime }),
      async () => ({ url: shown.url, deviceId }),
      async () => ({ activityId: id, code: shown.code, deviceId, capturedAt: shown.serverTime }),
      async () => {
        const verifier = `${memberId}-${this.dice.between(0, 1e9)}`.padEnd(43, '0')
        const frozen = await client.send<Frozen>('POST', '/check-ins/freeze', { ticket: shown.ticket, challenge: createHash('sha256').update(verifier).digest('base64url') })
        return frozen.problem ? { ticket: shown.ticket, deviceId } : { claim: frozen.body.claim, verifier, deviceId }
      },
    ]
    const answer = await client.send<CheckInResult>('POST', '/check-ins/redeem', await this.dice.pick(bodies)())
    this.note('redeem', answer)
    if (answer.problem) return
    if (answer.body.attendance) this.keep(answer.body.attendance, answer.body.points)
    if (answer.body.request) this.acknowledged.requests.push({ memberId, id: answer.body.request.id, state: '' })
  }

  private async ask({ client, memberId }: Member, { id }: Meeting): Promise<void> {
    const kind = this.dice.pick(['leave', 'sign-in'] as const)
    const answer = await client.send<AttendanceRequest>('POST', `/activities/${id}/requests`, { kind, reason: this.dice.pick(['出差在外地', '手机没电']) })
    this.note(`ask ${kind}`, answer)
    if (!answer.problem) this.acknowledged.requests.push({ memberId, id: answer.body.id, state: '' })
  }

  // ---------------------------------------------------------------- officers

  private async asOfficer(officer: Client): Promise<void> {
    const chance = this.dice.next()
    const meeting = this.dice.pick(this.live())
    if (chance < 0.65) await this.set(officer, meeting)
    else if (chance < 0.85) await this.decide(officer, meeting)
    else if (chance < 0.9) await this.resync(officer, meeting)
    else if (chance < 0.94) await this.finish(officer, meeting)
    else if (chance < 0.97) await this.cancel(officer, meeting)
    else if (this.live().length < 8) await this.call(officer)
  }

  private async set(officer: Client, meeting: Meeting): Promise<void> {
    const { memberId } = this.dice.pick(this.office.members)
    const key = `${meeting.id} ${memberId}`
    const state = this.dice.pick(meeting.finished ? ['present', 'absent', 'made-up', 'leave'] as const : ['present', 'present', 'pending', 'leave'] as const)
    const answer = await officer.send<SetAttendanceResult>('PUT', `/activities/${meeting.id}/attendance/${memberId}`, { state, expectedVersion: this.versions.get(key) ?? 0, reason: '现场核对' })
    this.note(`set ${state}`, answer)
    if (answer.problem?.currentVersion !== undefined) this.versions.set(key, answer.problem.currentVersion)
    if (!answer.problem) this.keep(answer.body.attendance, answer.body.points)
  }

  private async decide(officer: Client, { id }: Meeting): Promise<void> {
    const { body, problem } = await officer.send<RequestList>('GET', `/activities/${id}/requests`)
    const ids = problem ? [] : body.items.filter((request) => request.state === 'pending').slice(0, 3).map((request) => request.id)
    if (ids.length === 0) return
    const answer = await officer.send<RequestList>('POST', `/activities/${id}/requests/decide`, { ids, decision: this.dice.pick(['approve', 'approve', 'reject']) })
    this.note('decide', answer)
    if (!answer.problem) this.acknowledged.requests.push(...answer.body.items.map(({ memberId, id: request, state }) => ({ memberId, id: request, state })))
  }

  private async resync(officer: Client, { id }: Meeting): Promise<void> {
    const { body, problem } = await officer.send<MissingList>('GET', `/activities/${id}/missing`)
    if (!problem) for (const row of body.items) this.versions.set(`${id} ${row.memberId}`, row.version)
  }

  private async finish(officer: Client, meeting: Meeting): Promise<void> {
    if (this.live().filter(({ finished }) => !finished).length < 3) return
    const answer = await officer.send('POST', `/activities/${meeting.id}/finish`)
    this.note('finish', answer)
    if (!answer.problem) meeting.finished = true
  }

  private async cancel(officer: Client, meeting: Meeting): Promise<void> {
    if (this.live().filter(({ finished }) => !finished).length < 4) return
    meeting.cancelled = true
    const answer = await officer.send<ActivityDetail>('POST', `/activities/${meeting.id}/cancel`, { reason: '会场停电' })
    this.note('cancel', answer)
    if (!answer.problem) this.acknowledged.cancelled.add(meeting.id)
  }

  private async call(officer: Client): Promise<void> {
    this.named += 1
    const now = Date.now()
    const plan = {
      ownerOrgId: this.office.branchId, kinds: this.dice.pick(KINDS), title: `第 ${this.named} 次活动`, place: '302', requestKey: `meeting-${this.named}-of-the-history`,
      startAt: new Date(now - 5 * MINUTE).toISOString(), endAt: new Date(now + 120 * MINUTE).toISOString(),
    }
    const made = await officer.send<ActivityDetail>('POST', '/activities', plan)
    this.note('plan', made)
    if (made.problem) return
    const published = await officer.send<ActivityDetail>('POST', `/activities/${made.body.id}/publish`)
    this.note('publish', published)
    if (published.problem) return
    this.acknowledged.published.add(made.body.id)
    this.meetings.push({ id: made.body.id, shown: null, finished: false, cancelled: false })
  }

  private keep({ activityId, memberId, version, state, at }: SetAttendanceResult['attendance'], points: SetAttendanceResult['points']): void {
    this.versions.set(`${activityId} ${memberId}`, version)
    this.acknowledged.attendance.push({ activityId, memberId, version, state, at })
    this.acknowledged.entries.push(...points.entries.map(({ id, n, delta }) => ({ memberId, id, n, delta })))
  }
}
