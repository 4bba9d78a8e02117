import type { ActivityDetail } from '@pioneer/shared-types/activities/schemas'
import type { AttendanceRequest, AttendanceRow } from '@pioneer/shared-types/attendance/schemas'
import { ATTENDANCE_STATE_NAMES, DOOR_NAMES, FLAG_NAMES, type AttendanceState } from '@pioneer/shared-types/constants'
import { timeText } from '@/services/calendar'
import { WORDS } from './words'

/** View logic of the list of a meeting (出勤名单). Pure: instants are ms. */

/** A tapped row stays so long with its way back. */
export const UNDO_MS = 8_000

/** What this phone did to a row that the list may not know of yet. */
export interface Tap {
  row: AttendanceRow
  stage: 'sending' | 'tapped' | 'undoing'
  /** When the service had taken it, by this phone's clock; null while it is on its way. */
  at: number | null
  /** What the service recorded. */
  version: number
  recordedAt: string | null
}
export type Taps = Readonly<Record<string, Tap>>

export const NO_TAPS: Taps = {}

export const tapSent = (taps: Taps, row: AttendanceRow): Taps => ({
  ...taps,
  [row.memberId]: { row, stage: 'sending', at: null, version: row.version, recordedAt: null },
})

export function tapTaken(taps: Taps, memberId: string, recorded: { version: number; at: string | null }, now: number): Taps {
  const tap = taps[memberId]
  return tap ? { ...taps, [memberId]: { ...tap, stage: 'tapped', at: now, version: recorded.version, recordedAt: recorded.at } } : taps
}

/** The way back was taken: the row stays until the service has answered, however long that is. */
export function undoSent(taps: Taps, memberId: string): Taps {
  const tap = taps[memberId]
  return tap ? { ...taps, [memberId]: { ...tap, stage: 'undoing' } } : taps
}

/** The undo failed: the row has its way back for another eight seconds. */
export function undoFailed(taps: Taps, memberId: string, now: number): Taps {
  const tap = taps[memberId]
  return tap ? { ...taps, [memberId]: { ...tap, stage: 'tapped', at: now } } : taps
}

export const tapForgotten = (taps: Taps, memberId: string): Taps =>
  Object.fromEntries(Object.entries(taps).filter(([id]) => id !== memberId))

const leavesAt = (tap: Tap): number => (tap.stage === 'tapped' && tap.at !== null ? tap.at + UNDO_MS : Infinity)

/** The taps whose eight seconds are not over. */
export function tapsAt(taps: Taps, now: number): Taps {
  const entries = Object.entries(taps)
  const left = entries.filter(([, tap]) => leavesAt(tap) > now)
  return left.length === entries.length ? taps : Object.fromEntries(left)
}

/** When the next tapped row leaves; null when none will. */
export function nextLeaving(taps: Taps): number | null {
  const next = Math.min(...Object.values(taps).map(leavesAt))
  return Number.isFinite(next) ? next : null
}

export interface MissingRow {
  row: AttendanceRow
  tap: Tap | null
}

/** Those who are not here, by group, with those just tapped still in their places. */
export function missingRows(items: readonly AttendanceRow[], taps: Taps): MissingRow[] {
  const listed = items.filter(({ memberId }) => taps[memberId] === undefined).map((row): MissingRow => ({ row, tap: null }))
  const tapped = Object.values(taps).map((tap): MissingRow => ({ row: tap.row, tap }))
  return [...listed, ...tapped].sort((a, b) => byPlace(a.row, b.row))
}

const NUMERALS = '〇一二三四五六七八九十'

/** 第二党小组 → 2, 第十一党小组 → 11; what bears no number comes last. */
export function groupRank(name: string | null): number {
  const digits = /[〇一二三四五六七八九十]+|\d+/.exec(name ?? '')?.[0]
  if (digits === undefined) return Infinity
  if (/\d/.test(digits)) return Number(digits)
  const [tens, ones] = digits.includes('十') ? digits.split('十') : ['', digits]
  const value = (text: string | undefined) => Math.max(0, NUMERALS.indexOf(text ?? ''))
  if (!digits.includes('十')) return value(ones)
  return (tens ? value(tens) : 1) * 10 + (ones ? value(ones) : 0)
}

const compare = (a: string, b: string): number => a.localeCompare(b, 'zh')

/** By branch, then group in its own order, then name. */
export function byPlace(a: AttendanceRow, b: AttendanceRow): number {
  const ranks = groupRank(a.groupName) - groupRank(b.groupName)
  return (
    compare(a.branchName, b.branchName) ||
    (Number.isNaN(ranks) ? 0 : ranks) ||
    compare(a.groupName ?? '', b.groupName ?? '') ||
    compare(a.name, b.name) ||
    (a.memberId < b.memberId ? -1 : 1)
  )
}

