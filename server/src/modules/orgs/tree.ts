import type { OrgRecord } from './types'
import { treeOrder } from './rules'

/** A picture of the whole active tree at one moment. */
export class OrgTree {
  /** Every active organization, each followed by what lies below it. */
  readonly ordered: readonly OrgRecord[]
  private readonly byId: ReadonlyMap<string, OrgRecord>

  constructor(records: readonly OrgRecord[], readonly readAt: number) {
    this.ordered = treeOrder(records)
    this.byId = new Map(this.ordered.map((org) => [org._id.toHexString(), org]))
  }

  get(id: string): OrgRecord | undefined {
    return this.byId.get(id)
  }

  below(id: string): OrgRecord[] {
    return this.ordered.filter((org) => org.scopeIds.some((scope) => scope.toHexString() === id))
  }
}
