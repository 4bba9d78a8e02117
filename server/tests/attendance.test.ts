import { newId } from '../src/kernel/ids'
import { ProblemError } from '../src/kernel/problems'
import { inTransaction } from '../src/kernel/transaction'
import type { ActivityRecord } from '../src/modules/activities/types'
import type { ExpectedPerson } from '../src/modules/activities/types'
import { foldFault } from '../src/modules/attendance/rules'
import { useDatabase } from './support/database'
import { END, START, minutes, openMeeting, phone, someone, type Meeting } from './support/meeting'

const database = useDatabase()
let meeting: Meeting

beforeAll(async () => { meeting = await openMeeting(database.uri) })
afterAll(() => meeting.close())
beforeEach(() => { meeting.clock.set(minutes(5)) })

const problem = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no problem', (error: unknown) => {
  if (!(error instanceof ProblemError)) throw error
  return { code: error.code, title: error.title, ...error.extras }
})
const idOf = (activity: ActivityRecord): string => activity._id.toHexString()
const runAbsence = async (): Promise<void> => { for (const job of meeting.attendance.jobs) await job.run(meeting.clock.now()) }
const person = (memberId: string, role: 'expected' | 'guest'): ExpectedPerson => ({ memberId, name: '后来的同志', branchId: newId().toHexString(), groupId: null, role, votes: role === 'expected', floating: false })
const amend = (activity: ActivityRecord, memberId: string, role: 'expected' | 'guest'): Promise<void> =>
  inTransaction(meeting.connection, (session) => meeting.attendance.amendExpected(activity, person(memberId, role), '补进名单', 'secretary', session))
const ledger = async (memberId: string): Promise<[string, number, number][]> => (await meeting.entries(memberId)).map(({ rule, delta, target }) => [rule, delta, target])

describe('the secretary\'s tap', () => {
  it('taps in, undoes, repeats a lost answer, and meets a conflict', async () => {
    const [member, secretary, other] = [someone(), someone(), someone()] as const
    const activity = await meeting.publish([member.memberId])
    const set = (caller: typeof secretary, state: 'present' | 'pending' | 'leave', expectedVersion: number) => meeting.attendance.set(caller, idOf(activity), member.memberId, { state, expectedVersion })
    const tapped = await set(secretary, 'present', 0)
    expect(tapped).toMatchObject({ attendance: { state: 'present', door: 'tap', version: 1, late: false, at: minutes(5).toISOString() }, points: { gained: 1, entries: [{ evidence: '书记点到 09:05' }] } })
    expect(await set(secretary, 'present', 0)).toEqual(tapped)
    expect(await set(secretary, 'present', 1)).toEqual(tapped)
    expect(await problem(set(other, 'leave', 0))).toMatchObject({ code: 'conflict', currentVersion: 1 })
    const undone = await set(secretary, 'pending', 1)
    expect(undone).toMatchObject({ attendance: { state: 'pending', at: null, door: null, version: 2 }, points: { gained: -1 } })
    // The member then scans: a new fact.
    expect(await meeting.checkIns.redeem(member, { ticket: meeting.shown(activity).ticket, deviceId: phone() })).toMatchObject({ outcome: 'recorded', attendance: { version: 3 }, points: { gained: 1 } })
    const row = await meeting.row(activity, member.memberId)
    expect(row?.changes.map(({ from, state, actorAccountId }) => [from, state, actorAccountId])).toEqual([
      ['pending', 'present', secretary.accountId], ['present', 'pending', secretary.accountId], ['pending', 'present', member.accountId],
    ])
    expect(row && foldFault(row)).toBeNull()
    expect(await ledger(member.memberId)).toEqual([['theme-day-attended', 1, 1], ['theme-day-attended', -1, 0], ['theme-day-attended', 1, 1]])
  })

  it('two secretaries at once: one wins, the other is told', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId])
    const answers = await Promise.all([someone(), someone(), someone(), someone()].map((secretary, index) =>
      problem(meeting.attendance.set(secretary, idOf(activity), member.memberId, { state: index % 2 ? 'leave' : 'present', expectedVersion: 0 }))))
    expect(answers.filter((answer) => answer === 'no problem')).toHaveLength(1)
    expect(answers.filter((answer) => typeof answer === 'object')).toMatchObject(Array.from({ length: 3 }, () => ({ code: 'conflict', currentVersion: 1 })))
    expect((await meeting.row(activity, member.memberId))?.version).toBe(1)
  })

  it('after the end changes what was decided only with a reason, and the points follow', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId], { kinds: ['theme-day', 'member-assembly'] })
    const set = (state: 'absent' | 'made-up' | 'leave' | 'present', expectedVersion: number, reason?: string) =>
      meeting.attendance.set(someone(), idOf(activity), member.memberId, { state, expectedVersion, ...(reason ? { reason } : {}) })
    expect(await problem(set('absent', 0))).toMatchObject({ code: 'activity-state', title: '会还没开完，先不判缺席' })
    meeting.clock.set(minutes(10, END))
    expect((await set('absent', 0)).points.gained).toBe(-2)
    expect(await problem(set('made-up', 1))).toMatchObject({ code: 'validation', fields: [{ path: 'reason', message: '写一句原因，再提交' }] })
    // Made up: the assembly counts, the theme day does not.
    expect(await set('made-up', 1, '补课并测验')).toMatchObject({ attendance: { state: 'made-up' }, points: { gained: 3 } })
    expect(await set('leave', 2, '记错了')).toMatchObject({ points: { gained: -1 } })
    expect(await set('present', 3, '核实到会')).toMatchObject({ attendance: { at: START.toISOString() }, points: { gained: 2 } })
  })

  it('knows who is not on the list, and what was called off', async () => {
    const activity = await meeting.publish([])
    const set = () => problem(meeting.attendance.set(someone(), idOf(activity), newId().toHexString(), { state: 'present', expectedVersion: 0 }))
    expect(await set()).toMatchObject({ code: 'not-expected' })
    await meeting.models.Activity.updateOne({ _id: activity._id }, { $set: { status: 'cancelled' } })
    expect(await set()).toMatchObject({ code: 'activity-cancelled' })
  })
})

