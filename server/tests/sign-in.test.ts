import { ManualClock } from '../src/kernel/clock'
import { ProblemError } from '../src/kernel/problems'
import { useDatabase } from './support/database'
import { END, minutes, openMeeting, phone, proof, someone, type Meeting } from './support/meeting'

const database = useDatabase()
let meeting: Meeting

beforeAll(async () => { meeting = await openMeeting(database.uri) })
afterAll(() => meeting.close())
beforeEach(() => { meeting.clock.set(minutes(2)) })

/** The code of the problem that comes back. */
const problem = async (work: Promise<unknown>): Promise<{ code: string; title: string; extras: ProblemError['extras'] }> => {
  try {
    await work
  } catch (error) {
    if (error instanceof ProblemError) return { code: error.code, title: error.title, extras: error.extras }
    throw error
  }
  throw new Error('no problem came back')
}

describe('signing in', () => {
  it('by ticket: one attendance, one point, words; again and again the same answer', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId])
    const { ticket, url } = meeting.shown(activity)
    const first = await meeting.checkIns.redeem(member, { ticket, deviceId: phone() })
    expect(first).toMatchObject({ outcome: 'recorded', message: '已签到 09:02', attendance: { state: 'present', door: 'qr', late: false, version: 1, flags: [] }, points: { gained: 1, entries: [{ rule: 'theme-day-attended', delta: 1, reason: '参加主题党日', evidence: '扫码签到 09:02' }] } })
    meeting.clock.advance(20_000)
    const again = await meeting.checkIns.redeem(member, { url, deviceId: phone() })
    expect(again).toMatchObject({ outcome: 'already', message: '09:02 已经签过了', attendance: first.attendance, points: first.points })
    expect(await meeting.entries(member.memberId)).toHaveLength(1)
    // The answer was lost and the phone comes back the next day.
    meeting.clock.set(minutes(60 * 30))
    expect(await meeting.checkIns.redeem(member, { ticket, deviceId: phone() })).toMatchObject({ outcome: 'already', attendance: first.attendance, points: first.points })
  })

  it('twenty taps at once give one attendance, one entry, one answer', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId])
    const { ticket } = meeting.shown(activity)
    const deviceId = phone()
    const answers = await Promise.all(Array.from({ length: 20 }, () => meeting.checkIns.redeem(member, { ticket, deviceId })))
    expect(answers.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(1)
    for (const { attendance, points } of answers) expect({ attendance, points }).toEqual({ attendance: answers[0]?.attendance, points: answers[0]?.points })
    expect(await meeting.entries(member.memberId)).toHaveLength(1)
    expect((await meeting.row(activity, member.memberId))?.changes).toHaveLength(1)
  })

  it('costs three commands and one durable wait', async () => {
    const members = [someone(), someone(), someone()]
    const activity = await meeting.publish(members.map(({ memberId }) => memberId))
    const { ticket, code } = meeting.shown(activity)
    const [warm, scan, typed] = members as [typeof members[0], typeof members[0], typeof members[0]]
    await meeting.checkIns.redeem(warm, { ticket, deviceId: phone() })
    meeting.commands.reset()
    await meeting.checkIns.redeem(scan, { ticket, deviceId: phone() })
    expect(meeting.commands.names).toEqual(['findAndModify', 'insert', 'commitTransaction'])
    meeting.commands.reset()
    // A typed code first asks its budget.
    await meeting.checkIns.redeem(typed, { activityId: activity._id.toHexString(), code, deviceId: phone() })
    expect(meeting.commands.names).toEqual(['find', 'findAndModify', 'insert', 'commitTransaction'])
  })

  it('late still earns', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId], { kinds: ['theme-day', 'member-assembly'] })
    meeting.clock.set(minutes(16))
    const answer = await meeting.checkIns.redeem(member, { activityId: activity._id.toHexString(), code: meeting.shown(activity).code, deviceId: phone() })
    expect(answer).toMatchObject({ message: '迟到 16 分钟，已记下', attendance: { late: true, lateMinutes: 16, door: 'code' }, points: { gained: 2 } })
    expect(meeting.changed).toContain(activity._id.toHexString())
  })

  it('on leave but there all the same', async () => {
    const member = someone()
    const secretary = someone()
    const activity = await meeting.publish([member.memberId])
    await meeting.attendance.set(secretary, activity._id.toHexString(), member.memberId, { state: 'leave', expectedVersion: 0 })
    expect(await meeting.checkIns.redeem(member, { ticket: meeting.shown(activity).ticket, deviceId: phone() })).toMatchObject({ outcome: 'recorded', attendance: { state: 'present', version: 2 }, points: { gained: 1 } })
  })

  it('is refused kindly', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId])
    const id = activity._id.toHexString()
    const deviceId = phone()
    const { ticket } = meeting.shown(activity)
    const stranger = someone()
    expect(await problem(meeting.checkIns.redeem(stranger, { ticket, deviceId }))).toMatchObject({ code: 'not-expected', title: '你不在这次活动的名单里，请告诉书记' })
    expect(await problem(meeting.checkIns.redeem({ ...stranger, memberId: null }, { ticket, deviceId }))).toMatchObject({ code: 'not-bound' })
    expect(await problem(meeting.checkIns.redeem(member, { ticket: `${ticket.slice(0, -2)}${ticket.endsWith('AA') ? 'BA' : 'AA'}`, deviceId }))).toMatchObject({ code: 'ticket-invalid' })
    expect(await problem(meeting.checkIns.redeem(member, { url: 'https://example.cn/menu', deviceId }))).toMatchObject({ code: 'ticket-invalid', title: '这不是签到码，请扫会场大屏' })
    meeting.clock.set(minutes(-31))
    expect(await problem(meeting.checkIns.redeem(member, { activityId: id, code: '000000', deviceId }))).toMatchObject({ code: 'activity-not-open', title: '还没到签到时间，08:30 开始', extras: { opensAt: minutes(-30).toISOString() } })
    meeting.clock.set(minutes(1, END))
    expect(await problem(meeting.checkIns.redeem(member, { activityId: id, code: '000000', deviceId }))).toMatchObject({ code: 'activity-closed', title: '签到 10:30 已结束。到过会的，请书记补记' })
    meeting.clock.set(minutes(60 * 24 + 1, END))
    expect(await problem(meeting.checkIns.redeem(member, { ticket, deviceId }))).toMatchObject({ code: 'activity-closed' })
    expect((await meeting.row(activity, member.memberId))?.state).toBe('pending')
  })

  it('after the epoch was raised every code shown before is void', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId])
    const { ticket } = meeting.shown(activity)
    await meeting.models.Activity.updateOne({ _id: activity._id }, { $set: { epoch: 2 } })
    meeting.clock.advance(6_000)
    expect(await problem(meeting.checkIns.redeem(member, { ticket, deviceId: phone() }))).toMatchObject({ code: 'ticket-expired' })
  })
})