/** 第一党小组 · 流动党员 */
export function placeNote({ groupName, branchName, floating, state }: AttendanceRow): string {
  return [groupName ?? branchName, floating ? WORDS.floating : '', state === 'absent' ? WORDS.absent : ''].filter(Boolean).join(' · ')
}

/** 09:02 扫码签到 · 迟到 6 分钟 */
export function arrivedNote(row: AttendanceRow): string {
  const door = row.door === null ? ATTENDANCE_STATE_NAMES[row.state] : DOOR_NAMES[row.door]
  const when = row.state === 'present' && row.at !== null ? `${timeText(row.at)} ` : ''
  const parts = [row.state === 'made-up' ? WORDS.madeUp : `${when}${door}`, row.late ? WORDS.late(row.lateMinutes) : '', row.role === 'guest' ? WORDS.guests : '', row.reason ?? '']
  return parts.filter(Boolean).join(' · ')
}

/** Soft flags: they show, they punish nobody. At most two beside a name. */
export const flagWords = ({ flags }: AttendanceRow): string[] => flags.slice(0, 2).map((flag) => FLAG_NAMES[flag])

export type RollTab = 'missing' | 'arrived' | 'leave'

export interface RollGroups {
  arrived: AttendanceRow[]
  /** 列席 who have not come. */
  guestsWaiting: AttendanceRow[]
  leave: AttendanceRow[]
}

/** Who came, newest first; who is on leave. */
export function rollGroups(items: readonly AttendanceRow[]): RollGroups {
  const time = ({ at }: AttendanceRow) => (at === null ? 0 : Date.parse(at))
  return {
    arrived: items.filter(({ state }) => state === 'present' || state === 'made-up').sort((a, b) => time(b) - time(a) || byPlace(a, b)),
    guestsWaiting: items.filter(({ state, role }) => role === 'guest' && (state === 'pending' || state === 'absent')).sort(byPlace),
    leave: items.filter(({ state }) => state === 'leave').sort(byPlace),
  }
}

/** What a row may be corrected to; the service judges again. */
export function correctionsFor(state: AttendanceState, over: boolean): AttendanceState[] {
  const all: Readonly<Record<AttendanceState, readonly AttendanceState[]>> = over
    ? {
        pending: ['present', 'leave', 'made-up', 'absent'],
        present: ['leave', 'absent'],
        leave: ['present', 'made-up', 'absent'],
        absent: ['present', 'leave', 'made-up'],
        'made-up': ['present', 'leave', 'absent'],
      }
    : {
        pending: ['leave'],
        present: ['pending', 'leave'],
        leave: ['present', 'pending'],
        absent: ['present', 'leave'],
        'made-up': ['present', 'leave'],
      }
  return [...all[state]]
}

type Window = Pick<ActivityDetail, 'opensAt' | 'lateAt' | 'endAt' | 'status' | 'finishedAt'>

/** In the foot: until when it counts as on time. */
export function lateWords({ opensAt, lateAt, endAt, status, finishedAt }: Window, now: number): string {
  if (status === 'finished') return WORDS.closedAt(timeText(finishedAt ?? endAt))
  if (now > Date.parse(endAt)) return WORDS.closedAt(timeText(endAt))
  if (now < Date.parse(opensAt)) return WORDS.opensAt(timeText(opensAt))
  return now <= Date.parse(lateAt) ? WORDS.lateAfter(timeText(lateAt)) : WORDS.lateNow
}

const pending = ({ state }: AttendanceRequest) => state === 'pending'
export const pendingOf = (items: readonly AttendanceRequest[]): AttendanceRequest[] => items.filter(pending)

/** The notice over the list: 2 张离线凭证等你确认 / 李长海 08:57、白玉兰 09:01. Null when nothing waits. */
export function waitingNotice(count: number, items: readonly AttendanceRequest[]): { title: string; note: string } | null {
  if (count === 0) return null
  const waiting = pendingOf(items)
  const vouchers = waiting.filter(({ kind, ticketAt }) => kind === 'sign-in' && ticketAt !== null)
  const onlyVouchers = vouchers.length > 0 && vouchers.length === waiting.length
  const kinds = (['sign-in', 'leave'] as const).filter((one) => waiting.length === 0 || waiting.some(({ kind }) => kind === one))
  const what = kinds.map((kind) => (kind === 'leave' ? WORDS.askLeave : WORDS.signIn)).join('、')
  const names = waiting.slice(0, 3).map(({ name, ticketAt }) => (ticketAt === null ? name : `${name} ${timeText(ticketAt)}`))
  const rest = waiting.length > names.length ? WORDS.more(waiting.length) : ''
  return { title: onlyVouchers ? WORDS.vouchers(count) : WORDS.waiting(count, what), note: names.join('、') + rest }
}
