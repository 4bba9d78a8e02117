import type { ClientSession } from 'mongoose'
import type { MemberStatus } from '@pioneer/shared-types/constants'
import type { ObjectId } from '../../kernel/ids'
import type { ResourceFacts } from '../../kernel/access'

/** A row of the roster (党员名册). Phone numbers are encrypted; the last four digits have a keyed blind index. */
export interface MemberRecord {
  _id: ObjectId
  name: string
  /** Without spaces, for matching. */
  nameKey: string
  gender: 'male' | 'female' | null
  /** YYYY-MM */
  birthMonth: string | null
  phoneSealed: string | null
  phoneLast4Index: string | null
  status: MemberStatus
  branchId: ObjectId
  groupId: ObjectId | null
  /** 入党时间, Shanghai day. */
  joinedOn: string | null
  /** 转正时间, Shanghai day. */
  confirmedOn: string | null
  duties: string | null
  note: string | null
  /** 流动党员. */
  floating: boolean
  /** 留党察看: no vote. */
  votingSuspended: boolean
  active: boolean
  version: number
  createdAt: Date
  updatedAt: Date
}

/** The fields a roster row may be given; the phone number arrives in clear and leaves encrypted. */
export interface MemberFields {
  name: string
  gender?: 'male' | 'female' | null
  birthMonth?: string | null
  phone?: string | null
  status: MemberStatus
  branchId: string
  groupId?: string | null
  joinedOn?: string | null
  confirmedOn?: string | null
  duties?: string | null
  note?: string | null
  floating?: boolean
  votingSuspended?: boolean
}

/** The only door to the roster. */
export interface MembersService {
  /** For the one reader that joins roster rows to something of its own in the store; everybody else asks for rows. */
  readonly collectionName: string
  /** Throws not-found. */
  get(id: string): Promise<MemberRecord>
  find(id: string): Promise<MemberRecord | null>
  many(ids: readonly string[], session?: ClientSession): Promise<MemberRecord[]>
  /** Active members of branches and groups (each once), sorted by group and name. `orgIds` may hold any organization: its subtree counts. */
  ofOrgs(orgIds: readonly string[], session?: ClientSession): Promise<MemberRecord[]>
  /** Active rows whose name and last four digits fit; for binding requests. */
  matching(name: string, phoneLast4: string): Promise<MemberRecord[]>
  /** Writes many rows in the caller's transaction: new ones and changed ones (by id). */
  write(rows: readonly { id: string | null; fields: MemberFields }[], session: ClientSession): Promise<{ id: string; created: boolean }[]>
  /** Has a vote in its branch: full member, not under 留党察看 (党章 art. 7, 处分条例). */
  votes(member: Pick<MemberRecord, 'status' | 'votingSuspended'>): boolean
  /** `138****1234`; null when none is kept. */
  maskedPhone(member: MemberRecord): string | null
  /** The clear phone number; only for the roster comparison and the own record. */
  phone(member: MemberRecord): string | null
  facts(id: string): Promise<ResourceFacts | null>
}
