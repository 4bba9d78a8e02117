import type { AttendanceState, RequestKind } from '@pioneer/shared-types/constants'
import { timeOf } from '../../kernel/calendar'
import { ABSENCE_AFTER, PENDING, presentAt } from './rules'
import type { RequestRecord, Standing } from './types'

/** The law of requests: leave (请假) and sign-ins that a person must confirm (补签). Pure. */

export interface AskFacts { kind: RequestKind; state: AttendanceState; now: Date; meeting: { opensAt: Date; closesAt: Date; endAt: Date } }
export interface Refusal { code: 'activity-not-open' | 'activity-closed' | 'activity-state'; title: string }

/** Leave is asked before the end; a missed sign-in from the opening to 24 h after the end [D]. Null: it may be asked. */
export function refuseAsk({ kind, state, now, meeting }: AskFacts): Refusal | null {
  if (state === 'present' || state === 'made-up') return { code: 'activity-state', title: kind === 'leave' ? '你已经签到了，不用请假' : '你已经签到了，不用补签' }
  if (kind === 'leave') {
    if (state === 'leave') return { code: 'activity-state', title: '假已经准了' }
    return now > meeting.closesAt ? { code: 'activity-closed', title: '会已经结束。没能到会的，请联系书记' } : null
  }
  if (now < meeting.opensAt) return { code: 'activity-not-open', title: `还没到签到时间，${timeOf(meeting.opensAt)} 开始` }
  return now.getTime() > meeting.endAt.getTime() + ABSENCE_AFTER ? { code: 'activity-closed', title: '已过补签时间。到过会的，请书记补记' } : null
}

/**
 * What an approved request makes of the attendance; null when it changes nothing: whoever is present needs neither leave nor another sign-in.
 * A sign-in counts from the ticket's time, without a ticket from the start.
 */
export function approved(request: Pick<RequestRecord, 'kind' | 'ticketAt' | 'flags' | 'reason'>, state: AttendanceState, meeting: { startAt: Date; lateAt: Date }): Standing | null {
  if (state === 'present' || state === 'made-up') return null
  if (request.kind === 'leave') return { ...PENDING, state: 'leave', door: 'request', reason: request.reason }
  return presentAt(request.ticketAt ?? meeting.startAt, meeting, 'request', [...request.flags], request.reason)
}
