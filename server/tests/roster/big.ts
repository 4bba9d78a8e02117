const SURNAMES = '云陆白江何温简许沈秦'
const GIVEN = '知见行晚处言之清远舟和安宁若初'

/** A workbook of so many invented people in 第1党支部 … 第n党支部, two groups each. */
export async function bigWorkbook(people: number, branches: number, note = ''): Promise<Buffer> {
  const { default: writeExcelFile } = await import('write-excel-file/node')
  const text = (value: string) => ({ value, type: String })
  const rows = [['姓名', '性别', '出生年月', '手机号', '所在支部', '党小组', '入党时间', '转正时间', '党内职务', '备注'].map(text)]
  for (let index = 0; index < people; index += 1) {
    const name = `${SURNAMES[index % 10]}${GIVEN[index % 15]}${GIVEN[Math.floor(index / 15) % 15]}`
    rows.push([
      name, index % 2 ? '男' : '女', '1980-06', `139${String(10_000_000 + index)}`, `第${index % branches + 1}党支部`, `第${index % 3 ? '一' : '二'}党小组`,
      '2005.07.01', '2006年7月1日', '', note || String(index),
    ].map(text))
  }
  return writeExcelFile(rows).toBuffer()
}
