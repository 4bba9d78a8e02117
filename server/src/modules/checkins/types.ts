import type { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import type { Freeze, Frozen, Redeem } from '@pioneer/shared-types/checkins/schemas'
import type { Caller } from '../../kernel/access'
import type { ActivityRecord } from '../activities/types'
import type { FrozenScanHooks } from '../auth/types'

/** What the room shows in the present step. */
export interface Shown { ticket: string; url: string; code: string; expiresAt: Date }

/** The door of sign-in. `open` and `record` serve bindings that carry a frozen scan. */
export interface CheckInsService extends FrozenScanHooks {
  /** First stage, without login: seals what was seen with the server's time. A forged ticket costs no look at the store. */
  freeze(body: Freeze): Promise<Frozen>
  /** Second stage, or both in one. A retry, however late, answers the first result. */
  redeem(caller: Caller, body: Redeem): Promise<CheckInResult>
  /** Ticket and typed code of the present step; null while signing in is not open. */
  shown(activity: ActivityRecord, now: Date): Shown | null
}
