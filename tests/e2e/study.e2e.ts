import type { Browser } from 'playwright-core'
import type { MyPoints } from '@pioneer/shared-types/points/schemas'
import type { Attempt, BankList, PaperList, PaperTask } from '@pioneer/shared-types/study/schemas'
import { sheetOf } from '../../server/tests/support/workbook'
import { startApp, type RunningApp } from '../support/app'
import { launchBrowser } from '../support/browser'
import { clockAt } from '../support/clock'
import { arrive, confirm, input, loseReply, openAt, pick, replies, seen, soon } from '../support/pages'
import { inviteToOther, join } from '../support/people'
import { madeOf, QUESTIONS, rowsOf, type Made } from '../support/own-questions'
import { newPhone, signIn, type Phone } from '../support/phone'
import { ApiUser } from '../support/service-api'
import type { DemoAccount } from '@pioneer/shared-types/constants'

/** A paper from the workbook of an office to the points of its members: imported, reviewed, assigned, answered on two phones, handed in once. */
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const BANK = '测绘室自编题库'
const TITLE = '支部自编题测试'
const clock = clockAt(10)
let app: RunningApp
let browser: Browser
let secretary: ApiUser
let member: ApiUser
let desk: Phone
const phones: Phone[] = []
let paperId = ''

async function phoneOf(account: DemoAccount): Promise<Phone> {
  const phone = await newPhone(browser, app.url, '/', clock.ahead())
  phones.push(phone)
  await signIn(phone, app.url, account)
  return phone
}
const orgOf = (user: ApiUser): string => user.session.me.member?.branchId ?? ''
async function chooseWorkbook(rows: string[][]): Promise<void> {
  const buffer = await sheetOf(rows)
  const [chooser] = await Promise.all([desk.page.waitForEvent('filechooser'), seen(desk, 'import-choose').click()])
  await chooser.setFiles({ name: '题库.xlsx', mimeType: XLSX, buffer })
}

beforeAll(async () => {
  app = await startApp(clock.env)
  browser = await launchBrowser()
  secretary = await ApiUser.demo(app.url, 'secretary')
  member = await ApiUser.demo(app.url, 'member')
  desk = await phoneOf('secretary')
})
afterEach(() => expect(phones.flatMap(({ errors }) => errors)).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await app?.close()
  clock.close()
})

it('tells by row what is wrong in a workbook and takes the mended one for review', async () => {
  await openAt(desk, app.url, '/packages/secretary/desk/index')
  await seen(desk, 'desk-study').click()
  await arrive(desk, '/packages/papers/list')
  await seen(desk, 'paper-bank').click()
  await arrive(desk, '/packages/papers/bank')
  await seen(desk, 'bank-import').click()
  await arrive(desk, '/packages/papers/import')
  await input(desk, 'import-name').fill(BANK)

  const rows = rowsOf()
  rows[4]![3] = 'E'
  rows[6]![3] = ''
  await chooseWorkbook(rows)
  await desk.page.getByText('2 处要先改好，改完重新选文件').waitFor()
  const issues = (await seen(desk, 'workbook-issue').allInnerTexts()).slice(0, 2)
  expect(issues[0]).toMatch(/第 5 行 正确答案[\s\S]*答案里有 E，选项里没有/)
  expect(issues[1]).toMatch(/第 7 行 正确答案/)
  // each with what to do, before the reason
  for (const issue of issues) expect(issue.split('\n').filter(Boolean).length).toBeGreaterThanOrEqual(3)
  expect(await seen(desk, 'import-apply').getAttribute('aria-disabled')).toBe('true')
  await desk.page.getByText('先改好表格里标出的地方').waitFor()

  await chooseWorkbook(rowsOf())
  await desk.page.getByText('交去审 6 题').waitFor()
  expect(await seen(desk, 'keyed-question').count()).toBe(6)
  await seen(desk, 'import-apply').dblclick()
  await desk.page.getByText('6 题已交去审').waitFor()
})

