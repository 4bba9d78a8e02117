import { useRouter } from '@tarojs/taro'
import type { ReactNode } from 'react'
import { ErrorState } from '@/components/Async'
import { addressOf } from '@/services/navigation'
import { startSession, useSession } from '@/services/session'
import { LoginLeaf } from './OtherLeaves'

/** For pages that need somebody signed in: the way to sign in and back to this page, or why that could not be found out. */
export function SessionGate({ children }: { children: ReactNode }) {
  const router = useRouter<Record<string, string>>()
  const phase = useSession((state) => state.phase)
  const error = useSession((state) => state.error)
  if (phase === 'signed-out') return <LoginLeaf back={addressOf(router)} />
  if (phase === 'failed') return <ErrorState error={error} onRetry={() => startSession().catch(() => undefined)} />
  return <>{children}</>
}
