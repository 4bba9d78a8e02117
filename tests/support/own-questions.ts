/** As an office keeps them: a title, the columns in their own order, parts, answers written every way. */
const HEAD = [['党建知识题库（支部自编）', '', '', '', '', '', ''], ['', '', '', '', '', '', ''], ['序号', '试题内容', '备选答案', '正确答案', '答案解析', '知识点', '题型']]
export interface Made { stem: string; options: string; answer: string; keys: string[]; why: string; type: string }
export const QUESTIONS: readonly Made[] = [
  { stem: '支部党员大会一般多久召开一次', options: 'A.每周 B.每月 C.每季度 D.每年', answer: 'C', keys: ['C'], why: '党员大会一般每季度召开一次，是支部的最高议事形式', type: '单选题' },
  { stem: '支部委员会会议一般多久召开一次', options: 'A.每月；B.每季度；C.每半年；D.每年', answer: 'ａ', keys: ['A'], why: '支委会一般每月召开一次，研究支部日常工作', type: '单选' },
  { stem: '党小组会一般多久召开一次', options: 'A、每月 B、每季度 C、每半年', answer: '（A）', keys: ['A'], why: '党小组会一般每月召开一次，由党小组组长主持', type: '单选题' },
  { stem: '下列属于三会一课的有', options: 'A.支部党员大会 B.支委会 C.党小组会 D.工会会议', answer: 'A、B，C', keys: ['A', 'B', 'C'], why: '三会一课不含工会会议，那是另一个组织的会', type: '多选题' },
  { stem: '组织生活会一般每年召开一次', options: '', answer: '对', keys: ['A'], why: '组织生活会一般每年召开一次，也可以按需要随时召开', type: '判断' },
  { stem: '党员可以长期不参加组织生活', options: '', answer: '错', keys: ['B'], why: '每名党员都必须参加组织生活，接受监督', type: '判断题' },
]
const rowOf = ({ stem, options, answer, why, type }: Made, index: number): string[] => [String(index + 1), `${index + 1}、${stem}（  ）`, options, answer, why, '组织生活', type]
/** The whole sheet; a journey may spoil a copy. */
export const rowsOf = (): string[][] => [...HEAD, ...QUESTIONS.map(rowOf), ['制表：组织委员', '', '', '', '', '', '']]

/** The question that stands somewhere in these words. */
export function madeOf(words: string): Made {
  const made = QUESTIONS.find(({ stem }) => words.includes(stem))
  if (!made) throw new Error(`unknown question: ${words}`)
  return made
}