describe('absence', () => {
  it('is decided a day after the end, in pieces, and goes on where it was killed', async () => {
    const members = Array.from({ length: 120 }, () => someone())
    const guest = someone()
    const activity = await meeting.publish(members.map(({ memberId }) => memberId), { guests: [guest.memberId] })
    const [present, excused] = members as [typeof members[0], typeof members[0]]
    await meeting.checkIns.redeem(present, { ticket: meeting.shown(activity).ticket, deviceId: phone() })
    await meeting.attendance.set(someone(), idOf(activity), excused.memberId, { state: 'leave', expectedVersion: 0 })
    meeting.clock.set(minutes(24 * 60 - 1, END))
    await runAbsence()
    expect((await meeting.attendance.countsOf(idOf(activity)))).toMatchObject({ expected: 120, present: 1, leave: 1, missing: 118 })
    expect(await meeting.models.rows.countDocuments({ activityId: activity._id, state: 'absent' })).toBe(0)

    // Killed halfway: the second piece fails, the first stands.
    meeting.clock.set(minutes(24 * 60, END))
    const settle = meeting.points.settle
    let calls = 0
    meeting.points.settle = (settlements, session) => (calls += 1) > 60 ? Promise.reject(new Error('killed')) : settle(settlements, session)
    await expect(runAbsence()).rejects.toThrow('killed')
    meeting.points.settle = settle
    expect(await meeting.models.rows.countDocuments({ activityId: activity._id, state: 'absent' })).toBe(50)
    expect((await meeting.activities.get(idOf(activity))).settledAt).toBeNull()
    await runAbsence()
    await runAbsence()
    expect(await meeting.models.rows.countDocuments({ activityId: activity._id, state: 'absent' })).toBe(118)
    expect(await meeting.models.rows.countDocuments({ activityId: activity._id, state: 'pending', role: 'guest' })).toBe(1)
    expect((await meeting.activities.get(idOf(activity))).settledAt).toEqual(meeting.clock.now())
    const entries = await meeting.models.Entry.find({ source: `activity:${idOf(activity)}`, rule: 'absent-without-leave' }).lean()
    expect(entries).toHaveLength(118)
    expect(entries.every(({ delta, n, occurredAt }) => delta === -2 && n === 1 && occurredAt.getTime() === START.getTime())).toBe(true)
    expect(await ledger(present.memberId)).toEqual([['theme-day-attended', 1, 1]])
    expect(await ledger(guest.memberId)).toEqual([])
    // Nobody goes back to “on the way”.
    expect(await problem(meeting.attendance.set(someone(), idOf(activity), members[5]?.memberId ?? '', { state: 'pending', reason: '点错', expectedVersion: 1 }))).toMatchObject({ code: 'activity-state' })
  })
})

