/** What another module keeps about a member; app.ts wires attendance, points and requests in. */
export interface PersonalRecords {
  /** How many there are. */
  count(memberId: string): Promise<number>
  /** All of them, machine-readable, oldest first. */
  all(memberId: string): Promise<unknown[]>
}
