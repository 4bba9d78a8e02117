import type { PairingOffer, ScreenState } from '@pioneer/shared-types/screens/schemas'
import { ApiError, NetworkError } from '@/services/http'
import { codeHalves, pairingOf, quorumWords, restAfter, restWords, retryDelay, roomView, screenable } from '@/features/screens/model'
import { runRoom, STARTING, type Display, type RoomDeps, type RoomState } from '@/features/screens/room'

const at = (time: string) => Date.parse(`2026-11-20T${time}+08:00`)
const iso = (ms: number) => new Date(ms).toISOString()
const counts = { expected: 46, present: 23, late: 0, leave: 2, missing: 21, madeUp: 0, guestsPresent: 0, votingExpected: 44, votingPresent: 22 }
const screen = (part: Partial<ScreenState> = {}): ScreenState => ({
  rev: 'r1', serverTime: iso(at('09:00:00')),
  activity: {
    id: 'a', title: '主题党日', kinds: ['theme-day'], status: 'published', ownerName: '支部', startAt: iso(at('09:00:00')), endAt: iso(at('10:30:00')), place: '302',
    opensAt: iso(at('08:30:00')), lateAt: iso(at('09:10:00')),
  },
  ticket: 't', url: 'https://x/s/t', code: '482913', expiresAt: iso(at('09:00:15')), counts, quorum: null, ...part,
})

describe('what the room sees', () => {
  test('the countdown steps each second', () => {
    const left = (time: string) => roomView(screen(), at(time), false)
    expect(left('09:00:00')).toMatchObject({ kind: 'open', left: 15, covered: false })
    expect(left('09:00:06')).toMatchObject({ left: 9 })
    expect(left('09:00:14.900')).toMatchObject({ left: 1 })
    expect(left('09:00:17')).toMatchObject({ left: 0, lost: false })
  })
  test('without network: the code as long as it is taken, the QR code covered when its time is over', () => {
    expect(roomView(screen(), at('09:00:10'), true)).toMatchObject({ lost: true, covered: false, code: '482913', left: null })
    expect(roomView(screen(), at('09:00:16'), true)).toMatchObject({ covered: true, code: '482913' })
    expect(roomView(screen(), at('09:00:46'), true)).toMatchObject({ covered: true, code: null })
  })
  test('a code that is overdue is as good as no network', () => {
    expect(roomView(screen(), at('09:00:21'), false)).toMatchObject({ lost: true, covered: true })
  })
  test('before, after, cancelled', () => {
    const shut = { ticket: null, url: null, code: null, expiresAt: null }
    expect(roomView(screen(shut), at('08:18:30'), false)).toEqual({ kind: 'before', opensAt: iso(at('08:30:00')), minutes: 12 })
    expect(roomView(screen(shut), at('08:30:01'), false)).toMatchObject({ kind: 'before', minutes: 0 })
    expect(roomView(screen(shut), at('08:31:00'), true)).toMatchObject({ kind: 'open', covered: true, code: null })
    expect(roomView(screen(), at('10:30:01'), false)).toEqual({ kind: 'ended' })
    const status = (one: 'finished' | 'cancelled') => screen({ activity: { ...screen().activity, status: one } })
    expect(roomView(status('finished'), at('09:30:00'), false)).toEqual({ kind: 'ended' })
    expect(roomView(status('cancelled'), at('09:30:00'), false)).toEqual({ kind: 'cancelled' })
  })
  test('counts and quorum in words, never a name', () => {
    expect(restWords(counts, false)).toBe('还在路上 21 人，请假 2 人')
    expect(restWords({ ...counts, missing: 0, leave: 0 }, false)).toBe('人都到齐了')
    expect(restWords(counts, true)).toContain('没有签到 21 人')
    const quorum = { kind: 'member-assembly', base: 48, required: 24, present: 17, met: false, rule: '半数以上', article: '十一' } as const
    expect(quorumWords(quorum, false)).toEqual({ met: false, title: '还差 7 人才能表决', note: '有表决权 17 人，须 24 人' })
    expect(quorumWords({ ...quorum, present: 24, met: true }, false).title).toBe('人数已够，可以表决')
    expect(codeHalves('482913')).toEqual(['482', '913'])
  })
})