describe('what arrives late', () => {
  it('five minutes: accepted with a flag; older: a request the secretary confirms, several at once; again: the same', async () => {
    const [quick, slow, other] = [someone(), someone(), someone()] as const
    const activity = await meeting.publish([quick.memberId, slow.memberId, other.memberId])
    const id = activity._id.toHexString()
    const { ticket } = meeting.shown(activity)
    meeting.clock.set(minutes(6))
    expect(await meeting.checkIns.redeem(quick, { ticket, deviceId: phone() })).toMatchObject({ outcome: 'recorded', attendance: { at: minutes(2).toISOString(), flags: ['stale-ticket'] } })
    meeting.clock.set(minutes(60 * 5))
    const sent = await meeting.checkIns.redeem(slow, { ticket, deviceId: phone() })
    expect(sent).toMatchObject({ outcome: 'requested', message: '已补送，等书记确认', attendance: null, points: { gained: 0 }, request: { state: 'pending', ticketAt: minutes(2).toISOString() } })
    expect((await meeting.checkIns.redeem(slow, { ticket, deviceId: phone() })).request).toEqual(sent.request)
    await meeting.checkIns.redeem(other, { ticket, deviceId: phone() })
    const waiting = await meeting.attendance.requestsOf(id)
    expect(waiting).toHaveLength(2)
    expect(await meeting.attendance.pendingRequests([id])).toEqual([{ activityId: id, kind: 'sign-in', count: 2 }])
    const secretary = someone()
    const decided = await meeting.attendance.decide(secretary, id, { ids: waiting.map((request) => request.id), decision: 'approve' })
    expect(decided.map(({ state }) => state)).toEqual(['approved', 'approved'])
    expect(await meeting.attendance.decide(secretary, id, { ids: waiting.map((request) => request.id), decision: 'approve' })).toEqual(decided)
    expect(await meeting.row(activity, slow.memberId)).toMatchObject({ state: 'present', late: false, at: minutes(2), door: 'request', flags: ['stale-ticket'] })
    expect(await meeting.entries(slow.memberId)).toHaveLength(1)
    expect(await meeting.checkIns.redeem(slow, { ticket, deviceId: phone() })).toMatchObject({ outcome: 'already', points: { gained: 1 } })
  })

  it('of somebody bound during the meeting waits for the secretary; a rejected ticket is not asked again', async () => {
    const member = someone({ boundAt: minutes(1) })
    const activity = await meeting.publish([member.memberId])
    const { ticket } = meeting.shown(activity)
    meeting.clock.set(minutes(4))
    const { request } = await meeting.checkIns.redeem(member, { ticket, deviceId: phone() })
    await meeting.attendance.decide(someone(), activity._id.toHexString(), { ids: [request?.id ?? ''], decision: 'reject', reason: '没见到人' })
    expect(await meeting.checkIns.redeem(member, { ticket, deviceId: phone() })).toMatchObject({ outcome: 'requested', request: { id: request?.id, state: 'rejected', decisionReason: '没见到人' }, message: expect.stringContaining('没有确认') })
  })

  it('a typed code by the time it was captured', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId])
    const { code } = meeting.shown(activity)
    const body = { activityId: activity._id.toHexString(), code, deviceId: phone() }
    meeting.clock.set(minutes(5))
    expect(await problem(meeting.checkIns.redeem(member, body))).toMatchObject({ code: 'code-expired', title: '这组数字已换，请输新的' })
    expect(await meeting.checkIns.redeem(member, { ...body, capturedAt: minutes(2).toISOString() })).toMatchObject({ outcome: 'recorded', attendance: { flags: ['stale-ticket'], door: 'code', at: minutes(2).toISOString() } })
  })
})

