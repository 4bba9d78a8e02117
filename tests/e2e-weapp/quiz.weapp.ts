import { readFileSync } from 'node:fs'
import type { MyPoints } from '@pioneer/shared-types/points/schemas'
import type { AskedQuestion, Attempt, Lesson, LessonList, StudyHome } from '@pioneer/shared-types/study/schemas'
import { at } from '../../scripts/lib/top.mjs'
import type { ApiUser } from '../support/service-api'
import { openOffice, type Office } from './support/office'
import { soon, type WeappPhone } from './support/phone'

/** Today's micro-lesson on the compiled mini-program: interrupted by the end of the app, with and without a network. */
let office: Office
let me: ApiUser
const ME = 'weapp-learner'

beforeAll(async () => {
  office = await openOffice()
  await office.bind(ME, office.member)
  me = await office.onWechat(ME)
})
afterEach(() => office.putAway())
afterAll(() => office?.close())

interface Key { stem: string; options: { key: string; text: string }[]; answer: string[] }
const bank = (JSON.parse(readFileSync(at('server', 'data', 'study-bank.v1.json'), 'utf8')) as { questions: Key[] }).questions
/** The right answer of a question of the shipped bank, in the letters it is asked with. */
function rightFor({ stem, options }: AskedQuestion): string[] {
  const key = bank.find((question) => question.stem === stem)
  if (!key) throw new Error(`not of the shipped bank: ${stem}`)
  const texts = key.options.filter((option) => key.answer.includes(option.key)).map(({ text }) => text)
  return options.filter(({ text }) => texts.includes(text)).map(({ key: letter }) => letter)
}
/** Chooses on the page that is open; the letters stand in order. */
async function choose(phone: WeappPhone, question: AskedQuestion): Promise<void> {
  await phone.see(question.stem)
  for (const letter of rightFor(question)) await phone.tapOn('.opt', question.options.findIndex(({ key }) => key === letter))
}
const points = async (): Promise<number> => (await me.call<MyPoints>('GET', '/me/points')).entries.filter(({ source }) => source.type === 'lesson').length
const answers = async (id: string): Promise<Attempt['answers']> => (await me.call<Attempt>('GET', `/study/attempts/${id}`)).answers
const attemptId = async (): Promise<string> => (await me.call<StudyHome>('GET', '/study')).today?.attemptId ?? ''

it('is interrupted without a network, comes back, goes on where it was, and is handed in', async () => {
  const before = await points()
  const phone = await office.phone(ME)
  await phone.see('同志')
  await phone.tab('学习')
  await phone.tap('开始学')
  const words = await phone.see(/去答 \d+ 题/)
  await phone.tap(/去答 \d+ 题/.exec(words)?.[0] ?? '')
  await phone.see('第 1 题')
  const id = await attemptId()
  const { questions } = await me.call<Attempt>('GET', `/study/attempts/${id}`)

  // The first is answered with a network, the second without, and then the app is ended.
  await choose(phone, questions[0]!)
  await phone.tap('提交这题')
  await phone.see('第 2 题')
  await phone.see(/已自动保存 \d\d:\d\d/)
  expect(await answers(id)).toHaveLength(1)
  await phone.offline()
  await choose(phone, questions[1]!)
  await phone.tap('提交这题')
  await phone.see('第 3 题')
  // Where WeChat does not tell that the network is gone, the answer is said to be tried again.
  await phone.see(/手机没有网络，答案先存在手机上|没存上，正在重试/)
  await phone.relaunch()
  await new Promise((resolve) => { setTimeout(resolve, 1_000) })
  expect(await answers(id)).toHaveLength(1)

  // It arrives by itself as soon as there is a network; nobody has to open the quiz for it.
  await phone.online()
  await soon(async () => (await answers(id)).length === 2)
  expect((await answers(id)).map(({ questionId, keys, rev }) => [questionId, [...keys].sort(), rev])).toEqual(
    expect.arrayContaining(questions.slice(0, 2).map((question) => [question.id, rightFor(question).sort(), 1])),
  )
  await phone.see('同志')
  await phone.tab('学习')
  await phone.tap('继续')
  await phone.see('第 3 题')

  for (const question of questions.slice(2)) {
    await choose(phone, question)
    if (question !== questions.at(-1)) await phone.tap('提交这题')
  }
  // The reply gets lost: the same request again answers the same result.
  await phone.loseNext(/hand-in$/)
  await phone.tap('交卷')
  await phone.see('答题结果', 30_000)
  const result = await phone.see('全对。')
  expect(result).toContain(`/ ${questions.length} 题`)
  expect(result).toMatch(/\+1/)
  expect(await points()).toBe(before + 1)
  await phone.tap('完成')
  await soon(async () => (await phone.path()) === 'pages/study/index')
  expect((await me.call<StudyHome>('GET', '/study')).today?.attemptId ?? null).toBeNull()
})

it('is answered on two phones: the later answer counts, and the first phone is told', async () => {
  const phone = await office.phone(ME)
  await phone.see('同志')
  const { items } = await me.call<LessonList>('GET', '/study/lessons')
  const { code } = items.find(({ state, attemptId: open }) => state === 'new' && open === null)!
  await phone.open(`/packages/study/lesson/index?code=${code}`)
  await phone.tap(/去答 \d+ 题/.exec(await phone.see(/去答 \d+ 题/))?.[0] ?? '')
  await phone.see('第 1 题')
  const id = (await me.call<Lesson>('GET', `/study/lessons/${code}`)).attemptId!
  const { questions } = await me.call<Attempt>('GET', `/study/attempts/${id}`)
  const first = questions[0]!
  // The other phone answers and changes its mind, so that its revision is the higher one.
  const other = [first.options.at(-1)!.key]
  for (const rev of [1, 2]) await me.call('PUT', `/study/attempts/${id}/answers/${first.id}`, { keys: other, rev })
  await phone.tapOn('.opt', 0)
  await phone.tap('提交这题')
  await phone.see('另一台手机上改过，已换成那边的答案')
  expect(await answers(id)).toEqual([expect.objectContaining({ questionId: first.id, keys: other, rev: 2 })])
})