describe('leave', () => {
  it('is asked, decided, and keeps the points', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId])
    const id = idOf(activity)
    meeting.clock.set(minutes(-600))
    const asked = await meeting.attendance.ask(member, id, { kind: 'leave', reason: '出差' })
    expect(await meeting.attendance.ask(member, id, { kind: 'leave', reason: ' 出差 ' })).toEqual(asked)
    expect(await problem(meeting.attendance.ask(member, id, { kind: 'leave', reason: '改了' }))).toMatchObject({ code: 'already-requested' })
    expect((await meeting.attendance.partsOf(member.memberId, [id])).get(id)).toMatchObject({ state: 'pending', request: { kind: 'leave', state: 'pending', reason: '出差' } })
    expect(await meeting.attendance.decide(someone(), id, { ids: [asked.id], decision: 'approve' })).toMatchObject([{ state: 'approved' }])
    expect(await meeting.row(activity, member.memberId)).toMatchObject({ state: 'leave', door: 'request', reason: '出差' })
    expect(await problem(meeting.attendance.ask(member, id, { kind: 'leave', reason: '再请' }))).toMatchObject({ code: 'activity-state', title: '假已经准了' })
    meeting.clock.set(minutes(24 * 60, END))
    await runAbsence()
    expect(await ledger(member.memberId)).toEqual([])
  })

  it('approved after absence was decided gives the points back; of whoever came is moot', async () => {
    const [late, came] = [someone(), someone()] as const
    const activity = await meeting.publish([late.memberId, came.memberId])
    const id = idOf(activity)
    const ids = [(await meeting.attendance.ask(late, id, { kind: 'leave', reason: '生病' })).id, (await meeting.attendance.ask(came, id, { kind: 'leave', reason: '可能有事' })).id]
    await meeting.checkIns.redeem(came, { ticket: meeting.shown(activity).ticket, deviceId: phone() })
    meeting.clock.set(minutes(24 * 60, END))
    await runAbsence()
    expect(await meeting.attendance.decide(someone(), id, { ids, decision: 'approve' })).toMatchObject([{ state: 'approved' }, { state: 'withdrawn', decisionReason: '已到会，不用请假' }])
    expect(await ledger(late.memberId)).toEqual([['absent-without-leave', -2, -2], ['absent-without-leave', 2, 0]])
    expect((await meeting.row(activity, came.memberId))?.state).toBe('present')
  })

  it('is for those on the list', async () => {
    const activity = await meeting.publish([])
    expect(await problem(meeting.attendance.ask(someone(), idOf(activity), { kind: 'leave', reason: '出差' }))).toMatchObject({ code: 'not-expected' })
    expect(await problem(meeting.attendance.decide(someone(), idOf(activity), { ids: [newId().toHexString()], decision: 'approve' }))).toMatchObject({ code: 'not-found' })
  })
})