it('lets nobody review their own import; the committee approves it on its phone', async () => {
  await desk.page.getByRole('button', { name: '看看交了什么' }).click()
  await arrive(desk, '/packages/papers/check')
  await desk.page.getByText('这是你导入的题，请别的同志审。').waitFor()
  expect(await seen(desk, 'check-approve').count()).toBe(0)
  const { banks, imports } = await secretary.call<BankList>('GET', `/orgs/${orgOf(secretary)}/question-banks`)
  const waiting = imports.filter(({ bankName, state }) => bankName === BANK && state === 'pending')
  expect(waiting).toHaveLength(1)
  expect(banks.some(({ name, questions }) => name === BANK && questions > 0)).toBe(false)
  await expect(secretary.call('POST', `/orgs/${orgOf(secretary)}/question-banks/imports/${waiting[0]!.id}/review`, { decision: 'approve' })).rejects.toThrow('review-own')

  const committee = await phoneOf('committee')
  await openAt(committee, app.url, '/packages/secretary/desk/index')
  await seen(committee, 'desk-review').filter({ hasText: BANK }).click()
  await arrive(committee, '/packages/papers/check')
  await seen(committee, 'keyed-question').first().waitFor()
  expect(await committee.words()).toContain('三会一课不含工会会议')
  await seen(committee, 'check-approve').click()
  await confirm(committee, '通过')
  await soon(async () => (await secretary.call<BankList>('GET', `/orgs/${orgOf(secretary)}/question-banks`)).banks.some(({ name, questions }) => name === BANK && questions === 6))
})

it('assigns a paper from it; a double tap makes one', async () => {
  await openAt(desk, app.url, '/packages/papers/assign/index')
  await pick(desk, '从哪个题库抽', BANK)
  await input(desk, 'assign-title').fill(TITLE)
  for (const [type, count] of [['single', 3], ['multiple', 1], ['judge', 2]] as const) await input(desk, `assign-${type}`).fill(String(count))
  await desk.page.getByText('抽到的 6 题').waitFor()
  await seen(desk, 'assign-save').dblclick()
  await arrive(desk, '/packages/papers/paper')
  await seen(desk, 'paper-head').waitFor()
  const { items } = await secretary.call<PaperList>('GET', `/orgs/${orgOf(secretary)}/papers`)
  const made = items.filter(({ title }) => title === TITLE)
  expect(made).toMatchObject([{ questions: 6, done: 0, withdrawnReason: null }])
  paperId = made[0]!.id
})

/** Of a member's first phone, from the first question to the result. */
let mine: Phone
let second: Phone
let told: () => Promise<string>
let attemptId = ''
const attempt = (): Promise<Attempt> => member.call('GET', `/study/attempts/${attemptId}`)
const stemOn = async (phone: Phone): Promise<string> => (await seen(phone, 'quiz-stem').innerText()).trim()
async function answer(phone: Phone, keysOf: (question: Made) => readonly string[]): Promise<void> {
  for (const key of keysOf(madeOf(await stemOn(phone)))) await seen(phone, `quiz-option-${key}`).click()
}
const wrong = ({ keys }: Made): string[] => [keys.includes('A') ? 'B' : 'A']
const right = ({ keys }: Made): string[] => keys
/** Neither the right one nor the wrong one of before. */
const third = (question: Made): string[] => ['A', 'B', 'C'].filter((key) => ![...right(question), ...wrong(question)].includes(key)).slice(0, 1)
async function submit(phone: Phone, keysOf: (question: Made) => readonly string[]): Promise<void> {
  const stem = await stemOn(phone)
  await answer(phone, keysOf)
  await seen(phone, 'quiz-submit').click()
  await soon(async () => (await stemOn(phone)) !== stem)
}
const place = async (phone: Phone): Promise<string> => seen(phone, 'quiz-place').innerText()

