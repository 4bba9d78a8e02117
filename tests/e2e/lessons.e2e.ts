import { readFileSync } from 'node:fs'
import { join as path } from 'node:path'
import type { Browser } from 'playwright-core'
import type { MyPoints } from '@pioneer/shared-types/points/schemas'
import type { BankList, PaperDetail, PaperTask, ReviewSet, StudyHome } from '@pioneer/shared-types/study/schemas'
import { startApp, type RunningApp } from '../support/app'
import { launchBrowser } from '../support/browser'
import { clockAt } from '../support/clock'
import { arrive, openAt, seen, soon } from '../support/pages'
import { newPhone, signIn, type Phone } from '../support/phone'
import { ApiUser } from '../support/service-api'

/** What time does to study: a lesson today, its wrong answer tomorrow, a paper whose deadline passes while somebody answers. */
interface Shipped { stem: string; answer: string[]; options: { key: string }[]; explanation: string }
const bank = JSON.parse(readFileSync(path(__dirname, '../../server/data/study-bank.v1.json'), 'utf8')) as { questions: Shipped[] }
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const clock = clockAt(10)
let app: RunningApp
let browser: Browser
let mine: Phone
const phones: Phone[] = []

/** A phone opened now: with the time it is now. */
async function phoneNow(): Promise<Phone> {
  const phone = await newPhone(browser, app.url, '/', clock.ahead())
  phones.push(phone)
  await signIn(phone, app.url, 'member2')
  return phone
}
/** Logins end while the clock moves on. */
const memberNow = (): Promise<ApiUser> => ApiUser.demo(app.url, 'member2')
const study = async (): Promise<StudyHome> => (await memberNow()).call('GET', '/study')

/** Answers what comes back today, so that tomorrow's has room for what goes wrong today. */
async function clearReview(): Promise<void> {
  const member = await memberNow()
  const { items } = await member.call<ReviewSet>('GET', '/study/review')
  for (const { question, dueOn } of items) await member.call('POST', `/study/review/${question.id}`, { keys: shipped(question.stem).answer, dueOn })
}

const stemOn = async (phone: Phone): Promise<string> => (await seen(phone, 'quiz-stem').innerText()).trim()
function shipped(stem: string): Shipped {
  const found = bank.questions.find((question) => question.stem === stem)
  if (!found) throw new Error(`not of the bank: ${stem}`)
  return found
}
async function choose(phone: Phone, right: boolean): Promise<Shipped> {
  const question = shipped(await stemOn(phone))
  const other = question.options.map(({ key }) => key).filter((key) => !question.answer.includes(key))
  // of several right ones with nothing beside them, one alone is wrong
  const keys = right ? question.answer : other.length > 0 ? other.slice(0, 1) : question.answer.slice(0, 1)
  for (const key of keys) await seen(phone, `quiz-option-${key}`).click()
  return question
}

beforeAll(async () => {
  app = await startApp(clock.env)
  browser = await launchBrowser()
  await clearReview()
  mine = await phoneNow()
})
afterEach(() => expect(phones.flatMap(({ errors }) => errors)).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await app?.close()
  clock.close()
})

let wrongOne: Shipped
const tomorrow = (): string => {
  const local = new Date(clock.now() + DAY + 8 * 60 * MINUTE)
  return `${local.getUTCMonth() + 1}月${local.getUTCDate()}日`
}

