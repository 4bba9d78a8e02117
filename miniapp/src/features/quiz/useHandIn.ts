import type { Problem } from '@pioneer/shared-types/common/schemas'
import type { Attempt, AttemptResult } from '@pioneer/shared-types/study/schemas'
import { useEffect, useRef, useState } from 'react'
import { answers, sendAnswers } from '@/services/answers'
import { handInBody, verdictOf } from '@/services/answers/model'
import { ApiError } from '@/services/http'
import { useNetwork } from '@/services/network'
import { retryDelay } from '@/services/outbox/model'
import { useSession } from '@/services/session'
import { fetchResult, handIn } from './api'
import { showResult } from './hooks'
import { heldOf } from './useQuiz'

export interface HandingIn {
  /** `failed`: it did not arrive, or its reply did not; it is tried again by itself and by a tap. */
  stage: 'idle' | 'sending' | 'failed'
  /** What went wrong, for `failed`. */
  error: unknown
  /** The service takes this attempt no more. */
  over: Problem | null
  send: () => Promise<void>
}

/** Another device may have been first, or the service at the deadline: then there is a result already. */
async function handedIn(attempt: Attempt): Promise<AttemptResult> {
  const { given, waiting } = heldOf(attempt, answers.state(), useSession.getState().me?.member?.id ?? null)
  try {
    return await handIn(attempt.id, handInBody(given, waiting))
  } catch (error) {
    if (error instanceof ApiError && error.is('attempt-over')) return fetchResult(attempt.id)
    throw error
  }
}

/**
 * Hands an attempt in with everything the phone holds. A second tap while the first is at work does nothing; a lost reply
 * is followed by the same request, which answers the same result. While the page is open it is tried again when the network
 * returns, and now and then.
 */
export function useHandIn(attempt: Attempt): HandingIn {
  const [stage, setStage] = useState<HandingIn['stage']>('idle')
  const [error, setError] = useState<unknown>(null)
  const [over, setOver] = useState<Problem | null>(null)
  const [tries, setTries] = useState(0)
  const online = useNetwork((network) => network.online)
  const locked = useRef(false)
  const alive = useRef(true)
  useEffect(() => {
    alive.current = true
    return () => {
      alive.current = false
    }
  }, [])

  const send = async () => {
    if (locked.current) return
    locked.current = true
    setStage('sending')
    try {
      await sendAnswers()
      const result = await handedIn(attempt)
      if (alive.current) showResult(result)
    } catch (failure) {
      if (!alive.current) return
      setStage(failure instanceof ApiError && verdictOf(failure) === 'over' ? 'idle' : 'failed')
      if (failure instanceof ApiError && verdictOf(failure) === 'over') setOver(failure.problem)
      setError(failure)
      setTries((count) => count + 1)
    } finally {
      locked.current = false
    }
  }

  const again = useRef(send)
  again.current = send
  useEffect(() => {
    if (stage !== 'failed' || !online) return undefined
    const timer = setTimeout(() => void again.current(), retryDelay(tries))
    return () => clearTimeout(timer)
  }, [stage, online, tries])

  return { stage, error, over, send }
}
