import { PROBLEMS, HEADING_NAMES, type ProblemCode } from '@pioneer/shared-types/constants'
import type { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import { landingOf, newsOf, scannedAs, sendBy, signedOf, stepOf, trackOf, waysOn } from '@/features/checkin/model'
import { PROBLEM_TEXTS } from '@/features/checkin/words'
import { newEntry, unanswered, withRefusal, withResult, type OutboxEntry } from '@/services/outbox/model'

const TICKET = 'AbC-_9'.repeat(8).slice(0, 46)
const URL = `https://branch.example.cn/s/${TICKET}`
const ID = '0123456789abcdef01234567'

const entry = (change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  ...newEntry({ id: 'e1', source: { kind: 'ticket', ticket: TICKET }, capturedAt: 1_000, verifier: 'v', memberId: 'm', about: null }),
  ...change,
})

const result = (outcome: CheckInResult['outcome'], late = false): CheckInResult => ({
  outcome,
  activity: { id: ID, title: 't', kinds: ['theme-day'], startAt: '2026-11-20T01:00:00Z', endAt: '2026-11-20T02:30:00Z', place: 'p' },
  attendance: {
    id: ID, activityId: ID, memberId: ID, role: 'expected', state: 'present', late, lateMinutes: late ? 6 : 0,
    at: '2026-11-20T01:02:00.000Z', door: 'qr', flags: [], version: 1,
  },
  points: { gained: 2, entries: [points('duty', 1, '参加主题党日'), points('duty', 1, '参加党课')] },
  request: null,
  message: '',
})

const points = (heading: 'duty', delta: number, reason: string): CheckInResult['points']['entries'][number] => ({
  id: ID, rule: 'r', ruleName: 'r', ruleVersion: 1, heading, delta, source: { type: 'activity', id: ID, title: null }, n: 1,
  occurredAt: '', recordedAt: '', reason, evidence: null, previousId: null, reversed: false, capped: false,
})

const problem = (code: ProblemCode) => ({ type: '', title: PROBLEMS[code][1], status: 422, code, requestId: 'R' })

describe('what was scanned', () => {
  test('a sign-in link, whatever the host, also as the browser shows it', () => {
    expect(scannedAs(URL)).toEqual({ kind: 'ticket', ticket: TICKET })
    expect(scannedAs(`http://10.0.0.5:3000/s/${TICKET}?from=x`)).toEqual({ kind: 'ticket', ticket: TICKET })
    expect(scannedAs(`http://h/#/pages/sign/index?t=${TICKET}`)).toEqual({ kind: 'ticket', ticket: TICKET })
  })

  test('a screen that waits to be paired', () => {
    expect(scannedAs('https://h/p/Ab12-_cd')).toEqual({ kind: 'pairing', pairing: 'Ab12-_cd' })
  })

  test('anything else is no sign-in code', () => {
    for (const text of ['', 'hello', 'https://weixin.qq.com/x', `https://h/s/${TICKET}${TICKET}`, 'https://h/s/short', 'WIFI:S:x;;']) {
      expect(scannedAs(text)).toEqual({ kind: 'other' })
    }
  })
})

describe('with what the page was opened', () => {
  test('t: the ticket in a browser', () => {
    expect(landingOf({ t: TICKET })).toEqual({ kind: 'ticket', ticket: TICKET })
    expect(landingOf({ t: 'abc' })).toEqual({ kind: 'other' })
    expect(landingOf({ t: '%E0%A4%A' })).toEqual({ kind: 'other' })
  })

  test('q: the link from WeChat’s own scanner, encoded once or twice', () => {
    const once = encodeURIComponent(URL)
    expect(landingOf({ q: once })).toEqual({ kind: 'ticket', ticket: TICKET })
    expect(landingOf({ q: encodeURIComponent(once) })).toEqual({ kind: 'ticket', ticket: TICKET })
    expect(landingOf({ q: URL })).toEqual({ kind: 'ticket', ticket: TICKET })
    expect(landingOf({ q: encodeURIComponent('https://h/other') })).toEqual({ kind: 'other' })
  })

  test('scene: the fixed code of one activity', () => {
    expect(landingOf({ scene: ID })).toEqual({ kind: 'activity', activityId: ID })
    expect(landingOf({ scene: encodeURIComponent(`a=${ID}`) })).toEqual({ kind: 'activity', activityId: ID })
    expect(landingOf({ scene: 'x' })).toEqual({ kind: 'other' })
  })

  test('entry: one this phone keeps; nothing at all', () => {
    expect(landingOf({ entry: 'A-B-C', t: TICKET })).toEqual({ kind: 'entry', id: 'A-B-C' })
    expect(landingOf({})).toEqual({ kind: 'nothing' })
  })
})

