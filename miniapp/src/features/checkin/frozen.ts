import { deviceId } from '@/services/ids'
import { outbox, type OutboxEntry } from '@/services/outbox'
import { claimIsUsable } from '@/services/outbox/model'

/** The scan that waits for its owner to be known: what a binding may carry (`auth/bind`). */
export interface FrozenScan {
  entryId: string
  /** When it was frozen, by the service's clock. */
  frozenAt: string
  claim: string
  verifier: string
  deviceId: string
}

/** The scan that waits for a binding; null when there is none. */
export function waitingScan(entryId?: string): OutboxEntry | null {
  const waiting = outbox.entries().filter(({ state }) => state === 'bind' || state === 'login')
  return waiting.find(({ id }) => id === entryId) ?? waiting[waiting.length - 1] ?? null
}

/** What a binding may carry; null when nothing was scanned or the two minutes are over. */
export async function frozenScan(entryId?: string): Promise<FrozenScan | null> {
  const entry = waitingScan(entryId)
  if (entry === null || entry.claim === null || !claimIsUsable(entry, Date.now())) return null
  return {
    entryId: entry.id,
    frozenAt: entry.claim.frozenAt,
    claim: entry.claim.claim,
    verifier: entry.verifier,
    deviceId: await deviceId(),
  }
}

/**
 * Tells the outbox that a binding carried the scan. When the secretary has to approve first, the service keeps the
 * scan and the phone lets it go; when the member was bound at once, the sign-in is asked for again to show it.
 */
export function scanCarried(entryId: string, outcome: 'bound' | 'requested'): void {
  if (outcome === 'requested') outbox.dismiss(entryId)
  else outbox.carried(entryId)
}
