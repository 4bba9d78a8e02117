import type { Invitation, Session } from '@pioneer/shared-types/auth/schemas'
import type { RosterNames } from '@pioneer/shared-types/members/schemas'
import type { Org, OrgList } from '@pioneer/shared-types/orgs/schemas'
import type { RosterPreview } from '@pioneer/shared-types/roster/schemas'
import { sheetOf } from '../../server/tests/support/workbook'
import { runBuilt } from '../support/process'
import { Client } from './client'
import type { Mortal } from './service'

export interface Member { memberId: string; name: string; client: Client }
/** An office as its people make it: every row and role came through the doors everybody uses. */
export interface Office { branchId: string; members: Member[]; officers: Client[] }

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Operator → committee → branch, roster, secretary → members, each with a device of its own. */
export async function makeOffice(service: Mortal, names: readonly string[]): Promise<Office> {
  const url = (): string => service.url
  const bound = async (invitation: string): Promise<Client> => {
    const client = new Client(url)
    client.token = (await client.must<Session>('POST', '/auth/web')).accessToken
    await client.must('POST', '/auth/bind', { invitation, consent: true })
    return client
  }
  const invited = async (by: Client, body: object): Promise<Client> => bound((await by.must<Invitation>('POST', '/invitations', body)).code)

  const console = await runBuilt('cli/operator-invite.js', { ...service.env }, undefined, ['--org', '云湖市交通运输局机关党委'])
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(console.out)?.[0]
  if (code === undefined) throw new Error(`no invitation for the operator: ${console.out}${console.err}`)
  const operator = await bound(code)
  const [root] = (await operator.must<OrgList>('GET', '/orgs')).items
  if (!root) throw new Error('the operator sees no organization')
  const staff = await invited(operator, { orgId: root.id, role: 'committee-staff', name: '机关党委干事' })
  const branch = await staff.must<Org>('POST', '/orgs', { type: 'branch', name: '第一党支部', parentId: root.id })

  const workbook = await sheetOf([['姓名', '手机号', '所在支部', '人员类别'], ...names.map((name, index) => [name, `138${String(index).padStart(8, '0')}`, branch.name, '正式党员'])])
  const { previewId } = await staff.must<RosterPreview>('POST', `/orgs/${branch.id}/roster/preview`, workbook, { 'content-type': XLSX })
  await staff.must('POST', `/orgs/${branch.id}/roster/previews/${previewId}/apply`)
  const { items } = await staff.must<RosterNames>('GET', `/orgs/${branch.id}/members`)
  const [first, second, ...rest] = items
  if (!first || !second) throw new Error('the roster is empty')

  const secretary = await invited(staff, { orgId: branch.id, role: 'secretary', memberId: first.id })
  const officer = await invited(staff, { orgId: branch.id, role: 'branch-committee', memberId: second.id })
  const members: Member[] = [{ memberId: first.id, name: first.name, client: secretary }, { memberId: second.id, name: second.name, client: officer }]
  for (const { id, name } of rest) members.push({ memberId: id, name, client: await invited(secretary, { orgId: branch.id, role: 'member', memberId: id }) })
  return { branchId: branch.id, members, officers: [secretary, officer] }
}
