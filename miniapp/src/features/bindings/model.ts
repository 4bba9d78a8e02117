import type { BindingRequest } from '@pioneer/shared-types/auth/schemas'
import { dayText, daysBetween, timeText } from '@/services/calendar'
import { WORDS } from './words'

/** View logic of binding requests. Pure: `now` in ms. */

/** 09:02 扫过码，通过后按 09:02 记; with the day when that was not today. Null without a scan. */
export function frozenWords({ frozenAt, activityTitle }: BindingRequest, now: number): string | null {
  if (frozenAt === null) return null
  const time = timeText(frozenAt)
  return daysBetween(frozenAt, now) === 0 ? WORDS.frozen(time, activityTitle) : WORDS.frozenDay(dayText(frozenAt), time, activityTitle)
}

/** 09:05, 昨天 18:20, 11月18日 18:20 */
export function askedWords({ createdAt }: BindingRequest, now: number): string {
  const days = daysBetween(createdAt, now)
  const day = days === 0 ? '' : days === 1 ? '昨天 ' : `${dayText(createdAt)} `
  return WORDS.asked(`${day}${timeText(createdAt)}`)
}

const plain = (name: string) => name.replace(/[\s·•]/g, '')

/** Whether a chosen row bears another name than the one that asked: worth a second look. */
export const differs = (asked: string, chosen: string): boolean => plain(asked) !== plain(chosen)
