import fc from 'fast-check'
import { ORG_TYPES } from '@pioneer/shared-types/constants'
import { toId } from '../../kernel/ids'
import { cleanOrgName, mayStandBelow, treeOrder, type TreeNode } from './rules'

const idOf = (number: number) => toId(number.toString(16).padStart(24, '0'))
/** Node n hangs below one with a smaller number, or is a root. */
const forests = fc.array(fc.option(fc.nat(), { freq: 4 }), { maxLength: 40 }).map((parents) =>
  parents.map((parent, index): TreeNode => ({ _id: idOf(index), parentId: parent === null || index === 0 ? null : idOf(parent % index) })))

describe('treeOrder', () => {
  it('keeps everyone once, with parents before children and subtrees together', () => {
    fc.assert(fc.property(forests.chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length })), (nodes) => {
      const ordered = treeOrder(nodes)
      expect(new Set(ordered)).toEqual(new Set(nodes))
      const at = new Map(ordered.map((node, index) => [node._id.toHexString(), index]))
      const parentOf = new Map(ordered.map((node) => [node._id.toHexString(), node.parentId?.toHexString() ?? null]))
      const below = (id: string, root: string): boolean => id === root || (parentOf.get(id) ?? null) !== null && below(parentOf.get(id)!, root)
      for (const [id, index] of at) {
        const subtree = [...at.keys()].filter((other) => below(other, id)).map((other) => at.get(other)!)
        expect(Math.min(...subtree)).toBe(index)
        expect(Math.max(...subtree) - index + 1).toBe(subtree.length)
      }
    }))
  })

  it('takes those for roots whose parents are not among them', () => {
    expect(treeOrder([{ _id: idOf(2), parentId: idOf(1) }])).toHaveLength(1)
  })
})

it('knows what may stand below what', () => {
  const below = (parent: Parameters<typeof mayStandBelow>[1]) => ORG_TYPES.filter((type) => mayStandBelow(type, parent))
  expect([null, ...ORG_TYPES].map(below)).toEqual([
    ['committee', 'general-branch', 'branch'], ['committee', 'general-branch', 'branch'], ['branch'], ['group'], [],
  ])
})

it.each([['　第一  党支部 ', '第一 党支部'], ['第１党支部', '第1党支部']])('cleans %p', (name, clean) => {
  expect(cleanOrgName(name)).toBe(clean)
})
