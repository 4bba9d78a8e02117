import { Notice } from '@/components/Notice'
import { waitingScan } from '@/features/checkin/frozen'
import { timeText } from '@/services/calendar'
import { useNow } from '@/services/now'
import { claimIsUsable } from '@/services/outbox/model'
import { useOutbox } from '@/services/outbox'
import { WORDS } from './words'

/** The scan that waits for its owner, and what becomes of it. */
export function ClaimNotice({ entryId }: { entryId: string | undefined }) {
  useOutbox((state) => state.entries)
  const now = useNow()
  const entry = waitingScan(entryId)
  if (entry === null) return null
  const usable = claimIsUsable(entry, now)
  const time = timeText(entry.claim?.frozenAt ?? entry.capturedAt)
  return (
    <Notice kind={usable ? 'ok' : 'plain'} icon='clock' className='mb3' testId='claim'>
      {usable ? WORDS.claim(time) : WORDS.claimLate(time)}
    </Notice>
  )
}
