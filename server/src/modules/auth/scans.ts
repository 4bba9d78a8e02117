import type { Bind } from '@pioneer/shared-types/auth/schemas'
import type { Job } from '../../kernel/jobs'
import { ProblemError } from '../../kernel/problems'
import type { BindingRecord, KeptScan } from './model'
import type { AuthParts } from './parts'

type SignIn = { recorded: boolean; message: string }

/** The scan frozen last: what the member is told about. */
export const latestScan = (scans: readonly KeptScan[]): KeptScan | null =>
  scans.reduce<KeptScan | null>((latest, scan) => (latest && latest.frozenAt >= scan.frozenAt ? latest : scan), null)

/** Opens the frozen scan a binding brings along; null when it brings none. Throws what tells the phone to scan again. */
export async function openScan({ hooks }: Pick<AuthParts, 'hooks'>, { claim, verifier, deviceId }: Pick<Bind, 'claim' | 'verifier' | 'deviceId'>): Promise<KeptScan | null> {
  if (claim === undefined) return null
  if (verifier === undefined) throw new ProblemError('claim-invalid')
  return hooks().open(claim, verifier, deviceId)
}

/**
 * Records the scans of an approved request at their frozen time and says how the latest one went; null when it kept none.
 * May be repeated: the sign-in module counts each scan once.
 */
export async function recordScans(parts: AuthParts, request: BindingRecord): Promise<SignIn | null> {
  if (request.memberId === null || request.scans.length === 0) return null
  const member = { memberId: request.memberId.toHexString(), boundAt: request.decidedAt ?? request.createdAt }
  const actor = (request.decidedBy ?? request.accountId).toHexString()
  const latest = latestScan(request.scans)
  let answer: SignIn | null = null
  for (const scan of request.scans) {
    const outcome = await parts.hooks().record(scan, member, actor)
    if (scan === latest) answer = outcome
  }
  await parts.models.bindings.updateOne({ _id: request._id }, { $unset: { toRecord: 1 } })
  return answer
}

/** Like recordScans, for the moment after the approval: when it fails now, the job does it later. */
export async function recordScansOrLater(parts: AuthParts, request: BindingRecord): Promise<SignIn | null> {
  try {
    return await recordScans(parts, request)
  } catch (error) {
    parts.context.log.error({ err: error, binding: request._id.toHexString() }, 'frozen scans are recorded later')
    return { recorded: false, message: '已认证，签到稍后自动补上' }
  }
}

/** Finishes approvals that were cut off between the binding and the sign-in. */
export function scansJob(parts: AuthParts): Job {
  const MINUTE = 60_000
  return {
    name: 'auth.frozen-scans', every: MINUTE, lease: 5 * MINUTE,
    run: async (now) => {
      const left = await parts.models.bindings.find({ toRecord: { $lt: new Date(now.getTime() - MINUTE) } }).sort({ toRecord: 1 }).limit(100).lean()
      for (const request of left) await recordScans(parts, request)
    },
  }
}

