import { compact, hasIdNumber, type Cell } from '../../kernel/workbook/cells'
import { headerOf, type Column as HeaderColumn, type Header as TableHeader } from '../../kernel/workbook/header'

/** What a column of the workbook may hold. */
export const FIELDS = ['name', 'gender', 'birthMonth', 'phone', 'branch', 'group', 'joinedOn', 'confirmedOn', 'duties', 'note', 'status'] as const
export type Field = (typeof FIELDS)[number]

export const FIELD_NAMES: Readonly<Record<Field, string>> = {
  name: '姓名', gender: '性别', birthMonth: '出生年月', phone: '手机号', branch: '所在支部', group: '党小组', joinedOn: '入党时间', confirmedOn: '转正时间',
  duties: '党内职务', note: '备注', status: '人员类别',
}

/** Headings as offices write them. */
const HEADINGS: Readonly<Record<Field, readonly string[]>> = {
  name: ['姓名', '名字', '党员姓名', '同志姓名'],
  gender: ['性别'],
  birthMonth: ['出生年月', '出生日期', '出生时间', '出生年月日', '生日'],
  phone: ['手机号', '手机号码', '手机', '联系电话', '电话', '电话号码', '联系方式', '移动电话', '本人手机', '联系手机'],
  branch: ['所在支部', '支部', '所属党支部', '所在党支部', '党支部', '所属支部', '支部名称', '党支部名称', '所在党组织', '所属党组织'],
  group: ['党小组', '所在党小组', '所属党小组', '小组', '党小组名称'],
  joinedOn: ['入党时间', '入党日期', '加入党组织时间', '加入党组织日期', '入党年月', '入党年月日', '接收预备党员时间'],
  confirmedOn: ['转正时间', '转正日期', '转为正式党员时间', '转为正式党员日期', '转正年月', '预备党员转正时间'],
  duties: ['党内职务', '职务', '支部职务', '党内任职', '担任党内职务'],
  note: ['备注', '说明', '备注说明', '其他'],
  status: ['人员类别', '党员类别', '党员类型', '人员类型', '党员身份'],
}
const FIELD_OF = new Map<string, Field>(FIELDS.flatMap((field) => HEADINGS[field].map((heading) => [heading, field] as const)))
const ID_COLUMN = /身份证|公民身份|证件号/u
const NUMBERING = /^(?:序号|编号|no|行号)$/iu

export type Column = HeaderColumn<Field>
export type Header = TableHeader<Field>

/** A heading without spaces, stars and what stands in brackets: `手 机 号*（必填）` is 手机号. A long cell is a text and none. */
const headingOf = (cell: Cell): string => (typeof cell === 'string' && cell.length <= 60 ? compact(cell) : '').replace(/[（(【[].*?[)）】\]]/gu, '').replace(/[*:：]/gu, '')
const fieldOf = (cell: Cell): Field | null => FIELD_OF.get(headingOf(cell)) ?? null
const isIdColumn = (cell: Cell): boolean => ID_COLUMN.test(headingOf(cell))

/** Two-line headers: a heading below a common one counts where the line above says nothing of its own. */
function combined(upper: readonly Cell[], lower: readonly Cell[]): Cell[] | null {
  const nameAt = upper.findIndex((cell) => fieldOf(cell) === 'name')
  const below = lower[nameAt] ?? null
  if (nameAt < 0 || (below !== null && fieldOf(below) !== 'name')) return null
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, at) => {
    const cell = lower[at] ?? null
    return fieldOf(upper[at] ?? null) === null && (fieldOf(cell) !== null || isIdColumn(cell)) ? cell : upper[at] ?? null
  })
}

/** Finds the header: the line that knows the most columns, 姓名 among them. Null when there is none. */
export const findHeader = (rows: readonly (readonly Cell[])[]): Header | null => headerOf<Field>({
  key: 'name', fieldOf, combined,
  leftOut: (cell) => (isIdColumn(cell) ? '身份证号不读、不存，已跳过' : NUMBERING.test(headingOf(cell)) ? '序号，不用导入' : null),
  noteOf: (field) => (field === 'birthMonth' ? '只保留到月' : field === 'duties' ? '只作记录，不产生系统里的角色；角色由机关党委邀请' : null),
}, rows)

/** A column without a known heading whose cells look like ID numbers is named, so that people know it was left out. */
export function noteHiddenIds(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Column[] {
  return columns.map((column) => {
    if (column.field !== null || column.note?.includes('身份证')) return column
    const looks = rows.some((row) => hasIdNumber(compact(row[column.index] ?? null)))
    return looks ? { ...column, note: '像是身份证号，不读、不存，已跳过' } : column
  })
}
