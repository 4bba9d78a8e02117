import type { ClientSession } from 'mongoose'
import type { CreateOrg, Org } from '@pioneer/shared-types/orgs/schemas'
import type { Action, Caller, ResourceFacts } from '../../kernel/access'
import type { Context } from '../../kernel/context'
import { newId, toId } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction, isDuplicateKey } from '../../kernel/transaction'
import type { AuditService } from '../audit/types'
import { orgModels } from './model'
import { cleanOrgName, mayStandBelow } from './rules'
import { OrgTree } from './tree'
import type { OrgRecord, OrgsService } from './types'

export { ensureIndexes } from './model'

/** How old the picture of the tree may be, milliseconds (architecture.md: caches of at most 10 s). It holds one tree and is replaced whole. */
const CACHE_LIFE = 10_000

/** Actions that let somebody know of an organization. */
const KNOWN_BY: readonly Action[] = ['roster:names', 'invite:committee']

interface OrgsDeps {
  audit: Pick<AuditService, 'record'>
  /** Organizations at which the caller may do an action; the auth module answers, app.ts wires it. */
  orgsFor: (caller: Caller, action: Action) => { orgId: string; subtree: boolean }[]
}

/** The door of the module and what its routes need. */
export interface OrgsModule extends OrgsService {
  /** Those the caller may know of, with the path above them. */
  visibleTo(caller: Caller): Promise<Org[]>
  /** Makes an organization for somebody and records it. */
  add(caller: Caller, input: CreateOrg): Promise<Org>
}

const present = (org: OrgRecord): Org => ({
  id: org._id.toHexString(), type: org.type, name: org.name, parentId: org.parentId?.toHexString() ?? null, active: org.active,
})

export function createOrgsService(context: Context, deps: OrgsDeps): OrgsModule {
  const { orgs } = orgModels(context.connection)
  let kept: OrgTree | null = null
  const watched = new WeakSet<ClientSession>()

  const tree = async (): Promise<OrgTree> => {
    const now = context.clock.now().getTime()
    if (kept && now >= kept.readAt && now - kept.readAt < CACHE_LIFE) return kept
    const read = new OrgTree(await orgs.find({ active: true }).sort({ createdAt: 1, _id: 1 }).lean(), now)
    kept = read
    return read
  }

  const find = async (id: string): Promise<OrgRecord | null> => {
    const known = (await tree()).get(id)
    if (known) return known
    // Made by another process since the picture was taken, or no longer active.
    const record = await orgs.findById(toId(id)).lean()
    if (record?.active) kept = null
    return record
  }
  const get = async (id: string): Promise<OrgRecord> => found(await find(id))

  const branchOf = (org: OrgRecord): string | null => {
    if (org.type === 'branch') return org._id.toHexString()
    return org.type === 'group' ? org.parentId?.toHexString() ?? null : null
  }

  const facts = async (id: string): Promise<ResourceFacts | null> => {
    const org = await find(id)
    return org && { scopeIds: org.scopeIds.map((scope) => scope.toHexString()), orgId: id, orgType: org.type, branchId: branchOf(org) }
  }

  const create: OrgsService['create'] = async ({ type, name, parentId }, session) => {
    const parent = parentId === null ? null : found(await orgs.findById(toId(parentId)).session(session ?? null).lean())
    const clean = cleanOrgName(name)
    if (clean.length < 2) throw new ProblemError('validation', { fields: [{ path: 'name', message: '名称至少两个字' }] })
    if (parent && !parent.active) throw new ProblemError('validation', { fields: [{ path: 'parentId', message: '上级组织已停用' }] })
    if (!mayStandBelow(type, parent?.type ?? null)) throw new ProblemError('validation', { fields: [{ path: 'type', message: '这一级下面不能建这类组织' }] })
    const _id = newId()
    const record: OrgRecord = {
      _id, type, name: clean, parentId: parent?._id ?? null, scopeIds: [...(parent?.scopeIds ?? []), _id], active: true, createdAt: context.clock.now(),
    }
    try {
      await orgs.create([record], session ? { session } : {})
    } catch (error) {
      if (isDuplicateKey(error)) throw new ProblemError('conflict', { title: '这个名称已经有了，换一个名称' })
      throw error
    }
    forget(session)
    return record
  }

  /** A picture taken before the commit must not outlive it. */
  const forget = (session: ClientSession | undefined): void => {
    kept = null
    if (!session || watched.has(session)) return
    watched.add(session)
    session.once('ended', () => { kept = null })
  }

  return {
    get, find, branchOf, facts, create,
    subtree: async (id) => (await tree()).below(id),
    all: async () => [...(await tree()).ordered],
    visibleTo: async (caller) => {
      const places = KNOWN_BY.flatMap((action) => deps.orgsFor(caller, action))
      const whole = new Set(places.map((place) => place.orgId))
      const subtrees = new Set(places.filter((place) => place.subtree).map((place) => place.orgId))
      const { ordered } = await tree()
      const above = new Set(ordered.filter((org) => whole.has(org._id.toHexString())).flatMap((org) => org.scopeIds.map((scope) => scope.toHexString())))
      return ordered.filter((org) => {
        const scope = org.scopeIds.map((part) => part.toHexString())
        return above.has(org._id.toHexString()) || scope.some((part) => subtrees.has(part))
      }).map(present)
    },
    add: async (caller, input) => inTransaction(context.connection, async (session) => {
      const org = await create(input, session)
      await deps.audit.record(caller, { action: 'org.created', targetType: 'org', targetId: org._id.toHexString(), orgId: input.parentId, detail: org.name }, session)
      return present(org)
    }),
  }
}
