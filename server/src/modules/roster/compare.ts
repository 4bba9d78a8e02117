/** Sets the rows of a workbook against the roster: who is new, who changes and how. Pure. */
import { MEMBER_STATUS_NAMES, type MemberStatus } from '@pioneer/shared-types/constants'
import type { RosterChange } from '@pioneer/shared-types/roster/schemas'
import { columnLabel } from '../../kernel/workbook/cells'
import { maskPhone, nameKeyOf } from '../members/rules'
import { FIELD_NAMES, type Column, type Field } from './columns'
import { datesAgree, statusOf } from './dates'
import type { Issue, KnownMember, ParsedRow, PlannedRow } from './types'

export interface Comparison { changes: RosterChange[]; plan: PlannedRow[]; newGroups: { branchId: string; branchName: string; name: string }[]; issues: Issue[]; untouched: number }

const GENDER_NAMES = { male: '男', female: '女' } as const

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

/** `columns` name the columns in messages; `today` is a Shanghai day. */
export function compare(rows: readonly ParsedRow[], roster: readonly KnownMember[], columns: readonly Column[], today: string): Comparison {
  const issues: Issue[] = []
  const labelOf = (field: Field): string => {
    const column = columns.find((candidate) => candidate.field === field)
    return column ? columnLabel(column) : FIELD_NAMES[field]
  }
  const report = (row: number, field: Field, severity: Issue['severity'], message: string, remedy: string, value: string | null = null): void => {
    issues.push({ row, column: labelOf(field), value, severity, message, remedy })
  }
  const distinct = withoutDuplicates(rows, report)
  const matched = match(distinct, roster, report)
  const changes: RosterChange[] = []
  const plan: PlannedRow[] = []
  const newGroups = new Map<string, { branchId: string; branchName: string; name: string }>()
  for (const row of distinct) {
    const known = matched.get(row)
    if (known === undefined) continue
    const contradictions = againstKnown(row, known, today)
    for (const { field, severity, message, remedy } of contradictions) report(row.row, field, severity, message, remedy)
    if (contradictions.some((remark) => remark.severity === 'error')) continue
    const { status, warned } = decideStatus(row, known, today)
    if (warned) report(row.row, warned.field, warned.severity, warned.message, warned.remedy)
    if (row.group && row.group.id === null) newGroups.set(`${row.branch.id}/${row.group.name}`, { branchId: row.branch.id, branchName: row.branch.name, name: row.group.name })
    const differences = known === null ? additions(row, status) : differencesOf(row, known, status)
    changes.push({
      row: row.row, name: row.name, branchName: row.branch.name, changes: differences,
      action: known === null ? 'add' : differences.length > 0 ? 'change' : 'same',
    })
    if (known === null || differences.length > 0) plan.push(planned(row, known, status))
  }
  const touched = new Set([...matched.values()].flatMap((known) => known ? [known.id] : []))
  return { changes, plan, newGroups: [...newGroups.values()], issues, untouched: roster.length - touched.size }
}

type Report = (row: number, field: Field, severity: Issue['severity'], message: string, remedy: string, value?: string | null) => void

/** The same person twice: same name and phone, or same name and branch where a phone is missing to tell them apart. */
function withoutDuplicates(rows: readonly ParsedRow[], report: Report): ParsedRow[] {
  const byName = new Map<string, ParsedRow[]>()
  const byPhone = new Map<string, ParsedRow>()
  return rows.filter((row) => {
    const key = nameKeyOf(row.name)
    const namesakes = byName.get(key) ?? []
    byName.set(key, [...namesakes, row])
    const twin = namesakes.find((other) => (row.phone !== null && row.phone === other.phone) || (row.branch.id === other.branch.id && (row.phone === null || other.phone === null)))
    if (twin) {
      const why = row.phone !== null && row.phone === twin.phone ? '姓名和手机号都相同' : '同一支部、姓名相同，又没有手机号可以区分'
      report(row.row, 'name', 'error', `和第 ${twin.row} 行重复：${why}`, `是同一人就删掉第 ${twin.row} 行或这一行；不是同一人，两行都填上手机号`, row.name)
      return false
    }
    const sharer = row.phone === null ? undefined : byPhone.get(row.phone)
    if (sharer && nameKeyOf(sharer.name) !== key) report(row.row, 'phone', 'warning', `手机号和第 ${sharer.row} 行的${sharer.name}相同`, '核对是不是填串了行', row.phone && maskPhone(row.phone))
    if (row.phone !== null && !sharer) byPhone.set(row.phone, row)
    return true
  })
}

/** Finds the roster row of each: by name and phone first, then by name and branch when only one can be meant. Null: a new person; missing: unclear. */
function match(rows: readonly ParsedRow[], roster: readonly KnownMember[], report: Report): Map<ParsedRow, KnownMember | null> {
  const result = new Map<ParsedRow, KnownMember | null>()
  const free = new Set(roster)
  const byPhone = new Map(roster.flatMap((member) => member.phone === null ? [] : [[`${member.nameKey}/${member.phone}`, member] as const]))
  for (const row of rows) {
    const known = row.phone === null ? undefined : byPhone.get(`${nameKeyOf(row.name)}/${row.phone}`)
    if (known && free.delete(known)) result.set(row, known)
  }
  const placeKey = (nameKey: string, branchId: string): string => `${nameKey}/${branchId}`
  const left = groupBy(rows.filter((row) => !result.has(row)), (row) => placeKey(nameKeyOf(row.name), row.branch.id))
  const known = groupBy(free, (member) => placeKey(member.nameKey, member.branch.id))
  const elsewhere = groupBy(free, (member) => member.nameKey)
  for (const [key, same] of left) {
    const candidates = known.get(key) ?? []
    for (const row of same) {
      if (candidates.length === 0) {
        const other = elsewhere.get(nameKeyOf(row.name))?.[0]
        if (other) report(row.row, 'name', 'warning', `${other.branch.name}有一位同名的同志，手机号对不上，按新增记`, '是同一人的话，把手机号填成名册里的那个再导入', row.name)
        result.set(row, null)
      } else if (candidates.length === 1 && same.length === 1 && candidates[0]) {
        result.set(row, candidates[0])
      } else {
        report(row.row, 'name', 'error', '名册里同名，分不清是哪一位', '填上和名册里相同的手机号', row.name)
      }
    }
  }
  return result
}

