import type { SealMark } from '../Seal'

/** One month of the year's book. */
export interface Stamp {
  /** 1 to 12. */
  month: number
  mark: SealMark | null
  /** `fresh`: stamped just now; `now`: this month, still waiting; `past` and `coming` otherwise. */
  state: 'past' | 'now' | 'coming' | 'fresh'
  /** Degrees the seal is off the straight. */
  tilt: number
}

/** No hand stamps twelve times alike; 假 is written straight. */
const TILTS = [-3, 2, -1, 3, -2, 1, -3, 2, -1, 3, -2, 2]

/**
 * The twelve months of a year.
 * @param marks what was stamped in which month (1 to 12)
 * @param current the month we are in; 13 for a year that is over
 * @param freshMonth the month stamped just now, if any
 */
export function yearOf(
  marks: Readonly<Partial<Record<number, SealMark>>>,
  current: number,
  freshMonth: number | null = null,
): Stamp[] {
  return TILTS.map((tilt, index) => {
    const month = index + 1
    const mark = marks[month] ?? null
    return { month, mark, state: stateOf(month, mark, current, freshMonth), tilt: mark === 'jia' ? 0 : tilt }
  })
}

function stateOf(month: number, mark: SealMark | null, current: number, freshMonth: number | null): Stamp['state'] {
  if (mark !== null && month === freshMonth) return 'fresh'
  if (month === current && mark === null) return 'now'
  return month > current ? 'coming' : 'past'
}