test('waits longer after each failure, and slows down when the service does not wait', () => {
  expect([1, 2, 3, 4, 5, 6, 99].map(retryDelay)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
  expect(restAfter(true, 5)).toBe(0)
  expect(restAfter(false, 25_000)).toBe(0)
  expect(restAfter(false, 5)).toBe(1_000)
})

test('reads a pairing code from what was scanned or typed', () => {
  expect(pairingOf('https://x.test/p/ABCD2345')).toBe('ABCD2345')
  expect(pairingOf('https%3A%2F%2Fx.test%2Fp%2FABCD2345')).toBe('ABCD2345')
  expect(pairingOf('abcd 2345')).toBe('ABCD2345')
  expect(pairingOf('ABCD-234')).toBeNull()
  expect(pairingOf('https://x.test/s/ABCD2345')).toBeNull()
})

test('the meeting that runs is offered first', () => {
  const one = (id: string, start: string, end: string, part: object = {}) =>
    ({ id, status: 'published', canManage: true, startAt: iso(at(start)), endAt: iso(at(end)), opensAt: iso(at(start) - 1_800_000), ...part }) as Parameters<typeof screenable>[0][number]
  const items = [one('later', '15:00:00', '16:00:00'), one('now', '09:00:00', '10:30:00'), one('draft', '09:00:00', '10:30:00', { status: 'draft' }), one('over', '07:00:00', '08:00:00'), one('old', '05:00:00', '06:00:00')]
  const ids = (time: string, wanted?: string) => screenable(items, at(time), wanted).map(({ id }) => id)
  expect(ids('08:25:00')).toEqual(['now', 'later'])
  expect(ids('08:25:00', 'over')).toEqual(['now', 'later', 'over'])
  expect(screenable(items.map((item) => ({ ...item, status: item.id === 'over' ? 'published' : 'draft' })), at('08:25:00')).map(({ id }) => id)).toEqual(['over'])
  expect(ids('08:31:00', 'over')).toEqual(['now', 'later'])
})

describe('the life of the screen', () => {
  const display: Display = { activityId: 'a', token: 'T' }
  const offer: PairingOffer = { pairing: 'ABCD2345', secret: 's'.repeat(30), url: 'https://x/p/ABCD2345', expiresAt: iso(at('09:10:00')) }
  const problem = (status: number, code: string, title = code) => new ApiError({ type: 'x', title, status, code, requestId: 'R' })
  const lost = () => new NetworkError('offline', 'R')

  /** Plays prepared answers; ends when they run out. */
  function play(kept: Display | null, answers: { offers?: unknown[]; collects?: unknown[]; states?: unknown[] }) {
    const end = new AbortController()
    let held = kept
    let state: RoomState = STARTING
    const shown: Partial<RoomState>[] = []
    const slept: number[] = []
    const asked: Array<string | undefined> = []
    const next = (list: unknown[] | undefined) => {
      const answer = list?.shift()
      if (answer === undefined) {
        end.abort()
        return Promise.reject(lost())
      }
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    }
    const deps: RoomDeps = {
      offer: () => next(answers.offers) as Promise<PairingOffer>,
      collect: () => next(answers.collects) as ReturnType<RoomDeps['collect']>,
      state: (_display, since) => {
        asked.push(since)
        return next(answers.states) as Promise<ScreenState>
      },
      kept: { read: () => held, write: (one) => { held = one }, remove: () => { held = null } },
      now: () => at('09:00:00'),
      sleep: async (ms) => { if (ms > 0) slept.push(ms) },
      show: (change) => { shown.push(change); state = { ...state, ...change } },
    }
    return runRoom(deps, end.signal).then(() => ({ state, shown, slept, asked, held }))
  }

  test('is paired, shows, and asks from the revision it has', async () => {
    const { asked, held, state } = await play(null, {
      offers: [offer], collects: [{ paired: false, activityId: null, displayToken: null, expiresAt: null }, { paired: true, activityId: 'a', displayToken: 'T', expiresAt: null }],
      states: [screen(), screen({ rev: 'r2', counts: { ...counts, present: 24 } })],
    })
    expect(asked).toEqual([undefined, 'r1', 'r2'])
    expect(held).toEqual(display)
    expect(state.screen?.counts.present).toBe(24)
    expect(state.offer).toBeNull()
  })

  test('a reload goes on with the token it kept', async () => {
    const { asked, state } = await play(display, { states: [screen()] })
    expect(asked).toHaveLength(2)
    expect(state.screen?.rev).toBe('r1')
  })

  test('a lost network keeps what is shown, waits longer each time, and recovers by itself', async () => {
    const { state, slept, shown, asked } = await play(display, { states: [screen(), lost(), lost(), problem(503, 'overloaded'), screen({ rev: 'r2' })] })
    expect(slept).toEqual([1_000, 2_000, 4_000])
    expect(shown.filter((change) => change.lost === true)).toHaveLength(3)
    expect(state).toMatchObject({ lost: false, screen: { rev: 'r2' } })
    expect(asked).toEqual([undefined, 'r1', undefined, undefined, undefined, 'r2'])
  })

  test('a token that is over leads back to pairing, with the reason', async () => {
    const { state, held } = await play(display, { states: [screen(), problem(401, 'unauthenticated', '大屏已到期，请书记重新配对')], offers: [offer] })
    expect(held).toBeNull()
    expect(state).toMatchObject({ screen: null, said: '大屏已到期，请书记重新配对', offer: { pairing: 'ABCD2345' } })
  })

  test('a pairing code that ran out is replaced', async () => {
    const second = { ...offer, pairing: 'WXYZ6789' }
    const { state } = await play(null, { offers: [offer, second], collects: [problem(410, 'pairing-expired')] })
    expect(state.offer?.pairing).toBe('WXYZ6789')
  })

  test('a service that answers at once without news is asked once a second', async () => {
    const { slept } = await play(display, { states: [screen(), screen(), screen()] })
    expect(slept).toEqual([1_000, 1_000])
  })

  test('leaving the page keeps the token for the next visit', async () => {
    const { held } = await play(display, { states: [] })
    expect(held).toEqual(display)
  })
})
