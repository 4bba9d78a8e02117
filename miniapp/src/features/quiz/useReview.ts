import type { ReviewSet, ReviewVerdict } from '@pioneer/shared-types/study/schemas'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { toastError } from '@/components/toast'
import { useSession } from '@/services/session'
import { answerReview, fetchReview } from './api'
import { refreshStudy } from './hooks'
import { toggled } from './model'

/** What comes back today. Asked for once: the set must not change while it is being gone through. */
export function useReviewSet() {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  return useQuery({ queryKey: ['review'], queryFn: fetchReview, enabled: signedIn, staleTime: Infinity, gcTime: 0 })
}

export interface Review {
  index: number
  item: ReviewSet['items'][number] | undefined
  chosen: readonly string[]
  /** The answer to the question in view; null before it is given. */
  verdict: ReviewVerdict | null
  /** Right so far. */
  right: number
  choose: (key: string) => void
  /** Answers; says what went wrong. The same answer again counts once. */
  submit: () => Promise<void>
  next: () => void
}

/** Going through wrong answers one by one, each with its verdict at once. */
export function useReview({ items }: ReviewSet): Review {
  const [index, setIndex] = useState(0)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [verdict, setVerdict] = useState<ReviewVerdict | null>(null)
  const [right, setRight] = useState(0)
  const locked = useRef(false)
  const item = items[index]

  const submit = async () => {
    if (item === undefined || locked.current || verdict !== null) return
    locked.current = true
    try {
      const answer = await answerReview(item.question.id, { keys: [...chosen], dueOn: item.dueOn })
      setVerdict(answer)
      if (answer.question.verdict === 'right') setRight((count) => count + 1)
      void refreshStudy()
    } catch (error) {
      toastError(error)
    } finally {
      locked.current = false
    }
  }
  return {
    index,
    item,
    chosen,
    verdict,
    right,
    choose: (key) => {
      if (item && verdict === null) setChosen(toggled(item.question.type, chosen, key))
    },
    submit,
    next: () => {
      setVerdict(null)
      setChosen([])
      setIndex(index + 1)
    },
  }
}