describe('two stages', () => {
  it('frozen without login, redeemed by the phone that froze it, at the frozen time', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId])
    const { verifier, challenge } = proof()
    const { claim, frozenAt, expiresAt } = await meeting.checkIns.freeze({ url: meeting.shown(activity).url, challenge })
    expect(claim.length).toBeLessThanOrEqual(600)
    expect([frozenAt, expiresAt]).toEqual([minutes(2).toISOString(), minutes(4).toISOString()])
    meeting.clock.advance(90_000)
    const thief = someone()
    expect(await problem(meeting.checkIns.redeem(thief, { claim, verifier: proof().verifier, deviceId: phone() }))).toMatchObject({ code: 'claim-foreign' })
    expect(await problem(meeting.checkIns.redeem(member, { claim: `${claim.slice(0, -4)}AAAA`, verifier, deviceId: phone() }))).toMatchObject({ code: 'claim-invalid' })
    const first = await meeting.checkIns.redeem(member, { claim, verifier, deviceId: phone() })
    expect(first).toMatchObject({ outcome: 'recorded', attendance: { at: minutes(2).toISOString(), flags: [] } })
    meeting.clock.advance(600_000)
    expect(await meeting.checkIns.redeem(member, { claim, verifier, deviceId: phone() })).toMatchObject({ outcome: 'already', attendance: first.attendance, points: first.points })
  })

  it('one claim, one member', async () => {
    const [one, two] = [someone(), someone()] as const
    const activity = await meeting.publish([one.memberId, two.memberId])
    const { verifier, challenge } = proof()
    const { claim } = await meeting.checkIns.freeze({ ticket: meeting.shown(activity).ticket, challenge })
    await meeting.checkIns.redeem(one, { claim, verifier, deviceId: phone() })
    expect(await problem(meeting.checkIns.redeem(two, { claim, verifier, deviceId: phone() }))).toMatchObject({ code: 'claim-used' })
    expect(await meeting.entries(two.memberId)).toHaveLength(0)
    expect((await meeting.row(activity, two.memberId))?.state).toBe('pending')
  })

  it('expires after two minutes', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId])
    const { verifier, challenge } = proof()
    const { claim } = await meeting.checkIns.freeze({ activityId: activity._id.toHexString(), code: meeting.shown(activity).code, challenge })
    meeting.clock.advance(120_001)
    expect(await problem(meeting.checkIns.redeem(member, { claim, verifier, deviceId: phone() }))).toMatchObject({ code: 'claim-expired', title: '扫码后过了太久，再扫一次大屏' })
    expect(await problem(meeting.checkIns.open(claim, verifier, undefined))).toMatchObject({ code: 'claim-expired' })
  })

  it('a forged ticket costs no look at the store', async () => {
    const activity = await meeting.publish([])
    const { ticket } = meeting.shown(activity)
    const forged = Buffer.from(ticket, 'base64url')
    forged[20] = (forged[20] ?? 0) ^ 1
    meeting.clock.advance(10_000)
    meeting.commands.reset()
    for (const url of [`https://dj.example.cn/s/${forged.toString('base64url')}`, 'https://example.cn/anything']) {
      expect(await problem(meeting.checkIns.freeze({ url, challenge: proof().challenge }))).toMatchObject({ code: 'ticket-invalid' })
    }
    expect(meeting.commands.names).toEqual([])
  })

  it('nothing is frozen outside the window or from an old picture', async () => {
    const activity = await meeting.publish([])
    const { ticket } = meeting.shown(activity)
    const freeze = () => problem(meeting.checkIns.freeze({ ticket, challenge: proof().challenge }))
    meeting.clock.advance(46_000)
    expect(await freeze()).toMatchObject({ code: 'ticket-expired', title: '这张码过期了，再扫一次大屏' })
    meeting.clock.set(minutes(1, END))
    expect(await freeze()).toMatchObject({ code: 'activity-closed' })
    meeting.clock.set(minutes(-40))
    expect(await freeze()).toMatchObject({ code: 'activity-not-open' })
  })

  it('counts from the frozen time when the binding is approved the next day', async () => {
    const newcomer = someone()
    const activity = await meeting.publish([newcomer.memberId])
    const { verifier, challenge } = proof()
    const { claim } = await meeting.checkIns.freeze({ ticket: meeting.shown(activity).ticket, challenge })
    const scan = await meeting.checkIns.open(claim, verifier, phone())
    expect(scan).toMatchObject({ activityTitle: '十一月主题党日', frozenAt: minutes(2), door: 'qr', ownerBranchId: activity.ownerBranchId?.toHexString() })
    meeting.clock.set(minutes(60 * 30))
    await runAbsence(meeting)
    expect((await meeting.row(activity, newcomer.memberId))?.state).toBe('absent')
    const secretary = someone()
    const bound = { memberId: newcomer.memberId, boundAt: meeting.clock.now() }
    expect(await meeting.checkIns.record(scan, bound, secretary.accountId)).toEqual({ recorded: true, message: '已签到 09:02' })
    expect(await meeting.checkIns.record(scan, bound, secretary.accountId)).toEqual({ recorded: true, message: '09:02 已经签过了' })
    expect(await meeting.row(activity, newcomer.memberId)).toMatchObject({ state: 'present', at: minutes(2), late: false, door: 'qr', flags: ['bound-late'] })
    expect((await meeting.entries(newcomer.memberId)).map(({ rule, n, delta }) => [rule, n, delta]).sort()).toEqual([
      ['absent-without-leave', 1, -2], ['absent-without-leave', 2, 2], ['theme-day-attended', 1, 1],
    ])
  })

  it('a newcomer who stands on no list becomes a request; the secretary adds and confirms', async () => {
    const newcomer = someone()
    const activity = await meeting.publish([])
    const id = activity._id.toHexString()
    const { verifier, challenge } = proof()
    const { claim } = await meeting.checkIns.freeze({ ticket: meeting.shown(activity).ticket, challenge })
    const scan = await meeting.checkIns.open(claim, verifier, undefined)
    expect(await meeting.checkIns.record(scan, { memberId: newcomer.memberId, boundAt: minutes(5) }, 'secretary')).toMatchObject({ recorded: false, message: '不在这次活动的名单里，已交给书记确认' })
    const [request] = await meeting.attendance.requestsOf(id)
    const decide = () => meeting.attendance.decide(someone(), id, { ids: [request?.id ?? ''], decision: 'approve' })
    expect(await problem(decide())).toMatchObject({ code: 'not-expected', title: '林晓不在名单里，先加进名单再确认' })
    const session = await meeting.connection.startSession()
    await session.withTransaction(() => meeting.attendance.amendExpected(activity, { memberId: newcomer.memberId, name: '林晓', branchId: newcomer.branchId ?? '', groupId: null, role: 'expected', votes: true, floating: false }, '新转入', 'secretary', session))
    await session.endSession()
    expect(await decide()).toMatchObject([{ state: 'approved' }])
    expect(await meeting.row(activity, newcomer.memberId)).toMatchObject({ state: 'present', at: minutes(2), door: 'request' })
  })
})

