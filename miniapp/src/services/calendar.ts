/**
 * Days and times as people here read them: Asia/Shanghai, whatever the phone's own zone is. Shanghai has kept
 * UTC+8 without summer time since 1991, so a fixed shift is right and needs no time-zone data on the phone.
 */
const SHANGHAI_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'] as const

/** A UTC instant: ISO 8601 text or milliseconds. A day alone (2026-11-20) is eight in the morning of that day here. */
export type InstantLike = string | number

const pad = (value: number) => String(value).padStart(2, '0')
const msOf = (instant: InstantLike) => (typeof instant === 'number' ? instant : Date.parse(instant))
/** A date whose UTC fields read as Shanghai's. */
const shifted = (instant: InstantLike) => new Date(msOf(instant) + SHANGHAI_MS)

export interface DayParts {
  year: number
  /** 1 to 12. */
  month: number
  day: number
  /** 日 一 二 … */
  weekday: string
  /** 0 to 23. */
  hour: number
}

/** Year, month, day, weekday and hour in Shanghai. */
export function partsOf(instant: InstantLike): DayParts {
  const date = shifted(instant)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: WEEKDAYS[date.getUTCDay()] ?? '',
    hour: date.getUTCHours(),
  }
}

/** 09:02 */
export function timeText(instant: InstantLike): string {
  const date = shifted(instant)
  return `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}`
}

/** 09:02:17 */
export function secondsText(instant: InstantLike): string {
  return `${timeText(instant)}:${pad(shifted(instant).getUTCSeconds())}`
}

/** 11月20日 */
export function dayText(instant: InstantLike): string {
  const { month, day } = partsOf(instant)
  return `${month}月${day}日`
}

/** 11月20日 星期五 */
export function dayAndWeekdayText(instant: InstantLike): string {
  return `${dayText(instant)} 星期${partsOf(instant).weekday}`
}

/** 2026年11月20日 星期五 */
export function fullDayText(instant: InstantLike): string {
  return `${partsOf(instant).year}年${dayAndWeekdayText(instant)}`
}

/** 09:00 – 10:30; with the day of the end when that is another day. */
export function rangeText(start: InstantLike, end: InstantLike): string {
  const until = daysBetween(start, end) === 0 ? timeText(end) : `${dayText(end)} ${timeText(end)}`
  return `${timeText(start)} – ${until}`
}

/** 2026-11-20: a day as fields of forms hold it. */
export function dayOf(instant: InstantLike): string {
  const { year, month, day } = partsOf(instant)
  return `${year}-${pad(month)}-${pad(day)}`
}

/** The UTC instant of a day (2026-11-20) and a time (14:30) in Shanghai, `days` later, in ms; NaN when either is not there. */
export const instantOf = (day: string, time: string, days = 0): number => Date.parse(`${day}T${time}:00+08:00`) + days * DAY_MS

/** Shanghai days from one instant to another: 0 on the same day, negative when `to` is earlier. */
export function daysBetween(from: InstantLike, to: InstantLike): number {
  const dayNumber = (instant: InstantLike) => Math.floor((msOf(instant) + SHANGHAI_MS) / DAY_MS)
  return dayNumber(to) - dayNumber(from)
}

export interface MonthGroup<T> {
  key: string
  /** 11月, or 2025年12月 when it is not this year. */
  title: string
  items: T[]
}

/** A list in order of time, divided by month. */
export function byMonth<T>(items: readonly T[], at: (item: T) => InstantLike, now: InstantLike): Array<MonthGroup<T>> {
  const thisYear = partsOf(now).year
  const groups: Array<MonthGroup<T>> = []
  for (const item of items) {
    const { year, month } = partsOf(at(item))
    const key = `${year}-${month}`
    const title = year === thisYear ? `${month}月` : `${year}年${month}月`
    const last = groups[groups.length - 1]
    if (last?.key === key) last.items.push(item)
    else groups.push({ key, title, items: [item] })
  }
  return groups
}
