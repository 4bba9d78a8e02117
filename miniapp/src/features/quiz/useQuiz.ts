import type { Problem } from '@pioneer/shared-types/common/schemas'
import type { AskedQuestion, Attempt } from '@pioneer/shared-types/study/schemas'
import { useMemo, useState } from 'react'
import { answers, sendAnswers, useAnswers } from '@/services/answers'
import { merged, ownedBy, sameKeys, type AnswersState, type GivenAnswers, type WaitingAnswer } from '@/services/answers/model'
import { useNetwork } from '@/services/network'
import { useSession } from '@/services/session'
import { later, resumePoint, saveLook, toggled, type SaveLook } from './model'

interface Held {
  waiting: WaitingAnswer[]
  given: GivenAnswers
}

/** What is answered in an attempt as far as this phone knows. */
export function heldOf(attempt: Attempt, state: AnswersState, memberId: string | null): Held {
  const waiting = ownedBy(state.waiting, memberId).filter(({ attemptId }) => attemptId === attempt.id)
  return { waiting, given: merged(attempt.answers, state.heard[attempt.id] ?? [], waiting) }
}

export interface Quiz {
  index: number
  question: AskedQuestion | undefined
  /** What is chosen for the question in view, submitted or not. */
  chosen: readonly string[]
  /** Whether that differs from what was submitted. */
  changed: boolean
  given: GivenAnswers
  save: SaveLook
  /** Numbers of the questions whose answer another device had given first. */
  replaced: number[]
  /** Why the attempt takes no answers any more. */
  over: Problem | null
  choose: (key: string) => void
  /** Keeps what is chosen, and sends it. */
  commit: () => void
  /** The same, and shows another question. */
  goTo: (index: number) => void
  seeReplaced: () => void
}

/** Answering, question by question: a choice is submitted when its question is left on purpose. */
export function useQuiz(attempt: Attempt): Quiz {
  const state = useAnswers()
  const memberId = useSession(({ me }) => me?.member?.id ?? null)
  const online = useNetwork((network) => network.online)
  const { waiting, given } = useMemo(() => heldOf(attempt, state, memberId), [attempt, state, memberId])
  const [index, setIndex] = useState(() => resumePoint(attempt.questions, given))
  const [draft, setDraft] = useState<{ id: string; keys: string[] } | null>(null)
  const question = attempt.questions[index]
  const submitted = question ? (given[question.id]?.keys ?? []) : []
  const chosen = draft !== null && draft.id === question?.id ? draft.keys : submitted
  const changed = !sameKeys(chosen, submitted)

  const commit = () => {
    setDraft(null)
    if (question === undefined || !changed) return
    answers.submit(attempt.id, question.id, chosen, given[question.id]?.rev ?? 0)
    void sendAnswers()
  }
  return {
    index,
    question,
    chosen,
    changed,
    given,
    save: saveLook(waiting, online, later(attempt.savedAt, state.savedAt[attempt.id] ?? null)),
    replaced: (state.replaced[attempt.id] ?? []).map((id) => attempt.questions.findIndex((one) => one.id === id) + 1).sort((a, b) => a - b),
    over: state.over[attempt.id] ?? null,
    choose: (key) => {
      if (question) setDraft({ id: question.id, keys: toggled(question.type, chosen, key) })
    },
    commit,
    goTo: (next) => {
      commit()
      setIndex(Math.min(Math.max(0, next), attempt.questions.length - 1))
    },
    seeReplaced: () => answers.seeReplaced(attempt.id),
  }
}
