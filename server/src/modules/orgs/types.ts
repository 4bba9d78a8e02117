import type { ClientSession } from 'mongoose'
import type { OrgType } from '@pioneer/shared-types/constants'
import type { ObjectId } from '../../kernel/ids'
import type { ResourceFacts } from '../../kernel/access'

/** An organization of the tree 机关党委 → (总支) → 支部 → 党小组. */
export interface OrgRecord {
  _id: ObjectId
  type: OrgType
  name: string
  parentId: ObjectId | null
  /** From the root down to and including itself. */
  scopeIds: ObjectId[]
  active: boolean
  createdAt: Date
}

/** The only door to the organization tree. Reads go through a bounded cache of at most 10 s. */
export interface OrgsService {
  /** Throws not-found. */
  get(id: string): Promise<OrgRecord>
  find(id: string): Promise<OrgRecord | null>
  /** The organization and everything active below it, parents first. */
  subtree(id: string): Promise<OrgRecord[]>
  /** Every active organization, parents first. */
  all(): Promise<OrgRecord[]>
  /** The branch an organization is or lies in; null above branches. */
  branchOf(org: OrgRecord): string | null
  /** Facts for access decisions. */
  facts(id: string): Promise<ResourceFacts | null>
  /** Creates one below `parentId` (null only for the root). Names are unique below a parent. */
  create(input: { type: OrgType; name: string; parentId: string | null }, session?: ClientSession): Promise<OrgRecord>
}
