import { studyRoutes } from '@pioneer/shared-types/study/routes'
import type { StudyHome } from '@pioneer/shared-types/study/schemas'
import { http } from '@/services/http'

/** 学习 tab. */
export const fetchStudy = (): Promise<StudyHome> => http.call(studyRoutes.home)
