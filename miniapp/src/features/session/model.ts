import type { Bind, Grant, Me } from '@pioneer/shared-types/auth/schemas'
import { ROLE_NAMES, ROLES, type ProblemCode, type Role } from '@pioneer/shared-types/constants'

/** View logic of signing in and of saying who one is. Pure. */

const CODE_LENGTH = 10
const HALF = 5

const plain = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '').slice(0, CODE_LENGTH)

/** An invitation code as it is typed or pasted, the way it is written: XXXXX-XXXXX. */
export function invitationText(typed: string): string {
  const code = plain(typed)
  return code.length > HALF ? `${code.slice(0, HALF)}-${code.slice(HALF)}` : code
}

export const isWholeInvitation = (typed: string): boolean => plain(typed).length === CODE_LENGTH

export interface BindParams {
  invitation?: string
  /** What stands in a mini-program code. */
  scene?: string
  /** The scanned link, encoded, when WeChat's own scanner opened the mini-program. */
  q?: string
}

/** Parameters arrive percent-encoded in WeChat, sometimes twice, and plain in a browser. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(decodeURIComponent(text))
  } catch {
    return text
  }
}

const CODE_IN_TEXT = /(?:^|invitation=|i=)([0-9A-Za-z]{5}-?[0-9A-Za-z]{5})(?![0-9A-Za-z-])/

/** The invitation code a page was opened with; empty when there is none. */
export function invitationIn({ invitation, scene, q }: BindParams): string {
  for (const text of [invitation, scene, q]) {
    const code = text === undefined ? undefined : CODE_IN_TEXT.exec(decoded(text))?.[1]
    if (code !== undefined) return invitationText(code)
  }
  return ''
}

/** Where somebody stands with saying who they are. */
export type BindState =
  | { kind: 'new' }
  | { kind: 'pending'; frozenAt: string | null; since: string }
  | { kind: 'rejected'; reason: string | null; since: string }
  | { kind: 'bound' }

export function bindStateOf(me: Me | null): BindState {
  if (me === null) return { kind: 'new' }
  if (me.bound) return { kind: 'bound' }
  const last = me.pendingBinding
  if (last?.state === 'pending') return { kind: 'pending', frozenAt: last.frozenAt, since: last.createdAt }
  if (last?.state === 'rejected') return { kind: 'rejected', reason: last.reason, since: last.createdAt }
  return { kind: 'new' }
}

/** The two ways of saying who one is. */
export type Way = 'invitation' | 'request'

export interface WhoForm {
  way: Way
  invitation: string
  name: string
  last4: string
}

export type WhoErrors = Partial<Record<'invitation' | 'name' | 'last4', string>>

/** What is still wrong with the form, in words under each field. */
export function whoErrors({ way, invitation, name, last4 }: WhoForm): WhoErrors {
  if (way === 'invitation') {
    return isWholeInvitation(invitation) ? {} : { invitation: '邀请码是 10 位字母和数字，还差几位' }
  }
  return {
    ...(name.replace(/\s/g, '').length < 2 && { name: '写上名册里的姓名' }),
    ...(!/^\d{4}$/.test(last4) && { last4: '写手机号的最后 4 位数字' }),
  }
}

/** What goes out. The frozen scan is added by whoever sends. */
export function bindBody({ way, invitation, name, last4 }: WhoForm): Bind {
  return way === 'invitation'
    ? { invitation: invitationText(invitation), consent: true }
    : { name: name.trim(), phoneLast4: last4, consent: true }
}

const CLAIM_PROBLEMS: readonly ProblemCode[] = ['claim-expired', 'claim-invalid', 'claim-used', 'claim-foreign']

/** The scan that came along was refused, and nothing else: without it the binding can still be asked for. */
export const isClaimProblem = (code: string): boolean => CLAIM_PROBLEMS.some((known) => known === code)

/** 支部书记 · 综合规划处党支部, for each role above member, the highest first. */
export function roleLines(grants: readonly Grant[]): string[] {
  const rank = (role: Role) => ROLES.indexOf(role)
  return grants
    .filter(({ role }) => role !== 'member')
    .sort((a, b) => rank(b.role) - rank(a.role))
    .map(({ role, orgName }) => `${ROLE_NAMES[role]} · ${orgName}`)
}