/** The workbook's own word first; else what the dates say, but a status already reached is never lowered by an empty cell. */
function decideStatus(row: ParsedRow, known: KnownMember | null, today: string): { status: MemberStatus; warned: ReturnType<typeof statusOf>['remark'] } {
  if (row.status !== null) return { status: row.status, warned: undefined }
  const dated = statusOf({ joinedOn: row.joinedOn ?? known?.joinedOn ?? null, confirmedOn: row.confirmedOn ?? known?.confirmedOn ?? null }, today)
  if (known === null) return { status: dated.status, warned: dated.remark }
  const ORDER: Readonly<Record<MemberStatus, number>> = { applicant: 0, probationary: 1, full: 2 }
  return { status: ORDER[dated.status] > ORDER[known.status] ? dated.status : known.status, warned: undefined }
}

/** What only shows when the roster fills in what the workbook leaves out. */
function againstKnown(row: ParsedRow, known: KnownMember | null, today: string): ReturnType<typeof datesAgree> {
  const joinedOn = row.joinedOn ?? known?.joinedOn ?? null
  if (row.confirmedOn !== null && joinedOn === null) return [{ field: 'joinedOn', severity: 'error', message: '有转正时间，却没有入党时间', remedy: '补上入党时间' }]
  const saysAll = row.birthMonth !== null && row.joinedOn !== null && row.confirmedOn !== null
  if (known === null || saysAll) return []
  const own = new Set(datesAgree(row, today).map((remark) => remark.message))
  return datesAgree({ birthMonth: row.birthMonth ?? known.birthMonth, joinedOn, confirmedOn: row.confirmedOn ?? known.confirmedOn, status: row.status }, today)
    .filter((remark) => !own.has(remark.message))
}

type Difference = RosterChange['changes'][number]

/** The fields of a row as words, in the order of the workbook's usual columns. */
function wordsOf(row: Pick<ParsedRow, 'name' | 'gender' | 'birthMonth' | 'phone' | 'branch' | 'group' | 'joinedOn' | 'confirmedOn' | 'duties' | 'note'>): readonly (readonly [Field, string | null, string | null])[] {
  return [
    ['name', row.name, row.name], ['gender', row.gender, row.gender && GENDER_NAMES[row.gender]], ['birthMonth', row.birthMonth, row.birthMonth],
    ['phone', row.phone, row.phone && maskPhone(row.phone)], ['branch', row.branch.id, row.branch.name], ['group', row.group && row.group.name, row.group && row.group.name],
    ['joinedOn', row.joinedOn, row.joinedOn], ['confirmedOn', row.confirmedOn, row.confirmedOn], ['duties', row.duties, row.duties], ['note', row.note, row.note],
  ]
}

const statusChange = (from: MemberStatus | null, to: MemberStatus): Difference[] =>
  from === to ? [] : [{ field: FIELD_NAMES.status, from: from && MEMBER_STATUS_NAMES[from], to: MEMBER_STATUS_NAMES[to] }]

const additions = (row: ParsedRow, status: MemberStatus): Difference[] => [
  ...wordsOf(row).flatMap(([field, value, word]) => value === null || field === 'name' ? [] : [{ field: FIELD_NAMES[field], from: null, to: word }]),
  ...statusChange(null, status),
]

/** Only what the workbook says and the roster has otherwise; an empty cell changes nothing. */
function differencesOf(row: ParsedRow, known: KnownMember, status: MemberStatus): Difference[] {
  const before = wordsOf(known)
  const moved = row.branch.id !== known.branch.id
  const fields = wordsOf(row).flatMap(([field, value, word], index) => {
    const [, old, oldWord] = before[index] ?? [field, null, null]
    if (value === null) return field === 'group' && moved && old !== null ? [{ field: FIELD_NAMES.group, from: oldWord, to: null }] : []
    const other = value !== old || (field === 'group' && moved)
    return other ? [{ field: FIELD_NAMES[field], from: oldWord, to: word }] : []
  })
  return [...fields, ...statusChange(known.status, status)]
}

/** The difference between null (nothing said) and a value decides what is written. */
function planned(row: ParsedRow, known: KnownMember | null, status: MemberStatus): PlannedRow {
  return {
    memberId: known?.id ?? null, name: row.name, branchId: row.branch.id, status,
    ...(row.gender === null ? {} : { gender: row.gender }), ...(row.birthMonth === null ? {} : { birthMonth: row.birthMonth }),
    ...(row.phone === null ? {} : { phone: row.phone }), ...(row.group === null ? {} : { group: row.group }),
    ...(row.group === null && known?.group && known.branch.id !== row.branch.id ? { leavesGroup: true as const } : {}),
    ...(row.joinedOn === null ? {} : { joinedOn: row.joinedOn }), ...(row.confirmedOn === null ? {} : { confirmedOn: row.confirmedOn }),
    ...(row.duties === null ? {} : { duties: row.duties }), ...(row.note === null ? {} : { note: row.note }),
  }
}