describe('typed codes', () => {
  it('lock the account after five, nobody else, and not the anonymous door', async () => {
    const [guesser, honest] = [someone(), someone()] as const
    const activity = await meeting.publish([guesser.memberId, honest.memberId])
    const id = activity._id.toHexString()
    const wrong = meeting.shown(activity).code === '123456' ? '654321' : '123456'
    const guess = () => problem(meeting.checkIns.redeem(guesser, { activityId: id, code: wrong, deviceId: phone() }))
    for (let time = 0; time < 5; time += 1) expect(await guess()).toMatchObject({ code: 'code-wrong', title: '数字不对，再看一眼大屏' })
    expect(await guess()).toMatchObject({ code: 'code-locked', extras: { retryAfterSeconds: 60 } })
    const right = () => ({ activityId: id, code: meeting.shown(activity).code, deviceId: phone() })
    expect(await problem(meeting.checkIns.redeem(guesser, right()))).toMatchObject({ code: 'code-locked' })
    expect(await meeting.checkIns.redeem(honest, right())).toMatchObject({ outcome: 'recorded' })
    expect(await meeting.checkIns.freeze({ activityId: id, code: meeting.shown(activity).code, challenge: proof().challenge })).toMatchObject({ activity: { id } })
    // The scan is another door, and the lock opens after a minute.
    meeting.clock.advance(61_000)
    expect(await meeting.checkIns.redeem(guesser, right())).toMatchObject({ outcome: 'recorded' })
  })

  it('guessed in parallel spend the same budget', async () => {
    const guesser = someone()
    const activity = await meeting.publish([guesser.memberId])
    const right = meeting.shown(activity).code
    const codes = Array.from({ length: 40 }, (_, index) => String((Number(right) + 1 + index * 7) % 1_000_000).padStart(6, '0'))
    const answers = await Promise.all(codes.map((code) => problem(meeting.checkIns.redeem(guesser, { activityId: activity._id.toHexString(), code, deviceId: phone() }))))
    expect(answers.filter(({ code }) => code === 'code-wrong')).toHaveLength(5)
    expect(answers.filter(({ code }) => code === 'code-locked')).toHaveLength(35)
  })

  it('an anonymous door that is locked locks no member, and a day of guessing ends', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId])
    const id = activity._id.toHexString()
    const guess = (code = '123456') => meeting.checkIns.freeze({ activityId: id, code, challenge: proof().challenge }).then(() => 'frozen', (error: unknown) => (error as ProblemError).code)
    let wrong = 0
    for (let time = 0; time < 30; time += 1) if (await guess() !== 'code-locked') wrong += 1
    expect(wrong).toBe(20)
    expect(await guess(meeting.shown(activity).code)).toBe('code-locked')
    expect(await meeting.checkIns.redeem(member, { activityId: id, code: meeting.shown(activity).code, deviceId: phone() })).toMatchObject({ outcome: 'recorded' })
    for (let minute = 0; minute < 6; minute += 1) {
      meeting.clock.advance(61_000)
      for (let time = 0; time < 25; time += 1) if (await guess() !== 'code-locked') wrong += 1
    }
    // 60, and half of the one expected.
    expect(wrong).toBe(60)
  })

  it('of an activity nobody knows are wrong like others', async () => {
    expect(await problem(meeting.checkIns.redeem(someone(), { activityId: 'f'.repeat(24), code: '123456', deviceId: phone() }))).toMatchObject({ code: 'code-wrong' })
  })
})

const runAbsence = async (at: Meeting): Promise<void> => {
  for (const job of at.attendance.jobs) await job.run(at.clock.now())
}

describe('two processes on one store', () => {
  it('one of them cancels: a sign-in that still believes in the meeting is refused, and all points go back', async () => {
    const other = await openMeeting(database.uri, new ManualClock(minutes(3)))
    const [early, late] = [someone(), someone()] as const
    const activity = await meeting.publish([early.memberId, late.memberId])
    meeting.clock.set(minutes(3))
    const { ticket } = meeting.shown(activity)
    await meeting.checkIns.redeem(early, { ticket, deviceId: phone() })
    const session = await other.connection.startSession()
    await session.withTransaction(() => other.attendance.cancelled(activity, 'secretary', session))
    await session.endSession()
    expect(await problem(meeting.checkIns.redeem(late, { ticket, deviceId: phone() }))).toMatchObject({ code: 'activity-cancelled' })
    expect((await meeting.entries(early.memberId)).map(({ delta, reason }) => [delta, reason])).toEqual([[1, '参加主题党日'], [-1, '更正：活动已取消']])
    await other.close()
  })
})
