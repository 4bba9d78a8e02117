import type { ActivityDetail, ActivitySummary, MyPart } from '@pioneer/shared-types/activities/schemas'
import {
  dateColumn, footOf, fullName, mayAskSignIn, maySignIn, phaseAt, presentPercent, quorumText, restText, standingOf, tagOf, untilText, whenText,
} from '@/features/activities/model'
import { byMonth } from '@/services/calendar'

const at = (time: string) => Date.parse(`2026-11-20T${time}:00+08:00`)

const part = (change: Partial<MyPart> = {}): MyPart => ({
  role: 'expected', state: 'pending', late: false, at: null, door: null, reply: null, request: null, ...change,
})

const activity = (change: Partial<ActivitySummary> = {}): ActivitySummary => ({
  id: 'a'.repeat(24), title: '学条例、议规划', kinds: ['theme-day'], status: 'published', ownerOrgId: 'b'.repeat(24), ownerName: '支部', ownerType: 'branch',
  startAt: '2026-11-20T01:00:00.000Z', endAt: '2026-11-20T02:30:00.000Z', place: '302', phase: 'before',
  opensAt: '2026-11-20T00:30:00.000Z', lateAt: '2026-11-20T01:10:00.000Z', mine: part(), canManage: false, ...change,
})

const detail = (change: Partial<ActivitySummary> = {}): ActivityDetail => ({
  ...activity(change), agenda: [], note: null, audienceOrgs: [], invited: null, counts: null, quorum: null, version: 1, cancelledReason: null, publishedAt: null, finishedAt: null,
})

describe('the sign-in window', () => {
  test('moves with the clock, whatever the answer said', () => {
    expect(phaseAt(activity(), at('08:29'))).toBe('before')
    expect(phaseAt(activity(), at('08:30'))).toBe('open')
    expect(phaseAt(activity(), at('09:10'))).toBe('open')
    expect(phaseAt(activity(), at('09:11'))).toBe('late')
    expect(phaseAt(activity(), at('10:30'))).toBe('late')
    expect(phaseAt(activity(), at('10:31'))).toBe('closed')
  })

  test('closes when it was finished early, and is none when it was cancelled', () => {
    expect(phaseAt(activity({ status: 'finished' }), at('09:30'))).toBe('closed')
    expect(phaseAt(activity({ status: 'cancelled' }), at('09:30'))).toBe('cancelled')
  })

  test('who may sign in, and who may ask for it afterwards', () => {
    expect(maySignIn(activity(), at('09:00'))).toBe(true)
    expect(maySignIn(activity({ mine: part({ state: 'leave' }) }), at('09:00'))).toBe(true)
    expect(maySignIn(activity({ mine: part({ state: 'present' }) }), at('09:00'))).toBe(false)
    expect(maySignIn(activity({ mine: null }), at('09:00'))).toBe(false)
    expect(maySignIn(activity(), at('11:00'))).toBe(false)
    expect(mayAskSignIn(activity(), at('11:00'))).toBe(true)
    expect(mayAskSignIn(activity({ mine: part({ state: 'absent' }) }), at('11:00'))).toBe(true)
    expect(mayAskSignIn(activity(), at('09:00'))).toBe(false)
    expect(mayAskSignIn(activity({ mine: part({ state: 'present' }) }), at('11:00'))).toBe(false)
  })
})

