import type { ReactNode } from 'react'
import { ErrorState } from '@/components/Async'
import { startSession, useSession } from '@/services/session'
import { LoginLeaf } from './OtherLeaves'

/** For pages that need somebody signed in: the way to sign in, or why that could not be found out. */
export function SessionGate({ children }: { children: ReactNode }) {
  const phase = useSession((state) => state.phase)
  const error = useSession((state) => state.error)
  if (phase === 'signed-out') return <LoginLeaf />
  if (phase === 'failed') return <ErrorState error={error} onRetry={() => startSession().catch(() => undefined)} />
  return <>{children}</>
}
