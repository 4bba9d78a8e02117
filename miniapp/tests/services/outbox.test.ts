import type { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import type { Redeem } from '@pioneer/shared-types/checkins/schemas'
import { PROBLEMS, type ProblemCode } from '@pioneer/shared-types/constants'
import { ApiError, NetworkError } from '@/services/http/errors'
import { pruned, type About, type OutboxEntry } from '@/services/outbox/model'
import { createOutbox, type Caller, type OutboxDeps } from '@/services/outbox/outbox'

const START = Date.parse('2026-11-20T01:02:17.000Z')
const TICKET = { kind: 'ticket', ticket: 't'.repeat(46) } as const
const ABOUT: About = {
  activityId: 'a'.repeat(24),
  title: '学条例、议规划',
  kinds: ['theme-day'],
  startAt: '2026-11-20T01:00:00.000Z',
  endAt: '2026-11-20T02:30:00.000Z',
  place: '302 会议室',
}
const MEMBER: Caller = { kind: 'member', memberId: 'zhou' }

/** As a storage does it. */
const copy = (entries: OutboxEntry[]) => JSON.parse(JSON.stringify(entries)) as OutboxEntry[]

const problem = (code: ProblemCode) =>
  new ApiError({ type: 'about:blank', title: PROBLEMS[code][1], status: PROBLEMS[code][0], code, requestId: 'R' })

const result = (outcome: CheckInResult['outcome']): CheckInResult => ({
  outcome,
  activity: { id: ABOUT.activityId, title: ABOUT.title, kinds: ABOUT.kinds, startAt: ABOUT.startAt, endAt: ABOUT.endAt, place: ABOUT.place },
  attendance: null,
  points: { gained: 1, entries: [] },
  request: null,
  message: '',
})

/** A phone, a network and a service that records once. */
function world(first: Partial<OutboxDeps> = {}) {
  const state = {
    kept: [] as OutboxEntry[],
    now: START,
    ids: 0,
    caller: MEMBER as Caller | null,
    redeemed: [] as Redeem[],
    frozen: 0,
    online: true,
    /** Refuses the next redeem requests, in order. */
    failures: [] as Error[],
    recorded: false,
  }
  const deps: OutboxDeps = {
    read: () => copy(state.kept),
    write: (entries) => {
      state.kept = copy(entries)
    },
    now: () => state.now,
    newId: () => `e${(state.ids += 1)}`,
    newProof: async () => ({ verifier: 'v'.repeat(43), challenge: 'c'.repeat(43) }),
    challengeOf: () => 'c'.repeat(43),
    deviceId: async () => 'device-1',
    freeze: async () => {
      if (!state.online) throw new NetworkError('offline', 'R')
      state.frozen += 1
      return {
        claim: `claim-${state.frozen}-${'x'.repeat(20)}`,
        frozenAt: '2026-11-20T01:02:18.000Z',
        expiresAt: '2026-11-20T01:04:18.000Z',
        activity: { id: ABOUT.activityId },
      }
    },
    redeem: async (body) => {
      if (!state.online) throw new NetworkError('offline', 'R')
      state.redeemed.push(body)
      const failure = state.failures.shift()
      if (failure instanceof ApiError) throw failure
      const outcome = state.recorded ? 'already' : 'recorded'
      state.recorded = true
      if (failure) throw failure // recorded, but the reply was lost
      return result(outcome)
    },
    known: () => state.caller,
    caller: async () => {
      if (!state.online) throw new NetworkError('offline', 'R')
      return state.caller ?? { kind: 'nobody' }
    },
    changed: () => undefined,
    ...first,
  }
  return { state, deps, open: () => createOutbox(deps) }
}

describe('outbox', () => {
  test('is kept before anything is sent', async () => {
    const { state, open } = world()
    await open().keep(TICKET, ABOUT)
    expect(state.kept).toHaveLength(1)
    expect(state.kept[0]).toMatchObject({ state: 'waiting', capturedAt: START, memberId: 'zhou', about: ABOUT })
    expect(state.redeemed).toEqual([])
  })

  test('a signed-in member signs in with one request and without the time of reading', async () => {
    const { state, open } = world()
    const box = open()
    const { id } = await box.keep(TICKET, ABOUT)
    expect(await box.deliver(id)).toMatchObject({ state: 'done', result: { outcome: 'recorded' } })
    expect(state.redeemed).toEqual([{ ticket: TICKET.ticket, deviceId: 'device-1' }])
    expect(state.frozen).toBe(0)
  })

  test('a double tap is one entry and one request', async () => {
    const { state, open } = world()
    const box = open()
    const first = await box.keep(TICKET, ABOUT)
    const second = await box.keep(TICKET, ABOUT)
    expect(second.id).toBe(first.id)
    await Promise.all([box.deliver(first.id), box.deliver(second.id)])
    expect(state.redeemed).toHaveLength(1)
  })

  test('without network it waits, survives a restart, and says when it was read', async () => {
    const { state, open } = world()
    state.online = false
    const box = open()
    const { id } = await box.keep(TICKET, ABOUT)
    expect(await box.deliver(id)).toMatchObject({ state: 'waiting', tries: 1, delayed: true })

    state.now += 10 * 60_000
    state.online = true
    const reopened = open()
    expect(reopened.entries().map((entry) => entry.id)).toEqual([id])
    await reopened.flush()
    expect(state.redeemed).toEqual([{ ticket: TICKET.ticket, deviceId: 'device-1', capturedAt: '2026-11-20T01:02:17.000Z' }])
    expect(reopened.entries()[0]).toMatchObject({ state: 'done', seen: false })
  })

  test('a lost reply is sent again and ends with the same answer', async () => {
    const { state, open } = world()
    state.failures = [new NetworkError('timeout', 'R')]
    const box = open()
    const { id } = await box.keep(TICKET, ABOUT)
    expect(await box.deliver(id)).toMatchObject({ state: 'waiting' })
    await box.flush()
    expect(state.redeemed).toHaveLength(2)
    expect(box.entries()[0]).toMatchObject({ state: 'done', result: { outcome: 'already' } })
  })

  test('the service in trouble decides nothing: it waits', async () => {
    for (const code of ['internal', 'overloaded', 'rate-limited'] as const) {
      const { state, open } = world()
      state.failures = [problem(code)]
      const box = open()
      const { id } = await box.keep(TICKET, null)
      expect(await box.deliver(id)).toMatchObject({ state: 'waiting' })
    }
  })

  test('a refusal stays with its reason until it is dismissed, over a restart too', async () => {
    const { state, open } = world()
    state.failures = [problem('activity-closed')]
    const box = open()
    const { id } = await box.keep(TICKET, ABOUT)
    expect(await box.deliver(id)).toMatchObject({ state: 'refused', problem: { code: 'activity-closed' } })
    await box.flush()
    expect(state.redeemed).toHaveLength(1)
    const reopened = open()
    expect(reopened.entries()).toHaveLength(1)
    reopened.dismiss(id)
    expect(state.kept).toEqual([])
  })

  test('the same code after a refusal is a new try', async () => {
    const { state, open } = world()
    state.failures = [problem('activity-not-open')]
    const box = open()
    const first = await box.keep(TICKET, ABOUT)
    await box.deliver(first.id)
    const second = await box.keep(TICKET, ABOUT)
    expect(second.id).not.toBe(first.id)
    expect(await box.deliver(second.id)).toMatchObject({ state: 'done' })
    expect(box.entries()).toHaveLength(1)
  })

  test('a code typed offline names its activity and the time', async () => {
    const { state, open } = world()
    state.online = false
    const box = open()
    const { id } = await box.keep({ kind: 'code', activityId: ABOUT.activityId, code: '482913' }, ABOUT)
    await box.deliver(id)
    state.online = true
    await box.flush()
    expect(state.redeemed).toEqual([
      { activityId: ABOUT.activityId, code: '482913', deviceId: 'device-1', capturedAt: '2026-11-20T01:02:17.000Z' },
    ])
  })
})

describe('a scan before anybody is known', () => {
  test('is frozen at once while the session is restored, then redeemed by the claim', async () => {
    const { state, open, deps } = world({ known: () => null })
    deps.caller = async () => MEMBER
    const box = open()
    const { id } = await box.keep(TICKET, null)
    expect(await box.deliver(id)).toMatchObject({ state: 'done' })
    expect(state.frozen).toBe(1)
    expect(state.redeemed).toEqual([{ claim: `claim-1-${'x'.repeat(20)}`, verifier: 'v'.repeat(43), deviceId: 'device-1' }])
  })

  test('waits for the login, and the claim survives the reload', async () => {
    const { state, open } = world()
    state.caller = { kind: 'nobody' }
    const box = open()
    const { id } = await box.keep(TICKET, null)
    expect(await box.deliver(id)).toMatchObject({ state: 'login', claim: { frozenAt: '2026-11-20T01:02:18.000Z' } })

    state.now += 60_000
    state.caller = MEMBER
    const reopened = open()
    expect(await reopened.deliver(id)).toMatchObject({ state: 'done' })
    expect(state.redeemed[0]).toMatchObject({ claim: `claim-1-${'x'.repeat(20)}` })
  })

  test('waits for the binding', async () => {
    const { state, open } = world()
    state.caller = { kind: 'unbound' }
    const box = open()
    const { id } = await box.keep(TICKET, null)
    expect(await box.deliver(id)).toMatchObject({ state: 'bind', claim: { frozenAt: '2026-11-20T01:02:18.000Z' } })
    await box.flush()
    expect(state.redeemed).toEqual([])
    state.caller = MEMBER
    await box.flush()
    expect(state.redeemed).toHaveLength(1)
  })

  test('after the two minutes what was read is sent with its time', async () => {
    const { state, open } = world()
    state.caller = { kind: 'unbound' }
    const box = open()
    const { id } = await box.keep(TICKET, null)
    await box.deliver(id)
    state.now += 3 * 60_000
    state.caller = MEMBER
    expect(await box.deliver(id)).toMatchObject({ state: 'done' })
    expect(state.redeemed).toEqual([{ ticket: TICKET.ticket, deviceId: 'device-1', capturedAt: '2026-11-20T01:02:17.000Z' }])
  })

  test('a claim the service calls expired is no loss either', async () => {
    const { state, open } = world()
    state.caller = { kind: 'nobody' }
    const box = open()
    const { id } = await box.keep(TICKET, null)
    await box.deliver(id)
    state.caller = MEMBER
    state.now += 90_000
    state.failures = [problem('claim-expired')]
    expect(await box.deliver(id)).toMatchObject({ state: 'done', claim: null })
    expect(state.redeemed[1]).toMatchObject({ ticket: TICKET.ticket, capturedAt: '2026-11-20T01:02:17.000Z' })
  })

  test('the session ends in the middle: the scan is frozen and waits for the login', async () => {
    const { state, open } = world()
    state.failures = [problem('unauthenticated')]
    const box = open()
    const { id } = await box.keep(TICKET, ABOUT)
    expect(await box.deliver(id)).toMatchObject({ state: 'login', claim: { frozenAt: '2026-11-20T01:02:18.000Z' } })
  })

  test('a forged code is refused before anybody has to log in', async () => {
    const { open, deps } = world({ known: () => null })
    deps.caller = async () => ({ kind: 'nobody' })
    deps.freeze = () => Promise.reject(problem('ticket-invalid'))
    const box = open()
    const { id } = await box.keep(TICKET, null)
    expect(await box.deliver(id)).toMatchObject({ state: 'refused', problem: { code: 'ticket-invalid' } })
  })
})

describe('what the seal refuses', () => {
  const refusing = (code: ProblemCode, who: Caller) => {
    const all = world({ known: () => null })
    all.deps.caller = async () => who
    all.deps.freeze = () => Promise.reject(problem(code))
    return all
  }

  test('a stranger hears at once that the code is too old', async () => {
    const { state, open } = refusing('ticket-expired', { kind: 'unbound' })
    const box = open()
    const { id } = await box.keep(TICKET, null)
    expect(await box.deliver(id)).toMatchObject({ state: 'refused', problem: { code: 'ticket-expired' } })
    expect(state.redeemed).toEqual([])
  })

  test('for a member the policy decides', async () => {
    const { state, open } = refusing('activity-closed', MEMBER)
    const box = open()
    const { id } = await box.keep(TICKET, null)
    expect(await box.deliver(id)).toMatchObject({ state: 'done' })
    expect(state.redeemed).toHaveLength(1)
  })

  test('a wrong code is not tried a second time', async () => {
    const { state, open } = refusing('code-wrong', MEMBER)
    const box = open()
    const { id } = await box.keep({ kind: 'code', activityId: ABOUT.activityId, code: '000000' }, null)
    expect(await box.deliver(id)).toMatchObject({ state: 'refused', problem: { code: 'code-wrong' } })
    expect(state.redeemed).toEqual([])
  })
})

describe('one phone, several people', () => {
  test('a sign-in is never sent in another name', async () => {
    const { state, open } = world()
    state.online = false
    const box = open()
    const { id } = await box.keep(TICKET, ABOUT)
    await box.deliver(id)
    state.online = true
    state.caller = { kind: 'member', memberId: 'li' }
    await box.flush()
    expect(state.redeemed).toEqual([])
    expect(box.entries()).toHaveLength(1)
    state.caller = MEMBER
    await box.flush()
    expect(box.entries()[0]).toMatchObject({ state: 'done' })
  })

  test('the second member who scans the same screen has an entry of their own', async () => {
    const { state, open } = world({ known: () => null })
    const box = open()
    const first = await box.keep(TICKET, null)
    expect(await box.deliver(first.id)).toMatchObject({ state: 'done', memberId: 'zhou' })
    const other = world({ known: () => ({ kind: 'member', memberId: 'li' }), read: () => state.kept })
    const second = await other.open().keep(TICKET, null)
    expect(second).toMatchObject({ state: 'waiting', memberId: 'li' })
  })

  test('what another tab kept is not overwritten', async () => {
    const { open } = world()
    const one = open()
    const two = open()
    await one.keep(TICKET, ABOUT)
    await two.keep({ kind: 'ticket', ticket: 'u'.repeat(46) }, null)
    expect(two.entries()).toHaveLength(2)
  })

  test('a full storage does not stop a sign-in that can be sent now', async () => {
    const { open, deps } = world()
    deps.read = () => null
    deps.write = () => {
      throw new Error('exceed')
    }
    const box = open()
    const { id } = await box.keep(TICKET, ABOUT)
    expect(await box.deliver(id)).toMatchObject({ state: 'done' })
  })
})

test('what was seen goes after an hour, what was not seen stays', async () => {
  const { state, open } = world()
  const box = open()
  const { id } = await box.keep(TICKET, ABOUT)
  await box.deliver(id)
  const day = 86_400_000
  expect(pruned(state.kept, state.now + day)).toHaveLength(1)
  box.see(id)
  expect(pruned(state.kept, state.now + 1_000)).toHaveLength(1)
  expect(pruned(state.kept, state.now + day)).toHaveLength(0)
})
