import type { Org } from '@pioneer/shared-types/orgs/schemas'
import { depths, ownTree, parentsFor } from '@/features/orgs/model'
import { operatorAt } from '@/features/roster/model'

const org = (id: string, type: Org['type'], parentId: string | null): Org => ({ id, type, name: id, parentId, active: true })
const TREE = [org('root', 'committee', null), org('general', 'general-branch', 'root'), org('a', 'branch', 'root'), org('b', 'branch', 'general'), org('b1', 'group', 'b')]
const grants = (role: 'committee-staff' | 'operator', orgId: string) => ({ grants: [{ role, orgId, orgName: orgId, orgType: 'committee' as const }] })

it('shows what lies below the place where somebody serves, and nothing else', () => {
  expect(ownTree(grants('committee-staff', 'general'), TREE).map(({ id }) => id)).toEqual(['general', 'b', 'b1'])
  expect(ownTree(grants('operator', 'root'), TREE)).toEqual([])
})

it('offers the parents that fit a kind', () => {
  expect(parentsFor('branch', TREE).map(({ id }) => id)).toEqual(['root', 'general'])
  expect(parentsFor('group', TREE).map(({ id }) => id)).toEqual(['a', 'b'])
  expect(parentsFor('general-branch', TREE).map(({ id }) => id)).toEqual(['root'])
})

it('indents by depth, from the first that is shown', () => {
  expect(Object.fromEntries(depths(TREE))).toEqual({ root: 0, general: 1, a: 1, b: 2, b1: 3 })
  expect(Object.fromEntries(depths(TREE.slice(3)))).toEqual({ b: 0, b1: 1 })
})

it('knows where somebody is the operator', () => {
  expect(operatorAt(grants('operator', 'root'))).toEqual([{ id: 'root', name: 'root' }])
  expect(operatorAt(grants('committee-staff', 'root'))).toEqual([])
})
