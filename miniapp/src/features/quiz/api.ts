import { studyRoutes } from '@pioneer/shared-types/study/routes'
import type { Attempt, AttemptResult, HandIn, Lesson, LessonList, PaperTask, PaperTasks, ReviewAnswer, ReviewSet, ReviewVerdict } from '@pioneer/shared-types/study/schemas'
import { http } from '@/services/http'

export const fetchLessons = (): Promise<LessonList> => http.call(studyRoutes.lessons)

export const fetchLesson = (code: string): Promise<Lesson> => http.call(studyRoutes.lesson, { params: { code } })

/** Starts an attempt; the open one if there is one. */
export const startLesson = (code: string): Promise<Attempt> => http.call(studyRoutes.startLesson, { params: { code } })

export const fetchPapers = (): Promise<PaperTasks> => http.call(studyRoutes.papers)

export const fetchPaper = (id: string): Promise<PaperTask> => http.call(studyRoutes.paper, { params: { id } })

/** Starts an attempt; the open one if there is one. */
export const startPaper = (id: string): Promise<Attempt> => http.call(studyRoutes.startPaper, { params: { id } })

export const fetchAttempt = (id: string): Promise<Attempt> => http.call(studyRoutes.attempt, { params: { id } })

/** Repeating it answers the first result. */
export const handIn = (id: string, body: HandIn): Promise<AttemptResult> => http.call(studyRoutes.handIn, { params: { id }, body })

export const fetchResult = (id: string): Promise<AttemptResult> => http.call(studyRoutes.result, { params: { id } })

export const fetchReview = (): Promise<ReviewSet> => http.call(studyRoutes.review)

/** Answering the same question for the same day again changes nothing. */
export const answerReview = (questionId: string, body: ReviewAnswer): Promise<ReviewVerdict> => http.call(studyRoutes.answerReview, { params: { questionId }, body })