it('gives a lesson with its picture, five questions, a point, and says when the wrong one returns', async () => {
  await openAt(mine, app.url, '/pages/study/index')
  await seen(mine, 'study-start').click()
  await arrive(mine, '/packages/study/lesson')
  await seen(mine, 'lesson').waitFor()
  const title = (await study()).today?.title ?? ''
  await mine.page.getByRole('heading', { name: title }).filter({ visible: true }).first().waitFor()
  const picture = mine.page.locator('.les-pic img').first()
  await picture.scrollIntoViewIfNeeded()
  await soon(() => picture.evaluate((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0))
  expect(await mine.page.getByTestId('picture-failed').count()).toBe(0)

  await seen(mine, 'lesson-answer').click()
  await arrive(mine, '/packages/study/quiz')
  await seen(mine, 'quiz-stem').waitFor()
  wrongOne = await choose(mine, false)
  for (let n = 2; n <= 5; n += 1) {
    await seen(mine, 'quiz-submit').click()
    await seen(mine, 'quiz-place').getByText(`第 ${n} 题`).waitFor()
    await choose(mine, true)
  }
  await seen(mine, 'quiz-handin').click()
  await arrive(mine, '/packages/study/result')
  await seen(mine, 'result-right').waitFor()
  expect(await seen(mine, 'result-right').innerText()).toBe('4')
  expect(await seen(mine, 'result-points').innerText()).toMatch(/\+1/)
  const card = await seen(mine, 'result-wrong-one').innerText()
  expect(card).toContain(wrongOne.explanation)
  expect(card).toContain(`这道题 ${tomorrow()}会再出现一次`)
  const { entries } = await (await memberNow()).call<MyPoints>('GET', '/me/points')
  expect(entries.filter((entry) => entry.source.type === 'lesson' && entry.source.title === title)).toMatchObject([{ delta: 1 }])

  await seen(mine, 'result-done').click()
  await mine.page.getByText('今天这一课学完了。').waitFor()
})

it('closes a paper at its deadline with what was kept, on the phone that was still answering', async () => {
  const secretary = await ApiUser.demo(app.url, 'secretary')
  const orgId = secretary.session.me.member?.branchId ?? ''
  const { banks } = await secretary.call<BankList>('GET', `/orgs/${orgId}/question-banks`)
  const { id } = await secretary.call<PaperDetail>('POST', `/orgs/${orgId}/papers`, {
    title: '今天交的小测', dueAt: new Date(clock.now() + 20 * MINUTE).toISOString(), requestKey: 'e2e-deadline-1',
    draw: { bankId: banks.find((one) => one.shipped)?.id, single: 3, multiple: 0, judge: 0, seed: 7 },
  })
  await openAt(mine, app.url, `/packages/study/paper/index?id=${id}`)
  await seen(mine, 'paper-start').click()
  await arrive(mine, '/packages/study/quiz')
  await mine.page.getByText('还剩 19 分钟').waitFor()
  await choose(mine, true)
  await seen(mine, 'quiz-submit').click()
  await seen(mine, 'quiz-saved').getByText(/已自动保存/).waitFor()
  await clock.advance(31 * MINUTE)
  await choose(mine, true)
  await seen(mine, 'quiz-submit').click()
  await mine.page.getByText('已过截止时间，不能再答了').waitFor()
  await mine.page.getByText('存下的答案会自动交上，成绩照算。').waitFor()
  await seen(mine, 'quiz-settle').click()
  await arrive(mine, '/packages/study/result')
  await mine.page.getByText('到截止时间自动交的，按存下的答案算。').waitFor()
  expect(await seen(mine, 'result-right').innerText()).toBe('1')
  const paper = await (await memberNow()).call<PaperTask>('GET', `/study/papers/${id}`)
  expect(paper).toMatchObject({ attempts: 1, attemptId: null, best: 33 })

  // who looks at it now is offered the result, not the questions
  const later = await phoneNow()
  await openAt(later, app.url, `/packages/study/paper/index?id=${id}`)
  await seen(later, 'paper-start').waitFor()
  expect(await seen(later, 'paper-start').innerText()).toBe('看结果')
})

it('brings the wrong answer back the next day; a double tap counts once', async () => {
  await clock.advance(DAY)
  const due = (await study()).review.due
  expect(due).toBeGreaterThan(0)
  const next = await phoneNow()
  await openAt(next, app.url, '/pages/study/index')
  await next.page.getByText(/今天该复习 \d+ 道错题/).waitFor()
  await seen(next, 'study-review').click()
  await arrive(next, '/packages/study/review')
  const met: string[] = []
  for (let left = Math.min(due, 5); left > 0; left -= 1) {
    await seen(next, 'quiz-stem').waitFor()
    met.push((await choose(next, true)).stem)
    await seen(next, 'review-submit').dblclick()
    await seen(next, 'review-verdict').getByText(/答对了|连续答对/).waitFor()
    await seen(next, 'review-next').click()
  }
  expect(met).toContain(wrongOne.stem)
  expect(new Set(met).size).toBe(met.length)
  await next.page.getByText('今天的复习完了。').waitFor()
  expect((await study()).review.due).toBe(due - met.length)
})
