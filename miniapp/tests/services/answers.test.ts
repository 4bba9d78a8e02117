import { PROBLEMS, type ProblemCode } from '@pioneer/shared-types/constants'
import type { KeptAnswer, SaveAnswer, SavedAnswer } from '@pioneer/shared-types/study/schemas'
import { areWaiting, handInBody, merged, outcomeOf, sameKeys, verdictOf, withAnswer, type AnswersState, type WaitingAnswer } from '@/services/answers/model'
import { createAnswers, type AnswersDeps } from '@/services/answers/outbox'
import { ApiError, NetworkError } from '@/services/http/errors'

const ATTEMPT = 'a'.repeat(24)
const problem = (code: ProblemCode) => new ApiError({ type: 'about:blank', title: PROBLEMS[code][1], status: PROBLEMS[code][0], code, requestId: 'R' })
const copy = <T,>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** A phone, a network and a service that keeps answers by the rule of the contract: the first to arrive wins. */
function world() {
  const world = {
    stored: [] as WaitingAnswer[],
    full: false,
    memberId: 'zhou' as string | null,
    online: true,
    /** The service takes it, its reply is lost. */
    loseReply: false,
    failure: null as Error | null,
    requests: [] as Array<SaveAnswer & { questionId: string }>,
    kept: new Map<string, KeptAnswer>(),
    shown: null as AnswersState | null,
    /** Runs while a request is on its way. */
    meanwhile: null as (() => void) | null,
  }
  const deps: AnswersDeps = {
    read: () => copy(world.stored),
    write: (entries) => {
      if (world.full) throw new Error('full')
      world.stored = copy(entries)
    },
    memberId: () => world.memberId,
    changed: (state) => {
      world.shown = state
    },
    save: async (attemptId, questionId, body): Promise<SavedAnswer> => {
      await Promise.resolve()
      if (!world.online) throw new NetworkError('offline', 'R')
      if (world.failure && attemptId === ATTEMPT) throw world.failure
      world.requests.push({ questionId, ...body })
      const before = world.kept.get(questionId)
      const stored = before?.rev ?? 0
      const repeated = before !== undefined && before.rev === body.rev && sameKeys(before.keys, body.keys)
      const kept = repeated || body.rev === stored + 1
      if (kept) world.kept.set(questionId, { questionId, ...body })
      world.meanwhile?.()
      if (world.loseReply) throw new NetworkError('timeout', 'R')
      return { kept, answer: world.kept.get(questionId)!, savedAt: '2026-11-20T04:43:00.000Z' }
    },
  }
  return Object.assign(world, { open: () => createAnswers(deps) })
}

test('keeps an answer before it is sent, and lets it go when the service has it', async () => {
  const phone = world()
  const box = phone.open()
  box.submit(ATTEMPT, 'q1', ['B', 'A'], 0)
  expect(phone.stored).toMatchObject([{ questionId: 'q1', keys: ['A', 'B'], base: 0 }])
  expect(await box.flush()).toBe(true)
  expect(phone.stored).toEqual([])
  expect(phone.requests).toEqual([{ questionId: 'q1', keys: ['A', 'B'], rev: 1 }])
  expect(phone.shown?.heard[ATTEMPT]).toEqual([{ questionId: 'q1', keys: ['A', 'B'], rev: 1 }])
  expect(phone.shown?.savedAt[ATTEMPT]).toBe('2026-11-20T04:43:00.000Z')
})

test('sends in order, one after the other, and goes on after a restart where it stopped', async () => {
  const phone = world()
  phone.online = false
  const box = phone.open()
  for (const [index, question] of ['q1', 'q2', 'q3'].entries()) box.submit(ATTEMPT, question, [['A'], ['B'], ['C']][index]!, 0)
  expect(await box.flush()).toBe(false)
  expect(phone.stored.map(({ tries }) => tries)).toEqual([1, 0, 0])
  phone.online = true
  expect(await phone.open().flush()).toBe(true)
  expect(phone.requests.map(({ questionId }) => questionId)).toEqual(['q1', 'q2', 'q3'])
})

