/**
 * Days, months and years are those of Asia/Shanghai (domain-rules.md); instants are UTC.
 * Shanghai has been UTC+8 without daylight saving since 1991, so plain arithmetic is exact for every date the product keeps.
 */
const OFFSET = 8 * 3_600_000
const DAY = 86_400_000

const shifted = (instant: Date): Date => new Date(instant.getTime() + OFFSET)

/** The instant a text of the contract names; an Invalid Date for days and hours no calendar has, which JavaScript would roll over (30 February is not 2 March). */
export function instantOf(text: string): Date {
  const instant = new Date(text)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text.slice(0, 19)) ? instant : new Date(NaN)
}

/** The Shanghai day of an instant, `2026-11-22`. */
export const dayOf = (instant: Date): string => shifted(instant).toISOString().slice(0, 10)
/** The Shanghai year of an instant. */
export const yearOf = (instant: Date): number => shifted(instant).getUTCFullYear()
/** The Shanghai month of an instant, 1–12. */
export const monthOf = (instant: Date): number => shifted(instant).getUTCMonth() + 1
/** The wall clock in Shanghai, `09:02`. */
export const timeOf = (instant: Date): string => shifted(instant).toISOString().slice(11, 16)
/** The first instant of a Shanghai day. */
export const startOfDay = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET)
/** The first instant after a Shanghai day. */
export const endOfDay = (day: string): Date => new Date(startOfDay(day).getTime() + DAY)
/** The instants at which a Shanghai year begins and the next one begins. */
export const yearRange = (year: number): { from: Date; to: Date } => ({
  from: startOfDay(`${year}-01-01`),
  to: startOfDay(`${year + 1}-01-01`),
})
/** `11月22日 09:02` for sentences. */
export const inWords = (instant: Date): string => {
  const local = shifted(instant)
  return `${local.getUTCMonth() + 1}月${local.getUTCDate()}日 ${timeOf(instant)}`
}
