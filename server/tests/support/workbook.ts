import writeXlsxFile from 'write-excel-file/node'

/** An .xlsx of one sheet with these rows of text. */
export async function sheetOf(rows: string[][]): Promise<Buffer> {
  return writeXlsxFile(rows.map((cells) => cells.map((value) => ({ value, type: String })))).toBuffer()
}