it('leads a member from 首页 and from 学习 to the paper; what is answered is saved at once', async () => {
  mine = await phoneOf('member')
  told = replies(mine)
  await mine.page.getByText(/全部 \d+ 件/).click()
  await mine.page.getByText(TITLE).filter({ visible: true }).first().waitFor()
  await openAt(mine, app.url, '/pages/study/index')
  await mine.page.getByRole('button', { name: '全部', exact: true }).click()
  await arrive(mine, '/packages/study/papers')
  await seen(mine, 'paper-row').filter({ hasText: TITLE }).click()
  await arrive(mine, '/packages/study/paper/')
  await mine.page.getByText('答一题存一题，中途退出也没关系，换台手机也能接着答。').waitFor()
  await seen(mine, 'paper-start').dblclick()
  await arrive(mine, '/packages/study/quiz')
  await seen(mine, 'quiz-stem').waitFor()
  attemptId = /id=([0-9a-f]{24})/.exec(mine.page.url())?.[1] ?? ''
  await submit(mine, wrong)
  await submit(mine, right)
  await submit(mine, right)
  await seen(mine, 'quiz-saved').getByText(/已自动保存 \d\d:\d\d/).waitFor()
  expect((await attempt()).answers).toHaveLength(3)
})

it('keeps answers on the phone while there is no network, over a restart, and sends them when it is back', async () => {
  await mine.context.setOffline(true)
  await submit(mine, right)
  await submit(mine, right)
  await mine.page.getByText('手机没有网络，答案先存在手机上').waitFor()
  expect((await attempt()).answers).toHaveLength(3)
  expect(await place(mine)).toContain('第 6 题')
  // the app starts again where the service cannot be reached
  await mine.context.route('**/api/**', (route) => route.abort('internetdisconnected'))
  await mine.context.setOffline(false)
  await mine.page.reload()
  const retry = mine.page.getByRole('button', { name: '再试一次' }).filter({ visible: true }).first()
  await retry.waitFor()
  expect((await attempt()).answers).toHaveLength(3)
  await mine.context.unroute('**/api/**')
  await retry.click()
  await seen(mine, 'quiz-stem').waitFor()
  expect(await place(mine)).toContain('第 6 题')
  await soon(async () => (await attempt()).answers.length === 5)
})

it('goes on at the right question on a second phone, and tells the first what was changed there', async () => {
  second = await phoneOf('member')
  await openAt(second, app.url, `/packages/study/paper/index?id=${paperId}`)
  await second.page.getByRole('button', { name: '继续答题' }).click()
  await arrive(second, '/packages/study/quiz')
  await seen(second, 'quiz-stem').waitFor()
  expect(await place(second)).toContain('第 6 题')

  const goTo = async (phone: Phone, n: number): Promise<void> => {
    await seen(phone, 'quiz-place').click()
    await seen(phone, `quiz-go-${n}`).click()
    await soon(async () => (await place(phone)).includes(`第 ${n} 题`))
  }
  await goTo(second, 1)
  const asked = madeOf(await stemOn(second))
  await submit(second, right)
  await seen(second, 'quiz-saved').getByText(/已自动保存/).waitFor()
  await goTo(mine, 1)
  expect(madeOf(await stemOn(mine))).toBe(asked)
  await answer(mine, third)
  await seen(mine, 'quiz-submit').click()
  await mine.page.getByText('第 1 题在另一台手机上改过，已换成那边的答案').waitFor()
  await mine.page.getByRole('button', { name: '去看' }).click()
  for (const key of asked.keys) expect(await seen(mine, `quiz-option-${key}`).getAttribute('aria-checked')).toBe('true')
  await goTo(mine, 6)
})

