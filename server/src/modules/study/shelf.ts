import type { Model } from 'mongoose'
import { toId } from '../../kernel/ids'
import { found } from '../../kernel/problems'
import type { PaperRecord } from './model'

/** Papers kept in memory. */
const MOST = 500

/** What of a paper never changes. Whether it was withdrawn is asked of the tasks. */
export type FixedPaper = Omit<PaperRecord, 'withdrawnAt' | 'withdrawnReason'>

/** A bounded memory of papers: a branch's members all have the same ones. */
export class PaperShelf {
  private readonly kept = new Map<string, FixedPaper>()

  constructor(private readonly papers: Model<PaperRecord>) {}

  /** Those that exist, by id. */
  async many(ids: readonly string[]): Promise<Map<string, FixedPaper>> {
    const missing = [...new Set(ids)].filter((id) => !this.kept.has(id))
    const read = missing.length === 0 ? [] : await this.papers.find({ _id: { $in: missing.map(toId) } }).sort({ _id: 1 }).lean()
    const known = new Map([...ids.flatMap((id) => this.kept.get(id) ?? []), ...read].map((paper) => [paper._id.toHexString(), paper]))
    if (this.kept.size + read.length > MOST) this.kept.clear()
    for (const paper of read) this.kept.set(paper._id.toHexString(), paper)
    return known
  }

  async find(id: string): Promise<FixedPaper | null> {
    return (await this.many([id])).get(id) ?? null
  }

  /** Throws not-found. */
  async get(id: string): Promise<FixedPaper> {
    return found(await this.find(id))
  }
}