test('one entry a question: the newest replaces what waits and keeps its place', async () => {
  const phone = world()
  const box = phone.open()
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  box.submit(ATTEMPT, 'q2', ['A'], 0)
  box.submit(ATTEMPT, 'q1', ['C'], 0)
  await box.flush()
  expect(phone.requests).toEqual([{ questionId: 'q1', keys: ['C'], rev: 1 }, { questionId: 'q2', keys: ['A'], rev: 1 }])
})

test('a lost reply followed by another choice is no other device: the choice wins', async () => {
  const phone = world()
  const box = phone.open()
  phone.loseReply = true
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  await box.flush()
  phone.loseReply = false
  box.submit(ATTEMPT, 'q1', ['B'], 0)
  expect(await box.flush()).toBe(true)
  expect(phone.kept.get('q1')).toEqual({ questionId: 'q1', keys: ['B'], rev: 2 })
  expect(phone.shown?.replaced).toEqual({})
})

test('a lost reply followed by the same choice is a repetition', async () => {
  const phone = world()
  const box = phone.open()
  phone.loseReply = true
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  await box.flush()
  phone.loseReply = false
  expect(await box.flush()).toBe(true)
  expect(phone.kept.get('q1')?.rev).toBe(1)
})

test('what is chosen while an answer is on its way is sent after it', async () => {
  const phone = world()
  const box = phone.open()
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  phone.meanwhile = () => {
    phone.meanwhile = null
    box.submit(ATTEMPT, 'q1', ['D'], 0)
  }
  expect(await box.flush()).toBe(true)
  expect(phone.requests.map(({ keys, rev }) => [keys, rev])).toEqual([[['A'], 1], [['D'], 2]])
})

test('another device was first: its answer counts, and the page is told until it was seen', async () => {
  const phone = world()
  phone.kept.set('q1', { questionId: 'q1', keys: ['C'], rev: 2 })
  const box = phone.open()
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  expect(await box.flush()).toBe(true)
  expect(phone.stored).toEqual([])
  expect(phone.shown?.heard[ATTEMPT]).toEqual([{ questionId: 'q1', keys: ['C'], rev: 2 }])
  expect(phone.shown?.replaced[ATTEMPT]).toEqual(['q1'])
  box.seeReplaced(ATTEMPT)
  expect(phone.shown?.replaced[ATTEMPT]).toBeUndefined()
})

test('two devices with the same choice: nothing to tell', async () => {
  const phone = world()
  phone.kept.set('q1', { questionId: 'q1', keys: ['A'], rev: 2 })
  const box = phone.open()
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  await box.flush()
  expect(phone.shown?.replaced[ATTEMPT]).toBeUndefined()
})

test('is never sent in another name, and not lost when somebody else signs in between', async () => {
  const phone = world()
  const box = phone.open()
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  phone.memberId = 'lin'
  expect(await box.flush()).toBe(true)
  expect(phone.requests).toEqual([])
  phone.memberId = null
  box.submit(ATTEMPT, 'q2', ['A'], 0)
  phone.memberId = 'zhou'
  await box.flush()
  expect(phone.requests.map(({ questionId }) => questionId)).toEqual(['q1'])
})

test.each(['quiz-closed', 'attempt-over', 'paper-withdrawn', 'not-found'] as const)('%s ends the attempt, and only that one', async (code) => {
  const phone = world()
  const box = phone.open()
  phone.failure = problem(code)
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  box.submit(ATTEMPT, 'q2', ['A'], 0)
  box.submit('b'.repeat(24), 'q3', ['A'], 0)
  expect(await box.flush()).toBe(true)
  expect(phone.stored).toEqual([])
  expect(phone.requests.map(({ questionId }) => questionId)).toEqual(['q3'])
  expect(Object.entries(phone.shown?.over ?? {}).map(([id, { code: why }]) => [id, why])).toEqual([[ATTEMPT, code]])
})

