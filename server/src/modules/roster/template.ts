import { FIELD_NAMES, type Field } from './columns'

const ORDER: readonly Field[] = ['name', 'gender', 'birthMonth', 'phone', 'branch', 'group', 'joinedOn', 'confirmedOn', 'duties', 'note', 'status']
const WIDTHS: Readonly<Record<Field, number>> = { name: 16, gender: 6, birthMonth: 12, phone: 16, branch: 22, group: 16, joinedOn: 14, confirmedOn: 14, duties: 14, note: 20, status: 12 }

/** Nobody's data: the importer skips rows that begin with 示例. */
const SAMPLE: Readonly<Record<Field, string>> = {
  name: '示例请删除', gender: '女', birthMonth: '1990-01', phone: '13000000000', branch: '示例党支部', group: '第一党小组', joinedOn: '2012-07-01', confirmedOn: '2013-07-01',
  duties: '组织委员', note: '', status: '正式党员',
}

const NOTES = [
  '第一行是栏目名，可以换次序，不要改字；上面可以有标题行。',
  '必填：姓名、所在支部。支部要先在系统里建好，名称写得一样。',
  '没有的党小组会自动新建，预览时会列出来。',
  '日期写成 2012-07-01，也认 2012.7.1、2012年7月1日和表格里的日期格式。出生年月只保留到月。',
  '空着的格子不会清掉名册里已有的内容；名册里有、这张表里没有的人不会变动。',
  '不要放身份证号：有这一列也不会读、不会存。',
]

/** Text for a cell of a workbook we write: what begins like a formula would be run by some programs when opened or copied. */
export const safeText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/** An empty workbook with the columns the importer knows, one invented row and how to fill it in. */
export async function rosterTemplate(): Promise<Buffer> {
  // The package's types are those of an ES module; its CommonJS side is loaded all the same.
  const { default: writeExcelFile } = await import('write-excel-file/node')
  const text = (value: string) => ({ value: safeText(value), type: String })
  return writeExcelFile([
    {
      sheet: '党员名册', stickyRowsCount: 1, columns: ORDER.map((field) => ({ width: WIDTHS[field] })),
      data: [ORDER.map((field) => ({ ...text(FIELD_NAMES[field]), fontWeight: 'bold' as const })), ORDER.map((field) => text(SAMPLE[field]))],
    },
    { sheet: '怎么填', columns: [{ width: 80 }], data: NOTES.map((note) => [text(note)]) },
  ]).toBuffer()
}
