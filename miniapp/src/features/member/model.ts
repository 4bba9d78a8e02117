import type { MyAttendanceItem } from '@pioneer/shared-types/attendance/schemas'
import type { Home } from '@pioneer/shared-types/home/schemas'
import type { AccessLog, MyData, MyExport } from '@pioneer/shared-types/me/schemas'
import { DOOR_NAMES } from '@pioneer/shared-types/constants'
import type { LampState } from '@/components/Lamp'
import type { SealMark } from '@/components/Seal'
import { dayText, partsOf, timeText } from '@/services/calendar'
import { WORDS } from './words'

/** View logic of 我的. Pure. */

/** 2009年6月26日 of a Shanghai day; null when it is none. */
export function dayInWords(day: string | null): string | null {
  const parts = day === null ? null : /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  return parts === null ? null : `${parts[1]}年${Number(parts[2])}月${Number(parts[3])}日`
}

/** 138****5678: enough to know it again, not enough for who looks over the shoulder. */
export const maskPhone = (phone: string): string => phone.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2')

const PHONE = /^\d{7,}$/

/** Values that are covered until the member asks for them. */
export const isCovered = (value: string | null): boolean => value !== null && PHONE.test(value)

/** A value as it is shown; days in words, numbers one may be called at covered. */
export function shownValue(value: string | null, uncovered: boolean): string {
  if (value === null || value === '') return WORDS.nothing
  if (isCovered(value)) return uncovered ? value : maskPhone(value)
  return dayInWords(value) ?? value
}

/** 不含身份证号、定位坐标和工资 */
export function dataNote(data: Pick<MyData, 'neverKept'> | undefined): string {
  const never = data?.neverKept ?? []
  const last = never[never.length - 1]
  if (last === undefined) return WORDS.dataNote
  return `不含${never.length > 1 ? `${never.slice(0, -1).join('、')}和${last}` : last}`
}

/** 最近：陈国栋，11月18日，出勤名单 */
export function lookNote(log: AccessLog | undefined): string {
  if (log === undefined) return WORDS.looksNote
  const latest = log.items[0]
  return latest === undefined ? WORDS.nobodyLooked : `最近：${latest.who}，${dayText(latest.at)}，${latest.what}`
}

/** 19 条考勤、14 笔积分、1 个申请 */
export const countsText = ({ attendance, points, requests }: MyData['counts']): string =>
  `${attendance} 条考勤、${points} 笔积分、${requests} 个申请`

/** The two figures under the name; null where there is no year to speak of. */
export function statsOf(year: Home['year']): Array<{ value: number; label: string }> | null {
  if (year === null) return null
  return [
    { value: year.total, label: WORDS.pointsThisYear },
    { value: year.themeDays.present, label: WORDS.themeDays },
  ]
}

export interface AttendanceLook {
  /** The word that says it. */
  word: string
  tag: 'ok' | 'warn' | 'bad' | 'line' | 'gold'
  seal: SealMark | null
  /** Instead of a seal. */
  lamp: LampState | null
}

/** How one meeting is shown: seal or shape, and a word. */
export function lookOf({ state, late }: Pick<MyAttendanceItem, 'state' | 'late'>): AttendanceLook {
  switch (state) {
    case 'present':
      return late ? { word: '迟到', tag: 'warn', seal: 'dao', lamp: null } : { word: '已到', tag: 'ok', seal: 'dao', lamp: null }
    case 'leave':
      return { word: '请假', tag: 'line', seal: 'jia', lamp: null }
    case 'made-up':
      return { word: '已补', tag: 'gold', seal: 'bu', lamp: null }
    case 'absent':
      return { word: '缺席', tag: 'bad', seal: null, lamp: 'bad' }
    case 'pending':
      return { word: '还没签到', tag: 'line', seal: null, lamp: null }
  }
}

type Recorded = Pick<MyAttendanceItem, 'startAt' | 'state' | 'at' | 'door'>

/** By which door somebody came in, or who decided that they did not. */
function howText({ state, at, door }: Recorded): string {
  if (door === null) return ''
  if (state === 'present') return at === null ? DOOR_NAMES[door] : `${timeText(at)} ${DOOR_NAMES[door]}`
  if (door === 'request') return state === 'leave' ? WORDS.leaveGranted : DOOR_NAMES.request
  return door === 'job' ? DOOR_NAMES.job : WORDS.noted
}

/** 20日 周五 · 09:02 扫码签到; under the head of its month. */
export function attendanceNote(item: Recorded): string {
  const { day, weekday } = partsOf(item.startAt)
  return [`${day}日 周${weekday}`, howText(item)].filter(Boolean).join(' · ')
}

/** 11月20日 16:25, with the year when it is another one. */
export function lookTime(at: string, now: number): string {
  const { year } = partsOf(at)
  return `${year === partsOf(now).year ? '' : `${year}年`}${dayText(at)} ${timeText(at)}`
}

/** The exported record as a file: its name, and text that people can read too. */
export function exportFile(record: MyExport): { name: string; text: string } {
  const { year, month, day } = partsOf(record.exportedAt)
  const pad = (value: number) => String(value).padStart(2, '0')
  return { name: `我的记录-${year}-${pad(month)}-${pad(day)}.json`, text: JSON.stringify(record, null, 2) }
}
