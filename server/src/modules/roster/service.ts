import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { ClientSession } from 'mongoose'
import type { RosterApplied, RosterPreview } from '@pioneer/shared-types/roster/schemas'
import type { Caller } from '../../kernel/access'
import { dayOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { hexOrNull, newId, toId } from '../../kernel/ids'
import { seal, unseal } from '../../kernel/keys'
import { ProblemError, found } from '../../kernel/problems'
import { inTransaction } from '../../kernel/transaction'
import type { AuditService } from '../audit/types'
import type { MemberFields, MemberRecord, MembersService } from '../members/types'
import type { OrgRecord, OrgsService } from '../orgs/types'
import { rosterModels, type PreviewRecord } from './model'
import { draftImport, type PlannedImport } from './preview'
import type { KnownMember, Place, PlannedRow } from './types'
import { readWorkbook } from '../../kernel/workbook/workbook'

export { ensureIndexes } from './model'
export { rosterTemplate } from './template'

/** How long a preview may wait, milliseconds. */
const PREVIEW_LIFE = 3_600_000
/** Rows written between two reports of progress. */
const CHUNK = 500

interface RosterDeps {
  orgs: OrgsService
  members: MembersService
  audit: Pick<AuditService, 'record'>
}

/** Told about long work: rows done of all. */
export type Progress = (done: number, total: number) => void

export interface RosterService {
  /** Reads a workbook and shows what applying it would change. Writes nothing to the roster. Throws workbook-invalid or too-large when it cannot be read. */
  preview(orgId: string, file: Buffer): Promise<RosterPreview>
  /**
   * Writes a preview whole or not at all. A second time answers the first result.
   * Throws workbook-invalid when it had errors, workbook-changed when the roster is no longer what the preview was made against.
   */
  apply(caller: Caller | null, orgId: string, previewId: string, progress?: Progress): Promise<RosterApplied>
}

export function createRosterService(context: Context, deps: RosterDeps): RosterService {
  const { previews, turns } = rosterModels(context.connection)
  const sealContext = (id: string): string => `roster-preview:${id}`

  const closePlan = (id: string, plan: PlannedImport): string =>
    seal(context.keys.data, deflateRawSync(JSON.stringify(plan)).toString('base64'), sealContext(id))
  const openPlan = (record: PreviewRecord): PlannedImport => {
    const text = record.planSealed === null ? null : unseal(context.keys.data, record.planSealed, sealContext(record._id.toHexString()))
    if (text === null) throw new ProblemError('workbook-changed')
    return JSON.parse(inflateRawSync(Buffer.from(text, 'base64')).toString('utf8')) as PlannedImport
  }

  /** The roster below an organization and a digest that changes with any of it. */
  const stateOf = async (orgId: string, session?: ClientSession): Promise<{ orgs: OrgRecord[]; members: MemberRecord[]; digest: string }> => {
    const orgs = await deps.orgs.subtree(orgId)
    const members = await deps.members.ofOrgs([orgId], session)
    const hash = createHash('sha256')
    for (const org of orgs) hash.update(`${org._id.toHexString()}:${org.name}\n`)
    for (const line of members.map((member) => `${member._id.toHexString()}:${member.version}\n`).sort()) hash.update(line)
    return { orgs, members, digest: hash.digest('base64url') }
  }

  const known = (orgs: readonly OrgRecord[], members: readonly MemberRecord[]): KnownMember[] => {
    const names = new Map(orgs.map((org) => [org._id.toHexString(), org.name]))
    const named = (id: string): { id: string; name: string } => ({ id, name: names.get(id) ?? '' })
    return members.map((member) => {
      const groupId = hexOrNull(member.groupId)
      return {
        id: member._id.toHexString(), name: member.name, nameKey: member.nameKey, gender: member.gender, birthMonth: member.birthMonth,
        phone: deps.members.phone(member), branch: named(member.branchId.toHexString()), group: groupId === null ? null : named(groupId),
        joinedOn: member.joinedOn, confirmedOn: member.confirmedOn, duties: member.duties, note: member.note, status: member.status,
      }
    })
  }

  const preview: RosterService['preview'] = async (orgId, file) => {
    const target = await deps.orgs.get(orgId)
    if (target.type === 'group') throw new ProblemError('validation', { fields: [{ path: 'id', message: '请在支部或它的上级导入' }] })
    const sheets = await readWorkbook(file)
    const { orgs, members, digest } = await stateOf(orgId)
    const now = context.clock.now()
    const { plan, ...shown } = draftImport(sheets, placeOf(orgs), known(orgs, members), dayOf(now))
    const _id = newId()
    const previewId = _id.toHexString()
    await previews.create({
      _id, orgId: toId(orgId), digest, canApply: shown.canApply, planSealed: shown.canApply ? closePlan(previewId, plan) : null, counts: { same: shown.totals.same },
      createdAt: now, expiresAt: new Date(now.getTime() + PREVIEW_LIFE), appliedAt: null, result: null,
    })
    return { previewId, ...shown }
  }

  /** Writes the plan in the caller's transaction. */
  const write = async (plan: PlannedImport, session: ClientSession, progress: Progress): Promise<RosterApplied> => {
    const groupIds = new Map<string, string>()
    for (const { branchId, name } of plan.newGroups) {
      const group = await deps.orgs.create({ type: 'group', name, parentId: branchId }, session)
      groupIds.set(`${branchId}/${name}`, group._id.toHexString())
    }
    let added = 0
    for (let at = 0; at < plan.rows.length; at += CHUNK) {
      const chunk = plan.rows.slice(at, at + CHUNK)
      const written = await deps.members.write(chunk.map((row) => ({ id: row.memberId, fields: fieldsOf(row, groupIds) })), session)
      added += written.filter((row) => row.created).length
      progress(at + chunk.length, plan.rows.length)
    }
    return { added, changed: plan.rows.length - added, same: 0, groupsCreated: plan.newGroups.length }
  }

  const apply: RosterService['apply'] = async (caller, orgId, previewId, progress = () => undefined) => inTransaction(context.connection, async (session) => {
    const root = (await deps.orgs.get(orgId)).scopeIds[0] ?? toId(orgId)
    // Imports into one tree take turns: the later one meets a write conflict, runs again and sees what the first has written.
    await turns.findOneAndUpdate({ _id: root }, { $inc: { imports: 1 } }, { session, upsert: true })
    const record = found(await previews.findOne({ _id: toId(previewId), orgId: toId(orgId) }).session(session).lean())
    if (record.result) return record.result
    const now = context.clock.now()
    if (record.expiresAt <= now) throw new ProblemError('workbook-changed', { title: '预览超过 1 小时，请重新上传表格' })
    if (!record.canApply) throw new ProblemError('workbook-invalid')
    if ((await stateOf(orgId, session)).digest !== record.digest) throw new ProblemError('workbook-changed')
    const result = { ...await write(openPlan(record), session, progress), same: record.counts.same }
    await previews.updateOne({ _id: record._id }, { $set: { appliedAt: now, result, planSealed: null } }, { session })
    await deps.audit.record(caller, {
      action: 'roster.imported', targetType: 'roster', targetId: previewId, orgId, detail: `导入名册：新增 ${result.added} 人，变更 ${result.changed} 人，新建党小组 ${result.groupsCreated} 个`,
    }, session)
    return result
  })

  return { preview, apply }
}

/** Branches below an organization with their groups. */
function placeOf(orgs: readonly OrgRecord[]): Place {
  const named = (org: OrgRecord): { id: string; name: string } => ({ id: org._id.toHexString(), name: org.name })
  return {
    branches: orgs.filter((org) => org.type === 'branch').map((branch) => ({
      ...named(branch), groups: orgs.filter((org) => org.type === 'group' && org.parentId?.equals(branch._id)).map(named),
    })),
  }
}

function fieldsOf(row: PlannedRow, groupIds: ReadonlyMap<string, string>): MemberFields {
  const { memberId: _memberId, group, leavesGroup, ...plain } = row
  const groupId = group ? group.id ?? groupIds.get(`${row.branchId}/${group.name}`) : undefined
  return { ...plain, ...(groupId === undefined ? (leavesGroup ? { groupId: null } : {}) : { groupId }) }
}
