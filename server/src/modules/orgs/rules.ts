import { ORG_CHILDREN, type OrgType } from '@pioneer/shared-types/constants'

/** Whether an organization of this type may be made below `parent` (`null`: the root of the tree, anything but a 党小组). */
export const mayStandBelow = (type: OrgType, parent: OrgType | null): boolean =>
  parent === null ? type !== 'group' : ORG_CHILDREN[parent].includes(type)

/** A name as it is kept: one form of letters, no space at the ends, single spaces inside. */
export const cleanOrgName = (name: string): string => name.normalize('NFKC').replace(/\s+/gu, ' ').trim()

/** The parts of an organization that its place in the tree follows from. */
export interface TreeNode { _id: { toHexString(): string }; parentId: { toHexString(): string } | null }

/**
 * Orders a forest so that every organization is followed by what lies below it, siblings in the order given.
 * Nodes whose parent is not among them count as roots.
 */
export function treeOrder<T extends TreeNode>(nodes: readonly T[]): T[] {
  const known = new Set(nodes.map((node) => node._id.toHexString()))
  const children = new Map<string | null, T[]>()
  for (const node of nodes) {
    const parent = node.parentId?.toHexString() ?? null
    const key = parent !== null && known.has(parent) ? parent : null
    const siblings = children.get(key)
    if (siblings) siblings.push(node)
    else children.set(key, [node])
  }
  const ordered: T[] = []
  const walk = (key: string | null): void => {
    for (const node of children.get(key) ?? []) {
      ordered.push(node)
      walk(node._id.toHexString())
    }
  }
  walk(null)
  return ordered
}
