import { outbox, type About, type OutboxEntry, type ScanSource } from '@/services/outbox'
import { openPage, replacePage } from '@/services/navigation'
import { queryClient } from '@/services/query'
import { scannedAs, stepOf } from './model'

/** Signs in with what was read: kept first, then sent. Answers how far it got; never throws for reasons of network or service. */
export async function signInWith(source: ScanSource, about: About | null): Promise<OutboxEntry> {
  const entry = await outbox.keep(source, about)
  return deliver(entry)
}

/** Sends a kept sign-in again. */
export async function deliver(entry: OutboxEntry): Promise<OutboxEntry> {
  const after = (await outbox.deliver(entry.id)) ?? entry
  if (after.state === 'done') void queryClient.invalidateQueries()
  return after
}

/** Opens the page that says how a sign-in stands. */
export function follow(entry: OutboxEntry, how: 'open' | 'replace'): void {
  const go = how === 'open' ? openPage : replacePage
  const step = stepOf(entry)
  if (step === 'done') go('signDone', { entry: entry.id })
  else if (step === 'saved') go('signSaved', { entry: entry.id })
  else go('sign', { entry: entry.id })
}

/** Signs in with the text of a scanned code, whatever it turns out to be. */
export async function signInWithText(text: string, about: About | null, how: 'open' | 'replace'): Promise<void> {
  const go = how === 'open' ? openPage : replacePage
  const scanned = scannedAs(text)
  if (scanned.kind === 'ticket') return follow(await signInWith(scanned, about), how)
  if (scanned.kind === 'pairing') return go('pair', { p: scanned.pairing })
  return go('sign', { t: 'other' })
}
