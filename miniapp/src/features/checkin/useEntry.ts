import { useRouter } from '@tarojs/taro'
import { useOutbox, type OutboxEntry } from '@/services/outbox'

/** The kept sign-in a page was opened for; null when the phone no longer has it. */
export function useEntry(): OutboxEntry | null {
  const { params } = useRouter<Record<string, string>>()
  const id = params.entry ? decodeURIComponent(params.entry) : ''
  return useOutbox((state) => state.entries.find((entry) => entry.id === id) ?? null)
}
