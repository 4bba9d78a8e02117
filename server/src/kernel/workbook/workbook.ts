import { ProblemError } from '../problems'
import { ArchiveError, MAX_ROWS, openArchive, type ArchiveFault } from './archive'
import type { Cell } from './cells'
import type { Sheet } from './sheet'

const SAVE_AS = '用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再上传'
const WORDS: Readonly<Record<ArchiveFault, readonly ['workbook-invalid' | 'too-large', string, string]>> = {
  'not-a-workbook': ['workbook-invalid', '这不是 .xlsx 表格', SAVE_AS],
  'old-format': ['workbook-invalid', '这是旧的 .xls 表格，或加了密码', `去掉密码，${SAVE_AS}`],
  encrypted: ['workbook-invalid', '表格加了密码', '去掉密码，保存后再上传'],
  'too-large': ['too-large', '表格太大', `一次最多 ${MAX_ROWS} 行，请分几次导入；多余的工作表和图片请删掉`],
  damaged: ['workbook-invalid', '表格打不开，文件可能坏了', SAVE_AS],
}

const refuse = (fault: ArchiveFault): ProblemError => {
  const [code, title, detail] = WORDS[fault]
  return new ProblemError(code, { title, detail })
}

/** Excel lets no cell be longer. */
const MAX_TEXT = 32_767

const isCell = (value: unknown): value is Cell =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date

function within(cell: Cell): Cell {
  if (typeof cell === 'string' && cell.length > MAX_TEXT) throw new ArchiveError('damaged')
  return cell
}

/** The sheets of an .xlsx file. Formulas give the value they had when saved. Throws workbook-invalid or too-large, with what to do. */
export async function readWorkbook(file: Buffer): Promise<Sheet[]> {
  try {
    const { clean, merges } = openArchive(file)
    // The package's types are those of an ES module; its CommonJS side is loaded all the same.
    const { default: readWorkbookFile } = await import('read-excel-file/node')
    const sheets = await readWorkbookFile(clean)
    return sheets.map(({ sheet, data }, index) => ({
      name: sheet,
      rows: data.map((row) => row.map((cell: unknown): Cell => (isCell(cell) ? within(cell) : null))),
      merges: merges[index] ?? [],
    }))
  } catch (error) {
    if (error instanceof ArchiveError) throw refuse(error.fault)
    // The reader's own errors name XML and cells of a damaged file; none of them is ours to mend.
    throw refuse('damaged')
  }
}
