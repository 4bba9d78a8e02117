import type { Attempt, AttemptResult } from '@pioneer/shared-types/study/schemas'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { toastError } from '@/components/toast'
import { answers } from '@/services/answers'
import { openPage, replacePage } from '@/services/navigation'
import { queryClient, useFetched } from '@/services/query'
import { useSession } from '@/services/session'
import { fetchAttempt, fetchLesson, fetchLessons, fetchPaper, fetchPapers, fetchResult, startLesson, startPaper } from './api'

/** Everything of study lies under 'study', so that a result makes all of it be asked for again. */
const keys = {
  all: ['study'],
  lessons: ['study', 'lessons'],
  lesson: (code: string) => ['study', 'lesson', code],
  papers: ['study', 'papers'],
  paper: (id: string) => ['study', 'paper', id],
  attempt: (id: string) => ['quiz', id],
  result: (id: string) => ['quiz-result', id],
}

export const useLessons = () => useFetched(keys.lessons, fetchLessons)
export const useLesson = (code: string) => useFetched(keys.lesson(code), () => fetchLesson(code), code !== '')
export const usePapers = () => useFetched(keys.papers, fetchPapers)
export const usePaper = (id: string) => useFetched(keys.paper(id), () => fetchPaper(id), id !== '')
/** An attempt; again when the page comes back into view, because another device may have gone on. */
export const useAttempt = (id: string) => useFetched(keys.attempt(id), () => fetchAttempt(id), id !== '')
/** A result with what may follow it. Where there is one, nothing of its attempt has to wait on this phone any more. */
export function useResult(id: string) {
  const signedIn = useSession((state) => state.phase === 'signed-in')
  const query = useQuery({ queryKey: keys.result(id), queryFn: () => fetchResult(id), enabled: signedIn && id !== '' })
  const known = query.data !== undefined
  useEffect(() => {
    if (known) answers.forget(id)
  }, [known, id])
  return query
}

/** What changed with a result: lessons, papers, hours, points, what waits on the first screen. */
export const refreshStudy = (): Promise<unknown> => Promise.all([keys.all, ['home'], ['points']].map((queryKey) => queryClient.invalidateQueries({ queryKey })))

/** Starts a quiz and opens it; says what went wrong. On a result the quiz stands in its place. */
export async function startQuiz(type: 'lesson' | 'paper', id: string, inPlace = false): Promise<void> {
  try {
    const attempt: Attempt = type === 'lesson' ? await startLesson(id) : await startPaper(id)
    queryClient.setQueryData(keys.attempt(attempt.id), attempt)
    if (inPlace) replacePage('quiz', { id: attempt.id })
    else openPage('quiz', { id: attempt.id })
  } catch (error) {
    toastError(error)
    void refreshStudy()
  }
}

/** Keeps a result and shows it in place of the quiz. */
export function showResult(result: AttemptResult): void {
  queryClient.setQueryData(keys.result(result.id), result)
  replacePage('quizResult', { id: result.id })
  // the page of the quiz is on its way out: it keeps what it shows
  void queryClient.invalidateQueries({ queryKey: keys.attempt(result.id), refetchType: 'none' })
  void refreshStudy()
}
