/** The door of star ratings (评星定级). */
export interface RatingsService {
  /** The stored provisional score of a branch; null while none is computed. One indexed read. */
  current(orgId: string, year: number): Promise<{ score: number; stars: number } | null>
  /** Facts of this branch may have changed: its score is computed again soon, by whichever process takes it. Cheap, after the commit. */
  touch(branchIds: readonly string[]): void
}