describe('how it stands', () => {
  test('each state has its page', () => {
    expect(stepOf(entry())).toBe('working')
    expect(stepOf(unanswered(entry()))).toBe('saved')
    expect(stepOf(entry({ state: 'login' }))).toBe('login')
    expect(stepOf(entry({ state: 'bind' }))).toBe('bind')
    expect(stepOf(withResult(entry(), result('recorded'), 2_000))).toBe('done')
    expect(stepOf(withResult(entry(), result('requested'), 2_000))).toBe('saved')
    expect(stepOf(withRefusal(entry(), problem('not-expected'), 2_000))).toBe('refused')
  })

  test('every refusal has words and at least one way on; a code of tomorrow too', () => {
    for (const code of Object.keys(PROBLEM_TEXTS)) {
      expect(PROBLEM_TEXTS[code as ProblemCode]).not.toBe('')
      expect(waysOn(code).length).toBeGreaterThan(0)
    }
    expect(waysOn('something-new')).toContain('ask')
    expect(waysOn('code-locked')).not.toContain('code')
  })

  test('the record: gains summed by heading, with the first reason', () => {
    const done = withResult(entry(), result('recorded', true), 2_000)
    expect(signedOf(done, HEADING_NAMES)).toEqual({
      at: '2026-11-20T01:02:00.000Z', again: false, late: true, lateMinutes: 6, door: '扫码', gained: 2,
      gains: [{ heading: '履职', delta: 2, reason: '参加主题党日' }],
    })
    expect(signedOf(entry(), HEADING_NAMES)).toBeNull()
  })

  test('again without animation, unless a binding or a retry carried it', () => {
    expect(signedOf(withResult(entry(), result('already'), 2), HEADING_NAMES)?.again).toBe(true)
    expect(signedOf(withResult(entry({ carried: true }), result('already'), 2), HEADING_NAMES)?.again).toBe(false)
    expect(signedOf(withResult(unanswered(entry()), result('already'), 2), HEADING_NAMES)?.again).toBe(false)
  })

  test('three steps of a kept one', () => {
    expect(trackOf(unanswered(entry()))).toEqual({ sent: 'now', confirmed: 'todo' })
    expect(trackOf(withResult(entry(), result('requested'), 2))).toEqual({ sent: 'ok', confirmed: 'now' })
    expect(trackOf(withResult(entry(), result('recorded'), 2))).toEqual({ sent: 'ok', confirmed: 'ok' })
    const about = { activityId: ID, title: 't', kinds: [], startAt: '2026-11-20T01:00:00Z', endAt: '2026-11-20T02:30:00Z', place: 'p' }
    expect(sendBy(entry({ about }))).toBe(Date.parse('2026-11-21T02:30:00Z'))
    expect(sendBy(entry())).toBeNull()
  })
})

describe('what 首页 says', () => {
  const waiting = unanswered(entry({ id: 'w' }))
  const refused = withRefusal(entry({ id: 'r' }), problem('activity-closed'), 2)

  test('the most urgent first; nothing about what is being sent or was seen', () => {
    expect(newsOf([])).toBeNull()
    expect(newsOf([entry()])).toBeNull()
    expect(newsOf([waiting, refused])).toMatchObject({ kind: 'refused', entry: { id: 'r' } })
    expect(newsOf([waiting])).toMatchObject({ kind: 'waiting' })
    expect(newsOf([withResult(entry(), result('recorded'), 2)])).toBeNull()
  })

  test('what was sent later is told once', () => {
    const sent = withResult(waiting, result('recorded'), 2)
    expect(newsOf([sent])).toMatchObject({ kind: 'recorded' })
    expect(newsOf([{ ...sent, seen: true }])).toBeNull()
    expect(newsOf([withResult(waiting, result('requested'), 2)])).toMatchObject({ kind: 'requested' })
  })
})
