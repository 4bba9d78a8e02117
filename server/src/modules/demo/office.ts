import { inTransaction } from '../../kernel/transaction'
import type { Connection } from 'mongoose'
import type { Caller } from '../../kernel/access'
import { BRANCHES, LEADS, OFFICE, type Actor } from './cast'
import type { DemoServices } from './types'

/** A branch of the demo as it stands in the store. */
export interface Stage { branchId: string; groupIds: string[]; memberIds: ReadonlyMap<Actor, string> }
export interface Office { rootId: string; stages: Stage[] }

/** Told before anything of a branch is written: its date is set there. */
type Dating = (branch: number) => void

/** The organization tree; what is there already is taken as it is. */
async function tree(services: DemoServices, dating: Dating): Promise<{ rootId: string; places: { branchId: string; groupIds: string[] }[] }> {
  const known = await services.orgs.all()
  const make = async (type: 'committee' | 'branch' | 'group', name: string, parentId: string | null): Promise<string> => {
    const found = known.find((org) => org.name === name && (org.parentId?.toHexString() ?? null) === parentId)
    return (found ?? await services.orgs.create({ type, name, parentId }))._id.toHexString()
  }
  const rootId = await make('committee', OFFICE, null)
  const places: { branchId: string; groupIds: string[] }[] = []
  for (const [branch, { name, groups }] of BRANCHES.entries()) {
    dating(branch)
    const branchId = await make('branch', name, rootId)
    const groupIds: string[] = []
    for (const group of groups) groupIds.push(await make('group', group, branchId))
    places.push({ branchId, groupIds })
  }
  return { rootId, places }
}

/** The office with its people; safe to run again after it was cut off. */
export async function buildOffice(services: DemoServices, connection: Connection, actors: readonly Actor[], dating: Dating = () => undefined): Promise<Office> {
  const { rootId, places } = await tree(services, dating)
  const stages: Stage[] = []
  for (const [branch, { branchId, groupIds }] of places.entries()) {
    dating(branch)
    const mine = actors.filter((actor) => actor.branch === branch)
    let rows = await services.members.ofOrgs([branchId])
    if (rows.length === 0) {
      const fields = mine.map((actor) => ({ id: null, fields: { ...actor.fields, branchId, groupId: actor.group === null ? null : groupIds[actor.group] ?? null } }))
      await inTransaction(connection, (session) => services.members.write(fields, session))
      rows = await services.members.ofOrgs([branchId])
    }
    const byName = new Map(rows.map((row) => [row.name, row._id.toHexString()]))
    stages.push({ branchId, groupIds, memberIds: new Map(mine.flatMap((actor) => { const id = byName.get(actor.fields.name); return id === undefined ? [] : [[actor, id] as const] })) })
  }
  return { rootId, stages }
}

/** Roles as the office gave them: 书记, 支委 and 党小组组长. */
export async function grantRoles(services: DemoServices, { stages }: Office): Promise<void> {
  for (const { branchId, groupIds, memberIds } of stages) {
    for (const [actor, memberId] of memberIds) {
      for (const role of actor.roles) {
        const orgId = role === 'group-leader' ? groupIds[actor.group ?? -1] : branchId
        if (orgId !== undefined) await services.auth.grant({ memberId, role, orgId, grantedBy: null })
      }
    }
  }
}

/** The accounts people choose on the login page; the committee's person stands in no roster. */
export async function demoAccounts(services: DemoServices, { rootId, stages }: Office): Promise<{ secretary: string }> {
  let secretary = ''
  for (const [actor, memberId] of stages[0]?.memberIds ?? []) {
    if (!actor.lead) continue
    const accountId = await services.auth.ensureDemoAccount(actor.lead, { memberId })
    if (actor.lead === 'secretary') secretary = accountId
  }
  const committee = await services.auth.ensureDemoAccount('committee', { name: LEADS.committee })
  await services.auth.grant({ accountId: committee, role: 'committee-staff', orgId: rootId, grantedBy: null })
  return { secretary }
}

/** A browser of its own, bound by invitation: how the other branches' secretaries came in. */
export async function invited(services: DemoServices, branchId: string, memberId: string): Promise<string> {
  const { session } = await services.auth.sessions.web()
  const { accountId } = session.me
  const { code } = await services.auth.inviteFromConsole({ orgId: branchId, role: 'secretary', memberId })
  await services.auth.bind(await callerOf(services, accountId), { invitation: code, consent: true })
  return accountId
}

export async function callerOf(services: Pick<DemoServices, 'auth'>, accountId: string): Promise<Caller> {
  const caller = await services.auth.caller(accountId)
  if (!caller) throw new Error(`the demo's account ${accountId} is gone`)
  return caller
}
