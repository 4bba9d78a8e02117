import type { Invitation, Session } from '@pioneer/shared-types/auth/schemas'
import type { RosterNames } from '@pioneer/shared-types/members/schemas'
import type { OrgList } from '@pioneer/shared-types/orgs/schemas'
import type { Phone } from './phone'
import type { ApiUser } from './service-api'

/** Makes the browser of a phone a device of somebody invited: its cookie signs it in. Answers the session. */
export async function join({ context }: Phone, url: string, code: string): Promise<Session> {
  const post = async (path: string, body: object, token?: string): Promise<unknown> => {
    const reply = await context.request.post(`${url}/api/v1${path}`, { data: body, headers: token ? { authorization: `Bearer ${token}` } : {} })
    if (!reply.ok()) throw new Error(`${path}: ${reply.status()} ${await reply.text()}`)
    return reply.json()
  }
  const session = (await post('/auth/web', {})) as Session
  await post('/auth/bind', { invitation: code, consent: true }, session.accessToken)
  return session
}

/** An invitation to be secretary of another branch than this, for somebody of its roster. */
export async function inviteToOther(committee: ApiUser, branchId: string): Promise<string> {
  const { items } = await committee.call<OrgList>('GET', '/orgs')
  const other = items.find(({ id, type }) => type === 'branch' && id !== branchId)
  const { items: people } = await committee.call<RosterNames>('GET', `/orgs/${other?.id}/members`)
  const { code } = await committee.call<Invitation>('POST', '/invitations', { orgId: other?.id, role: 'secretary', memberId: people[0]?.id })
  return code
}