describe('the list', () => {
  it('is amended on the record: a guest becomes expected and the other way round, and points follow', async () => {
    const [guest, newcomer] = [someone(), someone()] as const
    const activity = await meeting.publish([], { guests: [guest.memberId] })
    const id = idOf(activity)
    await amend(activity, newcomer.memberId, 'expected')
    await amend(activity, newcomer.memberId, 'expected')
    expect(await meeting.attendance.countsOf(id)).toMatchObject({ expected: 1, votingExpected: 1, missing: 1 })
    await meeting.checkIns.redeem(guest, { ticket: meeting.shown(activity).ticket, deviceId: phone() })
    expect(await meeting.attendance.countsOf(id)).toMatchObject({ expected: 1, present: 0, guestsPresent: 1 })
    meeting.clock.set(minutes(24 * 60, END))
    await runAbsence()
    await amend(activity, newcomer.memberId, 'guest')
    await amend(activity, guest.memberId, 'expected')
    expect(await meeting.attendance.countsOf(id)).toMatchObject({ expected: 1, present: 1, guestsPresent: 0 })
    expect(await ledger(newcomer.memberId)).toEqual([['absent-without-leave', -2, -2], ['absent-without-leave', 2, 0]])
    expect(await ledger(guest.memberId)).toEqual([['theme-day-attended', 1, 1]])
    const row = await meeting.row(activity, newcomer.memberId)
    expect(row && foldFault(row)).toBeNull()
  })

  it('shows names by group, soft flags, counts and quorum; and who is missing', async () => {
    const members = [someone(), someone(), someone(), someone()]
    const activity = await meeting.publish(members.map(({ memberId }) => memberId), { kinds: ['member-assembly'] })
    const deviceId = phone()
    const { ticket } = meeting.shown(activity)
    for (const member of members.slice(0, 2)) await meeting.checkIns.redeem(member, { ticket, deviceId })
    const list = await meeting.attendance.list(someone(), idOf(activity))
    expect(list.items.filter(({ flags }) => flags.includes('shared-device')).map(({ memberId }) => memberId).sort()).toEqual(members.slice(0, 2).map(({ memberId }) => memberId).sort())
    expect(list).toMatchObject({ counts: { expected: 4, present: 2, missing: 2, votingPresent: 2 }, quorum: { required: 2, met: true }, pendingRequests: 0 })
    const missing = await meeting.attendance.missing(someone(), idOf(activity))
    expect(missing.items.map(({ memberId }) => memberId).sort()).toEqual(members.slice(2).map(({ memberId }) => memberId).sort())
    expect(missing).toMatchObject({ serverTime: minutes(5).toISOString(), lateAt: minutes(10).toISOString(), endAt: END.toISOString() })
  })

  it('pages over my meetings, newest first, and counts what I could have earned', async () => {
    const member = someone()
    for (let week = 0; week < 5; week += 1) await meeting.publish([member.memberId], { startAt: minutes(-week * 10_080), endAt: minutes(-week * 10_080, END), kinds: week % 2 ? ['theme-day'] : ['party-lecture', 'theme-day'] })
    await meeting.publish([], { guests: [member.memberId], startAt: minutes(-200), endAt: minutes(-100) })
    await meeting.publish([member.memberId], { startAt: minutes(500), endAt: minutes(600) })
    const first = await meeting.attendance.mine(member, { limit: 4 })
    const rest = await meeting.attendance.mine(member, { limit: 4, cursor: first.next ?? '' })
    const times = [...first.items, ...rest.items].map(({ startAt }) => startAt)
    expect(times).toHaveLength(6)
    expect(times).toEqual([...times].sort().reverse())
    expect(rest.next).toBeNull()
    expect((await meeting.attendance.mine(member, { year: 2025 })).items).toEqual([])
    expect(await problem(meeting.attendance.mine(member, { cursor: 'nonsense' }))).toMatchObject({ code: 'validation' })
    expect(await meeting.attendance.opportunities(member.memberId, new Date('2025-12-31T16:00:00Z'), meeting.clock.now())).toEqual({ 'theme-day-attended': 5, 'meeting-attended': 3 })
    expect((await meeting.attendance.activityIdsOf(member.memberId, { from: minutes(-300), to: minutes(10) }))).toHaveLength(2)
  })

  it('keeps 我会参加 and follows a meeting that moves', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId], { startAt: minutes(600), endAt: minutes(700) })
    const id = idOf(activity)
    await meeting.attendance.reply(member, id)
    expect((await meeting.attendance.partsOf(member.memberId, [id])).get(id)).toMatchObject({ reply: 'attend', state: 'pending' })
    expect(await problem(meeting.attendance.reply(someone(), id))).toMatchObject({ code: 'not-expected' })
    await inTransaction(meeting.connection, (session) => meeting.attendance.rescheduled({ ...activity, startAt: minutes(900) }, session))
    expect(await meeting.attendance.activityIdsOf(member.memberId, { from: minutes(800) })).toEqual([id])
  })
})
