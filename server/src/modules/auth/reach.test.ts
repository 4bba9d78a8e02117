import type { Role } from '@pioneer/shared-types/constants'
import type { Caller, ResourceFacts } from '../../kernel/access'
import { mayDo, placesOf, reachCovers } from './reach'

const caller = (grants: Caller['grants'] = [], memberId: string | null = 'me'): Caller => ({
  accountId: 'account', kind: 'web', memberId, branchId: 'branch', groupId: 'group', consented: true, boundAt: null, grants,
})
const at = (orgId: string, role: Role = 'secretary'): Caller['grants'][number] => ({ role, orgId })

const branchFacts: ResourceFacts = { scopeIds: ['root', 'branch'], orgId: 'branch', orgType: 'branch', branchId: 'branch' }
const groupFacts: ResourceFacts = { scopeIds: ['root', 'branch', 'group'], orgId: 'group', orgType: 'group', branchId: 'branch' }
const rootFacts: ResourceFacts = { scopeIds: ['root'], orgId: 'root', orgType: 'committee', branchId: null }

describe('reachCovers', () => {
  it('own is the person the resource is about, nobody else', async () => {
    expect(await reachCovers('own', at('branch'), { ...branchFacts, memberId: 'me' }, caller())).toBe(true)
    expect(await reachCovers('own', at('branch'), { ...branchFacts, memberId: 'other' }, caller())).toBe(false)
    expect(await reachCovers('own', at('branch'), { ...branchFacts, memberId: 'me' }, caller([], null))).toBe(false)
    expect(await reachCovers('own', at('branch'), branchFacts, caller())).toBe(false)
  })

  it('own and audience of an activity ask its list', async () => {
    const invited: ResourceFacts = { ...branchFacts, audience: (memberId) => Promise.resolve(memberId === 'me') }
    for (const reach of ['own', 'audience'] as const) {
      expect(await reachCovers(reach, at('elsewhere'), invited, caller())).toBe(true)
      expect(await reachCovers(reach, at('elsewhere'), invited, caller([], 'other'))).toBe(false)
      expect(await reachCovers(reach, at('elsewhere'), invited, caller([], null))).toBe(false)
    }
    expect(await reachCovers('audience', at('branch'), branchFacts, caller())).toBe(false)
  })

  it('own-group is that group only', async () => {
    expect(await reachCovers('own-group', at('group'), groupFacts, caller())).toBe(true)
    expect(await reachCovers('own-group', at('other'), groupFacts, caller())).toBe(false)
    expect(await reachCovers('own-group', at('branch'), branchFacts, caller())).toBe(false)
  })

  it('branch holds its groups, not what stands above or beside', async () => {
    expect(await reachCovers('branch', at('branch'), branchFacts, caller())).toBe(true)
    expect(await reachCovers('branch', at('branch'), groupFacts, caller())).toBe(true)
    expect(await reachCovers('branch', at('other'), groupFacts, caller())).toBe(false)
    expect(await reachCovers('branch', at('root'), rootFacts, caller())).toBe(false)
  })

  it('own-organization does not reach below, subtree does, all is everything', async () => {
    expect(await reachCovers('own-organization', at('root'), rootFacts, caller())).toBe(true)
    expect(await reachCovers('own-organization', at('root'), branchFacts, caller())).toBe(false)
    expect(await reachCovers('subtree', at('root'), groupFacts, caller())).toBe(true)
    expect(await reachCovers('subtree', at('branch'), rootFacts, caller())).toBe(false)
    expect(await reachCovers('all', at('nowhere'), groupFacts, caller())).toBe(true)
  })
})

describe('mayDo', () => {
  it('takes the best of several grants', async () => {
    const both = caller([at('branch', 'member'), at('root', 'committee-staff')])
    expect(await mayDo(both, 'roster:apply', branchFacts)).toBe(true)
    expect(await mayDo(both, 'binding:approve', branchFacts)).toBe(false)
  })

  it('refuses what the table does not name', async () => {
    expect(await mayDo(caller([at('branch', 'member')]), 'activity:write', branchFacts)).toBe(false)
    expect(await mayDo(caller([]), 'activity:read', branchFacts)).toBe(false)
  })
})

describe('placesOf', () => {
  it('names each place once, the wider reach wins', () => {
    const grants = [at('group', 'group-leader'), at('branch', 'secretary'), at('branch', 'branch-committee'), at('root', 'committee-staff')]
    expect(placesOf({ grants }, 'activity:write')).toEqual([
      { orgId: 'group', subtree: false }, { orgId: 'branch', subtree: true }, { orgId: 'root', subtree: false },
    ])
  })

  it('leaves out reaches that depend on the person', () => {
    expect(placesOf({ grants: [at('branch', 'member')] }, 'activity:read')).toEqual([])
  })
})
