import type { SaveAnswer, SavedAnswer } from '@pioneer/shared-types/study/schemas'
import { ApiError } from '../http/errors'
import * as rules from './model'
import type { AnswersState, WaitingAnswer } from './model'

export interface AnswersDeps {
  /** What the phone keeps; null when nothing can be read. */
  read: () => WaitingAnswer[] | null
  write: (entries: WaitingAnswer[]) => void
  save: (attemptId: string, questionId: string, body: SaveAnswer) => Promise<SavedAnswer>
  /** The signed-in member; null when there is none. */
  memberId: () => string | null
  changed: (state: AnswersState) => void
}

export interface AnswerOutbox {
  state: () => AnswersState
  /** Keeps an answer before anything is sent. Without a member nothing is kept. */
  submit: (attemptId: string, questionId: string, keys: readonly string[], knownRev: number) => void
  /** Sends what waits in order, one by one; whether nothing is left. Several callers share one run. Never throws. */
  flush: () => Promise<boolean>
  /** The member has seen that another device's answer stands now. */
  seeReplaced: (attemptId: string) => void
  /** The attempt was handed in: nothing of it waits any more. */
  forget: (attemptId: string) => void
}

const without = <T>(all: Readonly<Record<string, T>>, key: string): Record<string, T> => Object.fromEntries(Object.entries(all).filter(([name]) => name !== key))

/** The outbox of answers: kept on the phone, sent in order, however often the phone restarts or a reply is lost. */
export function createAnswers(deps: AnswersDeps): AnswerOutbox {
  let state: AnswersState = { ...rules.NOTHING_HEARD, waiting: deps.read() ?? [] }
  let running: Promise<boolean> | null = null
  let stored = true
  deps.changed(state)

  const set = (next: Partial<AnswersState>): void => {
    state = { ...state, ...next }
    deps.changed(state)
  }
  /** Always from what is stored: in a browser another tab may have written meanwhile. */
  const update = (change: (entries: WaitingAnswer[]) => WaitingAnswer[], also: Partial<AnswersState> = {}): void => {
    const waiting = change((stored ? deps.read() : null) ?? state.waiting)
    try {
      deps.write(waiting)
      stored = true
    } catch {
      // a full storage must not stop an answer that can be sent now; memory keeps it while the app lives
      stored = false
    }
    set({ waiting, ...also })
  }
  const isSame = (a: WaitingAnswer, b: WaitingAnswer): boolean => a.memberId === b.memberId && a.attemptId === b.attemptId && a.questionId === b.questionId
  const put = (entry: WaitingAnswer): void => update((entries) => entries.map((known) => (isSame(known, entry) ? entry : known)))
  const current = (entry: WaitingAnswer): WaitingAnswer | undefined => state.waiting.find((known) => isSame(known, entry))

  function take(start: WaitingAnswer, saved: SavedAnswer): void {
    const { attemptId, questionId } = start
    const entry = current(start)
    const outcome = entry ? rules.outcomeOf(entry, start.keys, saved) : { left: null, replaced: false }
    const heard = [...(state.heard[attemptId] ?? []).filter((known) => known.questionId !== questionId), saved.answer]
    const replaced = state.replaced[attemptId] ?? []
    update((entries) => entries.flatMap((known) => (isSame(known, start) ? (outcome.left ?? []) : known)), {
      heard: { ...state.heard, [attemptId]: heard },
      savedAt: { ...state.savedAt, [attemptId]: saved.savedAt },
      ...(outcome.replaced && { replaced: { ...state.replaced, [attemptId]: [...replaced.filter((id) => id !== questionId), questionId] } }),
    })
  }

  /** Sends one answer; whether the next may follow. */
  async function deliver(first: WaitingAnswer): Promise<boolean> {
    const entry = rules.goingOut(first)
    put(entry)
    try {
      take(entry, await deps.save(entry.attemptId, entry.questionId, rules.saveBody(entry)))
      return true
    } catch (error) {
      const now = current(entry)
      if (error instanceof ApiError && rules.verdictOf(error) === 'over') {
        const over = { ...state.over, [entry.attemptId]: error.problem }
        // forgotten meanwhile: it was handed in, which is no news
        update((entries) => entries.filter((known) => !(known.attemptId === entry.attemptId && known.memberId === entry.memberId)), now ? { over } : {})
        return true
      }
      if (now) put({ ...now, tries: now.tries + 1 })
      return false
    }
  }

  const next = (): WaitingAnswer | undefined => rules.ownedBy(state.waiting, deps.memberId())[0]

  /** Ends its own run in the same breath as it finds nothing more: what is submitted after that starts another. */
  async function run(first: WaitingAnswer): Promise<boolean> {
    for (let entry: WaitingAnswer | undefined = first; entry !== undefined; entry = next()) {
      if (await deliver(entry)) continue
      running = null
      return false
    }
    running = null
    return true
  }

  return {
    state: () => state,
    submit(attemptId, questionId, keys, knownRev) {
      const memberId = deps.memberId()
      if (memberId === null) return
      update((entries) => rules.withAnswer(entries, { memberId, attemptId, questionId, keys: [...keys], base: knownRev }))
    },
    flush() {
      const first = next()
      if (running === null && first !== undefined) running = run(first)
      return running ?? Promise.resolve(true)
    },
    seeReplaced: (attemptId) => set({ replaced: without(state.replaced, attemptId) }),
    forget(attemptId) {
      const { heard, savedAt, replaced, over } = state
      const rest = { heard: without(heard, attemptId), savedAt: without(savedAt, attemptId), replaced: without(replaced, attemptId), over: without(over, attemptId) }
      update((entries) => entries.filter((entry) => entry.attemptId !== attemptId), rest)
    },
  }
}
