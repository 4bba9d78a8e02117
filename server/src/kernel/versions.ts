/** Regulations and scoring are versions with the day from which they hold (domain-rules.md). Pure. */
export interface Versioned {
  version: number
  /** Shanghai day from which it is in force. */
  effectiveFrom: string
}

/** Oldest first; of one day the higher version last. */
export const byEffect = <T extends Versioned>(versions: readonly T[]): T[] =>
  [...versions].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : a.version - b.version))

/** The version in force on a Shanghai day; before the first one the first one counts. Null when there is none. */
export function versionInForce<T extends Versioned>(versions: readonly T[], day: string): T | null {
  const ordered = byEffect(versions)
  return ordered.findLast((item) => item.effectiveFrom <= day) ?? ordered[0] ?? null
}