describe('standing and tag', () => {
  const request = (kind: 'leave' | 'sign-in', state: 'pending' | 'rejected') => part({ request: { kind, state, reason: '值班' } })

  test('each standing', () => {
    expect(standingOf({ mine: null })).toEqual({ kind: 'not-listed' })
    expect(standingOf({ mine: part({ state: 'present', at: 'x', late: true }) })).toEqual({ kind: 'signed', at: 'x', late: true })
    expect(standingOf({ mine: request('leave', 'pending') }).kind).toBe('leave-asked')
    expect(standingOf({ mine: request('leave', 'rejected') }).kind).toBe('leave-refused')
    expect(standingOf({ mine: request('sign-in', 'pending') }).kind).toBe('sign-in-asked')
    expect(standingOf({ mine: part({ reply: 'attend' }) }).kind).toBe('attending')
    expect(standingOf({ mine: part({ state: 'absent' }) }).kind).toBe('absent')
  })

  test('one tag says the most important', () => {
    expect(tagOf(activity(), at('07:00'))).toEqual({ text: '待回复', kind: 'warn' })
    expect(tagOf(activity(), at('09:00'))).toEqual({ text: '签到中', kind: 'red' })
    expect(tagOf(activity({ mine: part({ state: 'present' }) }), at('09:00'))).toEqual({ text: '已签到', kind: 'ok' })
    expect(tagOf(activity({ mine: request('leave', 'pending') }), at('07:00'))).toEqual({ text: '请假待批', kind: 'warn' })
    expect(tagOf(activity(), at('12:00'))).toEqual({ text: '没有签到', kind: 'line' })
    expect(tagOf(activity({ mine: part({ state: 'absent' }) }), at('12:00'))).toEqual({ text: '缺席', kind: 'bad' })
    expect(tagOf(activity({ status: 'cancelled' }), at('09:00'))).toEqual({ text: '已取消', kind: 'line' })
    expect(tagOf(activity({ mine: null }), at('07:00'))).toBeNull()
  })

  test('the foot of the page', () => {
    expect(footOf(detail(), at('07:00'))).toBe('reply')
    expect(footOf(detail({ mine: part({ reply: 'attend' }) }), at('07:00'))).toBe('attending')
    expect(footOf(detail({ mine: request('leave', 'pending') }), at('07:00'))).toBe('leave-asked')
    expect(footOf(detail({ mine: request('leave', 'pending') }), at('09:00'))).toBe('sign-in')
    expect(footOf(detail(), at('09:00'))).toBe('sign-in')
    expect(footOf(detail({ mine: part({ state: 'present' }) }), at('12:00'))).toBe('signed')
    expect(footOf(detail(), at('12:00'))).toBe('ask')
    expect(footOf(detail({ mine: request('sign-in', 'pending') }), at('12:00'))).toBe('asked')
    expect(footOf(detail({ mine: part({ state: 'leave' }) }), at('12:00'))).toBe('leave')
    expect(footOf(detail({ mine: null }), at('09:00'))).toBe('none')
    expect(footOf(detail({ status: 'cancelled' }), at('09:00'))).toBe('none')
  })
})

test('the kind stands before the title only when the title does not name it', () => {
  expect(fullName(activity())).toBe('主题党日：学条例、议规划')
  expect(fullName(activity({ title: '十一月主题党日：读原著' }))).toBe('十一月主题党日：读原著')
})

describe('dates', () => {
  test('months divide the list; another year is named', () => {
    const list = [activity(), activity({ startAt: '2026-11-30T17:00:00Z' }), activity({ startAt: '2027-01-05T01:00:00Z' })]
    expect(byMonth(list, ({ startAt }) => startAt, at('09:00')).map(({ title, items }) => [title, items.length])).toEqual([['11月', 1], ['12月', 1], ['2027年1月', 1]])
  })

  test('the date column and the distance', () => {
    expect(dateColumn('2026-11-20T01:00:00Z', at('07:00'))).toEqual({ day: '20', under: '今天', today: true })
    expect(dateColumn('2026-12-05T00:30:00Z', at('07:00'))).toEqual({ day: '05', under: '周六', today: false })
    expect(untilText('2026-12-11T06:00:00Z', at('07:00'))).toBe('21 天后')
    expect(untilText('2026-11-20T16:30:00Z', at('23:00'))).toBe('明天')
    expect(untilText('2026-11-20T01:00:00Z', at('09:01'))).toBeNull()
    expect(whenText(activity())).toBe('11月20日 星期五 09:00 – 10:30')
  })
})

describe('the room', () => {
  const counts = { expected: 46, present: 43, late: 0, leave: 2, missing: 1, madeUp: 0, guestsPresent: 0, votingExpected: 44, votingPresent: 41 }

  test('nobody is absent before the end', () => {
    expect(restText(counts, false)).toBe('请假 2 人，1 人在路上')
    expect(restText(counts, true)).toBe('请假 2 人，1 人没有签到')
    expect(restText({ ...counts, leave: 0, missing: 0 }, false)).toBe('人都到齐了')
    expect(presentPercent(counts)).toBe(93)
    expect(presentPercent({ ...counts, expected: 0 })).toBe(0)
  })

  test('quorum in words', () => {
    const quorum = { kind: 'member-assembly' as const, base: 44, required: 22, present: 15, met: false, rule: '半数以上', article: '' }
    expect(quorumText(quorum)).toBe('还差 7 人才能表决')
    expect(quorumText({ ...quorum, present: 22, met: true })).toBe('人数已够，可以表决')
  })
})
