import { paperRoutes } from '@pioneer/shared-types/study/routes'
import type { AssignPaper, Draw, Drawn, PaperDetail, PaperList } from '@pioneer/shared-types/study/schemas'
import { http } from '@/services/http'

export const fetchPapers = (orgId: string): Promise<PaperList> => http.call(paperRoutes.list, { params: { id: orgId } })

export const fetchPaper = (id: string): Promise<PaperDetail> => http.call(paperRoutes.detail, { params: { id } })

/** What a seed draws, without keys; keeps nothing. */
export const drawPaper = (orgId: string, draw: Draw): Promise<Drawn> => http.call(paperRoutes.draw, { params: { id: orgId }, body: draw })

/** The same requestKey answers the first paper: a lost reply makes no second one. */
export const assignPaper = (orgId: string, body: AssignPaper): Promise<PaperDetail> => http.call(paperRoutes.assign, { params: { id: orgId }, body })

/** Taking back what is taken back changes nothing. */
export const withdrawPaper = (id: string, reason: string): Promise<PaperDetail> => http.call(paperRoutes.withdraw, { params: { id }, body: { reason } })