test.each(['internal', 'overloaded', 'rate-limited', 'unauthenticated', 'conflict'] as const)('%s is tried again', async (code) => {
  expect(verdictOf(problem(code))).toBe('later')
  const phone = world()
  const box = phone.open()
  phone.failure = problem(code)
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  expect(await box.flush()).toBe(false)
  phone.failure = null
  expect(await box.flush()).toBe(true)
  expect(phone.kept.get('q1')?.keys).toEqual(['A'])
})

test('a full storage stops no answer', async () => {
  const phone = world()
  phone.full = true
  phone.online = false
  const box = phone.open()
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  await box.flush()
  phone.online = true
  expect(await box.flush()).toBe(true)
  expect(phone.kept.get('q1')?.keys).toEqual(['A'])
})

test('after handing in nothing of the attempt waits, and a refusal that comes late is no news', async () => {
  const phone = world()
  const box = phone.open()
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  phone.failure = problem('attempt-over')
  const sending = box.flush()
  box.forget(ATTEMPT)
  await sending
  expect(phone.stored).toEqual([])
  expect(phone.shown?.over).toEqual({})
})

test('several callers share one run; what comes after its end starts another', async () => {
  const phone = world()
  const box = phone.open()
  expect(await box.flush()).toBe(true)
  box.submit(ATTEMPT, 'q1', ['A'], 0)
  await Promise.all([box.flush(), box.flush()])
  box.submit(ATTEMPT, 'q2', ['B'], 0)
  await box.flush()
  expect(phone.requests.map(({ questionId }) => questionId)).toEqual(['q1', 'q2'])
})

describe('what is shown', () => {
  const kept: KeptAnswer[] = [{ questionId: 'q1', keys: ['A'], rev: 1 }, { questionId: 'q2', keys: ['B'], rev: 3 }]
  const entry = (questionId: string, keys: string[], base: number, sent: string[][] = []): WaitingAnswer => ({ memberId: 'zhou', attemptId: ATTEMPT, questionId, keys, base, sent, tries: 0 })

  test('the newer of what the service said, and over it what waits', () => {
    const given = merged(kept, [{ questionId: 'q2', keys: ['C'], rev: 2 }, { questionId: 'q1', keys: ['D'], rev: 2 }], [entry('q3', ['A', 'C'], 0)])
    expect(given).toEqual({ q1: { keys: ['D'], rev: 2, waits: false }, q2: { keys: ['B'], rev: 3, waits: false }, q3: { keys: ['A', 'C'], rev: 0, waits: true } })
  })

  test('hands everything in, and what may have been overtaken by its own lost forerunner as one change more', () => {
    const waiting = [entry('q1', ['C'], 1), entry('q3', ['B'], 0, [['A'], ['B']])]
    expect(handInBody(merged(kept, [], waiting), waiting)).toEqual({
      answers: [{ questionId: 'q1', keys: ['C'], rev: 2 }, { questionId: 'q2', keys: ['B'], rev: 3 }, { questionId: 'q3', keys: ['B'], rev: 2 }],
    })
  })

  test('a newer known change makes what went out before it past', () => {
    const [after] = withAnswer([entry('q1', ['A'], 0, [['A']])], { memberId: 'zhou', attemptId: ATTEMPT, questionId: 'q1', keys: ['B'], base: 4 })
    expect(after).toMatchObject({ base: 4, sent: [], keys: ['B'] })
    expect(outcomeOf(after!, ['B'], { kept: true, answer: { questionId: 'q1', keys: ['B'], rev: 5 }, savedAt: '' })).toEqual({ left: null, replaced: false })
  })
})

test('what another version of the app kept is not read', () => {
  expect(areWaiting([{ memberId: 'zhou', attemptId: ATTEMPT, questionId: 'q1', keys: ['A'], base: 0, sent: [], tries: 0 }])).toBe(true)
  for (const other of [null, {}, [{}], [{ memberId: 'zhou', attemptId: ATTEMPT, questionId: 'q1', keys: 'A', base: 0, sent: [], tries: 0 }]]) expect(areWaiting(other)).toBe(false)
})
