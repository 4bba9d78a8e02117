import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { ProblemError } from '../src/kernel/problems'
import { ensureIndexes } from '../src/modules/screens/model'
import { createScreensService } from '../src/modules/screens/service'
import type { ScreensService } from '../src/modules/screens/types'
import { useDatabase } from './support/database'
import { END, minutes, openMeeting, phone, someone, type Meeting } from './support/meeting'

const database = useDatabase()
let meeting: Meeting
let screens: ScreensService
const here = new AbortController().signal

const open = (at: Meeting): ScreensService =>
  createScreensService(at.context, { activities: at.activities, attendance: at.attendance, checkIns: at.checkIns, audit: { record: async () => undefined }, publicUrl: () => 'https://dj.example.cn' })

beforeAll(async () => {
  meeting = await openMeeting(database.uri)
  await ensureIndexes(meeting.connection)
})
afterAll(() => meeting.close())
beforeEach(() => {
  meeting.clock.set(minutes(2))
  screens = open(meeting)
})
afterEach(() => { screens.stop() })

const problem = (work: Promise<unknown>): Promise<string> => work.then(() => 'no problem', (error: unknown) => {
  if (!(error instanceof ProblemError)) throw error
  return error.code
})

describe('pairing', () => {
  it('a waiting display gets its token when the secretary has scanned it, also by another process, and again after a lost reply', async () => {
    const other = open(meeting)
    const activity = await meeting.publish([])
    const id = activity._id.toHexString()
    const offer = await screens.offer()
    expect(offer.url).toBe(`https://dj.example.cn/p/${offer.pairing}`)
    const waiting = screens.collect(offer, here)
    const secretary = someone()
    const paired = await other.pair(secretary, id, { pairing: offer.url })
    expect(paired).toMatchObject({ displayToken: null, url: null, expiresAt: minutes(30, END).toISOString() })
    expect(await other.pair(secretary, id, { pairing: ` ${offer.pairing.toLowerCase()} ` })).toEqual(paired)
    const collected = await waiting
    expect(collected).toMatchObject({ paired: true, activityId: id })
    expect(await screens.collect(offer, here)).toEqual(collected)
    expect(await screens.displayOf(collected.displayToken ?? '')).toEqual({ screenId: paired.screenId, activityId: id })
    const elsewhere = await meeting.publish([])
    expect(await problem(screens.pair(secretary, elsewhere._id.toHexString(), { pairing: offer.pairing }))).toBe('pairing-expired')
    other.stop()
  })

  it('tells nothing without the secret, and ends after ten minutes', async () => {
    const offer = await screens.offer()
    expect(await problem(screens.collect({ ...offer, secret: 'x'.repeat(43) }, here))).toBe('pairing-expired')
    meeting.clock.advance(600_001)
    expect(await problem(screens.collect(offer, here))).toBe('pairing-expired')
    const activity = await meeting.publish([])
    expect(await problem(screens.pair(someone(), activity._id.toHexString(), { pairing: offer.pairing }))).toBe('pairing-expired')
  })

  it('by link; the token ends with the meeting and is nowhere in the store', async () => {
    const activity = await meeting.publish([])
    const { displayToken, url, screenId } = await screens.pair(someone(), activity._id.toHexString(), {})
    const token = displayToken ?? ''
    expect(url).toContain(`#/packages/screen/room/index?activity=${activity._id.toHexString()}&display=${token}`)
    expect(await screens.displayOf(token)).toMatchObject({ screenId })
    expect(await screens.displayOf(`${token}x`)).toBeNull()
    const stored = JSON.stringify(await meeting.connection.collection('screens').find().toArray())
    expect(stored).not.toContain(token)
    meeting.clock.set(minutes(30, END))
    expect(await screens.displayOf(token)).toBeNull()
    expect(await problem(screens.pair(someone(), activity._id.toHexString(), {}))).toBe('activity-state')
  })

  it('is not for drafts, and not without end', async () => {
    const draft = await meeting.publish([], { status: 'draft' })
    expect(await problem(screens.pair(someone(), draft._id.toHexString(), {}))).toBe('activity-state')
    for (let asked = 0; asked < 120; asked += 1) await screens.offer()
    expect(await problem(screens.offer())).toBe('rate-limited')
  })
})

