import fc from 'fast-check'
import { ATTENDANCE_STATES } from '@pioneer/shared-types/constants'
import { ProblemError } from '../src/kernel/problems'
import { inTransaction } from '../src/kernel/transaction'
import { reconcileAttendance } from '../src/modules/attendance/reconcile'
import { reconcilePoints } from '../src/modules/points/reconcile'
import { useDatabase } from './support/database'
import { END, minutes, openMeeting, phone, someone, type Meeting } from './support/meeting'

const database = useDatabase()
let meeting: Meeting

beforeAll(async () => { meeting = await openMeeting(database.uri) })
afterAll(() => meeting.close())

async function faults(): Promise<string[]> {
  const found: string[] = []
  for await (const fault of reconcilePoints(meeting.connection)) found.push(`${fault.kind} ${fault.what}`)
  for await (const fault of reconcileAttendance(meeting.connection, meeting, { activities: 0, attendances: 0 })) found.push(`${fault.kind} ${fault.what}`)
  return found
}
/** Refusals of the domain are part of a history; anything else is not. */
const tried = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => {
  if (!(error instanceof ProblemError)) throw error
})

type Step = { kind: 'scan' | 'set' | 'ask' | 'decide' | 'absence' | 'cancel' | 'crash'; who: number; state: (typeof ATTENDANCE_STATES)[number]; at: number }
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('scan', 'scan', 'set', 'set', 'set', 'ask', 'decide', 'absence', 'cancel', 'crash'), who: fc.nat(5), state: fc.constantFrom(...ATTENDANCE_STATES), at: fc.integer({ min: -40, max: 60 * 28 }),
})

it('is clean after a random history with retries and crashes', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
    const members = Array.from({ length: 6 }, () => someone())
    meeting.clock.set(minutes(-60))
    const activity = await meeting.publish(members.slice(0, 4).map(({ memberId }) => memberId), { kinds: ['theme-day', 'member-assembly'], guests: members.slice(4).map(({ memberId }) => memberId) })
    const id = activity._id.toHexString()
    const secretary = someone()
    let ticket: string | null = null
    for (const { kind, who, state, at } of [...steps].sort((a, b) => a.at - b.at)) {
      meeting.clock.set(minutes(at))
      const member = members[who] ?? secretary
      ticket = meeting.checkIns.shown(activity, meeting.clock.now())?.ticket ?? ticket
      if (kind === 'scan' && ticket) await Promise.all([1, 2].map(() => tried(meeting.checkIns.redeem(member, { ticket: ticket ?? '', deviceId: phone() }))))
      if (kind === 'set') await tried(meeting.row(activity, member.memberId ?? '').then((row) => meeting.attendance.set(secretary, id, member.memberId ?? '', { state, reason: '更正', expectedVersion: row?.version ?? 0 })))
      if (kind === 'ask') await tried(meeting.attendance.ask(member, id, { kind: at % 2 ? 'leave' : 'sign-in', reason: '有事' }))
      if (kind === 'decide') for (const request of await meeting.attendance.requestsOf(id)) await tried(meeting.attendance.decide(secretary, id, { ids: [request.id], decision: at % 3 ? 'approve' : 'reject' }))
      if (kind === 'absence') for (const job of meeting.attendance.jobs) await job.run(meeting.clock.now())
      if (kind === 'cancel' && who === 0) {
        await inTransaction(meeting.connection, async (session) => {
          const found = await meeting.models.Activity.findOneAndUpdate({ _id: activity._id, status: 'published' }, { $set: { status: 'cancelled' } }, { session }).lean()
          if (found) await meeting.attendance.cancelled(activity, secretary.accountId, session)
        })
      }
      if (kind === 'crash' && ticket) {
        const settle = meeting.points.settle
        meeting.points.settle = async (settlements, session) => {
          await settle(settlements, session)
          throw new Error('killed before the commit')
        }
        await meeting.checkIns.redeem(member, { ticket, deviceId: phone() }).catch(() => undefined)
        meeting.points.settle = settle
      }
    }
    expect(await faults()).toEqual([])
  }), { numRuns: 12 })
}, 120_000)

it('names what was tampered with', async () => {
  const [one, two] = [someone(), someone()] as const
  meeting.clock.set(minutes(3))
  const activity = await meeting.publish([one.memberId, two.memberId])
  const { ticket } = meeting.shown(activity)
  for (const member of [one, two]) await meeting.checkIns.redeem(member, { ticket, deviceId: phone() })
  meeting.clock.set(minutes(60 * 25, END))
  expect(await faults()).toEqual([])
  await meeting.connection.collection('attendance').updateOne({ activityId: activity._id, memberId: (await meeting.row(activity, one.memberId))?.memberId }, { $set: { state: 'absent' } })
  await meeting.connection.collection('pointsEntries').deleteOne({ source: `activity:${activity._id.toHexString()}`, memberId: (await meeting.row(activity, two.memberId))?.memberId })
  const found = await faults()
  expect(found).toEqual([
    expect.stringMatching(/^fold .*state is "absent", the changes say "present"/),
    expect.stringMatching(/^settled .*theme-day-attended .*settled at 1, must be 0/),
    expect.stringMatching(/^settled .*absent-without-leave .*settled at 0, must be -2/),
    expect.stringMatching(/^settled .*theme-day-attended .*settled at 0, must be 1/),
  ])
})