it('hands in once with a double tap and a lost reply: one result, one line of points', async () => {
  await answer(mine, wrong)
  expect(await told()).toContain(QUESTIONS[0]?.stem)
  for (const { why } of QUESTIONS) expect(await told()).not.toContain(why)
  expect(await told()).not.toMatch(/"explanation"|"verdict"|"answer":\s*\[/)
  const requests = await loseReply(mine.context, '**/api/v1/study/attempts/*/hand-in')
  await seen(mine, 'quiz-handin').dblclick()
  await arrive(mine, '/packages/study/result')
  await seen(mine, 'result-right').waitFor()
  expect(requests()).toBeGreaterThan(1)
  const paper = await member.call<PaperTask>('GET', `/study/papers/${paperId}`)
  expect(paper).toMatchObject({ attempts: 1, state: 'done', best: 83, results: [{ score: 83 }] })
  const { entries } = await member.call<MyPoints>('GET', '/me/points')
  expect(entries.filter(({ source }) => source.id === paperId)).toMatchObject([{ delta: 2 }])
  expect(await seen(mine, 'result-right').innerText()).toBe('5')

  // what was wrong, with the right answer, why, and when it returns
  expect(await seen(mine, 'result-wrong-one').count()).toBe(1)
  const card = await seen(mine, 'result-wrong-one').innerText()
  const missed = madeOf(card)
  expect(card).toContain(missed.why)
  expect(card).toMatch(/你选的，不对/)
  expect(card).toMatch(/正确答案/)
  expect(card).toMatch(/这道题 \d+月\d+日会再出现一次/)
  await seen(mine, 'result-points').click()
  await arrive(mine, '/packages/member/points')
  await mine.page.getByText('理论测试 83 分，按最好的一次算').filter({ visible: true }).first().waitFor()
  await mine.page.getByText(TITLE).filter({ visible: true }).first().waitFor()
})

it('tells the second phone that it is handed in, and shows the same result there', async () => {
  await answer(second, third)
  await seen(second, 'quiz-submit').click()
  await second.page.getByText('这次已经交了').waitFor()
  await second.page.getByRole('button', { name: '看结果' }).click()
  await arrive(second, '/packages/study/result')
  expect(await seen(second, 'result-right').innerText()).toBe('5')
})

it('shows the secretary who has done it and who has not; the secretary of another branch is shown nothing', async () => {
  await openAt(desk, app.url, '/packages/papers/list/index')
  await seen(desk, 'paper-row').filter({ hasText: TITLE }).click()
  await arrive(desk, '/packages/papers/paper')
  await seen(desk, 'paper-missing').waitFor()
  const name = member.session.me.member?.name ?? ''
  expect(await seen(desk, 'paper-missing').innerText()).not.toContain(name)
  await desk.page.getByRole('tab', { name: /^答完/ }).click()
  const done = await seen(desk, 'paper-done').innerText()
  expect(done).toContain(name)
  expect(done).toContain('83 分')

  const other = await newPhone(browser, app.url, '/', clock.ahead())
  phones.push(other)
  await join(other, app.url, await inviteToOther(await ApiUser.demo(app.url, 'committee'), orgOf(secretary)))
  for (const path of ['/packages/papers/paper/index', '/packages/study/paper/index']) {
    await openAt(other, app.url, `${path}?id=${paperId}`)
    await other.page.getByText('没有找到，可能已经取消或不属于你的支部').first().waitFor()
    expect(await other.words()).not.toContain(TITLE)
  }
})

it('says on a phone that is still answering that the paper was withdrawn', async () => {
  await openAt(second, app.url, `/packages/study/paper/index?id=${paperId}`)
  await seen(second, 'paper-start').click()
  await arrive(second, '/packages/study/quiz')
  await seen(second, 'quiz-stem').waitFor()
  await submit(second, right)
  await seen(second, 'quiz-saved').getByText(/已自动保存/).waitFor()

  await openAt(desk, app.url, `/packages/papers/paper/index?id=${paperId}`)
  await seen(desk, 'paper-withdraw').click()
  await desk.page.getByRole('dialog').getByRole('radio', { name: '题目选错了' }).click()
  await desk.page.getByRole('button', { name: '确认撤回' }).click()
  await desk.page.getByText('这份卷子已撤回：题目选错了').waitFor()
  await answer(second, right)
  await seen(second, 'quiz-submit').click()
  await second.page.getByText('这份卷子已撤回，不用再答').waitFor()
})