describe('the picture in the room', () => {
  it('shows ticket, code, counts and quorum while signing in is open, and no names', async () => {
    const member = someone()
    const activity = await meeting.publish([member.memberId], { kinds: ['member-assembly'] })
    const state = await screens.state(activity._id.toHexString(), undefined, here)
    expect(state).toMatchObject({ ...meeting.shown(activity), expiresAt: meeting.shown(activity).expiresAt.toISOString(), counts: { expected: 1, present: 0, missing: 1 }, quorum: { required: 1, met: false }, activity: { title: '十一月主题党日' } })
    expect(JSON.stringify(state)).not.toContain('同志')
    for (const time of [minutes(-31), minutes(1, END)]) {
      meeting.clock.set(time)
      expect(await screens.state(activity._id.toHexString(), state.rev, here)).toMatchObject({ ticket: null, url: null, code: null, expiresAt: null })
    }
  })

  it('moves by itself when somebody signs in, here or in another process, on every screen', async () => {
    const [one, two] = [someone(), someone()] as const
    const activity = await meeting.publish([one.memberId, two.memberId])
    const id = activity._id.toHexString()
    const first = await screens.state(id, undefined, here)
    const waiting = Promise.all([screens.state(id, first.rev, here), screens.state(id, first.rev, here)])
    await pause(50)
    await meeting.checkIns.redeem(one, { ticket: first.ticket ?? '', deviceId: phone() })
    screens.nudge(id)
    const answers = await waiting
    for (const answer of answers) expect(answer.counts).toMatchObject({ present: 1, missing: 1 })
    const second = screens.state(id, answers[0].rev, here)
    await pause(50)
    // Nobody nudges: the poller sees it.
    await meeting.checkIns.redeem(two, { ticket: first.ticket ?? '', deviceId: phone() })
    expect((await second).counts).toMatchObject({ present: 2, missing: 0 })
  })

  it('one poller for all screens, and none when nobody watches', async () => {
    const activity = await meeting.publish([someone().memberId])
    const id = activity._id.toHexString()
    const { rev } = await screens.state(id, undefined, here)
    const gone = new AbortController()
    setMaxListeners(20, gone.signal)
    const waiting = Promise.all(Array.from({ length: 20 }, () => screens.state(id, rev, gone.signal)))
    await pause(100)
    meeting.commands.reset()
    const began = performance.now()
    await pause(1_000)
    const looks = (performance.now() - began) / 250
    const aggregates = meeting.commands.names.filter((name) => name === 'aggregate').length
    // At most four a second; twenty pollers would be sixty. On a slow machine some of the twenty are still at their first look.
    expect(aggregates).toBeGreaterThanOrEqual(1)
    expect(aggregates).toBeLessThanOrEqual(20 + looks)
    gone.abort()
    await waiting
    await pause(700)
    meeting.commands.reset()
    await pause(700)
    expect(meeting.commands.names).toEqual([])
  })

  it('turns the code with the step, and answers at once when the service stops', async () => {
    const activity = await meeting.publish([])
    const id = activity._id.toHexString()
    meeting.clock.set(new Date(minutes(2).getTime() + 14_900))
    const first = await screens.state(id, undefined, here)
    const turning = screens.state(id, first.rev, here)
    await pause(20)
    meeting.clock.advance(200)
    const turned = await turning
    expect(turned.ticket).not.toBe(first.ticket)
    const stopped = screens.state(id, turned.rev, here)
    const collecting = screens.collect(await screens.offer(), here)
    await pause(20)
    screens.stop()
    expect((await stopped).rev).toBe(turned.rev)
    expect((await collecting).paired).toBe(false)
  })
})
