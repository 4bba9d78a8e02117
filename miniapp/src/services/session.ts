import Taro from '@tarojs/taro'
import { authRoutes } from '@pioneer/shared-types/auth/routes'
import type { Me, Session } from '@pioneer/shared-types/auth/schemas'
import type { DemoAccount, Role } from '@pioneer/shared-types/constants'
import { create } from 'zustand'
import { ApiError, authenticateWith, http } from './http'
import { useNetwork } from './network'

export interface SessionState {
  /** `starting` until the first answer; `failed` when the service could not be reached. */
  phase: 'starting' | 'signed-out' | 'signed-in' | 'failed'
  accessToken: string | null
  me: Me | null
  /** Why it failed. */
  error: unknown
}

const SIGNED_OUT = { phase: 'signed-out', accessToken: null, me: null, error: null } as const

/** Who is signed in on this phone. The access token lives in memory only. */
export const useSession = create<SessionState>(() => ({ ...SIGNED_OUT, phase: 'starting' }))

function accept({ accessToken, me }: Session): Me {
  useSession.setState({ phase: 'signed-in', accessToken, me, error: null })
  return me
}

/** WeChat's one-time code in the mini-program, the refresh cookie in a browser: neither asks the member anything. */
async function silentSession(): Promise<Session> {
  if (process.env.TARO_ENV === 'weapp') {
    const { code } = await Taro.login()
    return http.call(authRoutes.wechat, { body: { code } }, { anonymous: true })
  }
  return http.call(authRoutes.refresh, {}, { anonymous: true })
}

let starting: Promise<Me | null> | null = null

/** Signs in without asking; null when the member has to do it. Several callers share one attempt. */
export function startSession(): Promise<Me | null> {
  starting ??= attempt().finally(() => {
    starting = null
  })
  return starting
}

/**
 * Signs in at launch, and again when the network comes after a launch without one. A failure stays in the store: the page
 * that needs somebody shows it with a way to retry.
 */
export function keepSession(): void {
  const begin = () => void startSession().catch(() => undefined)
  begin()
  useNetwork.subscribe(({ online }, before) => {
    if (online && !before.online && useSession.getState().phase === 'failed') begin()
  })
}

async function attempt(): Promise<Me | null> {
  try {
    return accept(await silentSession())
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      useSession.setState(SIGNED_OUT)
      return null
    }
    if (useSession.getState().me === null) useSession.setState({ phase: 'failed', error })
    throw error
  }
}

/** Signs in as one of the demo accounts. */
export async function signInAsDemo(account: DemoAccount): Promise<Me> {
  return accept(await http.call(authRoutes.demo, { body: { account } }, { anonymous: true }))
}

/** Makes this browser a device of its own, not yet bound to anybody. */
export async function signInAsWebDevice(): Promise<Me> {
  return accept(await http.call(authRoutes.web, {}, { anonymous: true }))
}

/** Signs out here; the service forgets the refresh cookie too, if it can be reached. */
export async function signOut(): Promise<void> {
  try {
    await http.call(authRoutes.logout)
  } finally {
    useSession.setState(SIGNED_OUT)
  }
}

/** Reads again who is signed in, after a binding was approved, say. */
export async function refreshMe(): Promise<Me> {
  const me = await http.call(authRoutes.me)
  acceptMe(me)
  return me
}

/** Takes over what an answer says about the member. */
export function acceptMe(me: Me): void {
  useSession.setState({ me })
}

/** Whether somebody holds one of these roles, anywhere or at one organization. */
export function holds(me: Me | null, roles: readonly Role[], orgId?: string): boolean {
  return me?.grants.some((grant) => roles.includes(grant.role) && (orgId === undefined || grant.orgId === orgId)) ?? false
}

authenticateWith({
  token: () => useSession.getState().accessToken,
  renew: async () => {
    await startSession()
    return useSession.getState().accessToken
  },
})
