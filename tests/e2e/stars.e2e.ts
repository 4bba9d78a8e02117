import type { Browser } from 'playwright-core'
import { startApp, type RunningApp } from '../support/app'
import { launchBrowser } from '../support/browser'
import { newPhone, signIn, type Phone } from '../support/phone'

/** Stars and duties through the interface: the secretary enters a fact and takes it back, members see the stars, the committee sees its branches. */
let app: RunningApp
let browser: Browser
let secretary: Phone
const errors: string[] = []

beforeAll(async () => {
  app = await startApp()
  browser = await launchBrowser()
  secretary = await newPhone(browser, app.url)
  await signIn(secretary, app.url, 'secretary')
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})
afterEach(() => expect([...errors, ...(secretary?.errors ?? [])]).toEqual([]))

async function open({ page }: Phone, path: string): Promise<void> {
  await page.goto('about:blank')
  await page.goto(`${app.url}/#${path}`)
}
const field = ({ page }: Phone, testId: string) => page.locator(`input[data-testid="${testId}"], [data-testid="${testId}"] input`).last()
const scoreOn = async ({ page }: Phone): Promise<number> => Number(await page.getByTestId('star-points').last().innerText())
let orgId = ''
let before = 0

it('leads from the desk to the stars, and an entry raises the score by what it says', async () => {
  const { page } = secretary
  await open(secretary, '/packages/secretary/desk/index')
  await page.getByTestId('desk-stars').click()
  before = await scoreOn(secretary)
  orgId = /id=([0-9a-f]{24})/.exec(page.url())?.[1] ?? ''
  await page.getByTestId('star-dimension-discipline').click()
  await page.getByTestId('indicator-talks').click()
  await page.getByTestId('fact-enter').click()
  await page.getByTestId('fact-save').click()
  await page.getByRole('alert').getByText('至少写两个字').waitFor()
  await field(secretary, 'fact-done').fill('12')
  await field(secretary, 'fact-due').fill('20')
  await page.locator('textarea').last().fill('三季度谈心谈话，登记表在支部档案盒')
  await page.getByTestId('fact-save').dblclick()
  const words = await page.getByTestId('fact-entered').innerText()
  const after = Number(/现在 ([\d.]+) 分/.exec(words)?.[1])
  const gained = Number(/\+([\d.]+)/.exec(words)?.[1])
  expect(after).toBeGreaterThan(before)
  expect(Math.round((after - before) * 100)).toBe(Math.round(gained * 100))
  await page.getByRole('button', { name: '好', exact: true }).click()
  // tapped twice, entered once
  await page.getByRole('button', { name: '撤回 12 / 20 人' }).waitFor()
  expect(await page.getByRole('button', { name: '撤回 12 / 20 人' }).count()).toBe(1)
})

it('takes an entry back with a reason; it stays in the list and the score is the one before', async () => {
  const { page } = secretary
  await open(secretary, `/packages/stars/indicator/index?id=${orgId}&code=talks`)
  await page.getByRole('button', { name: '撤回 12 / 20 人' }).click()
  await page.getByRole('radio', { name: '登记错了' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click()
  await page.getByText('撤回原因：登记错了').waitFor()
  await open(secretary, `/packages/stars/star/index?id=${orgId}`)
  await page.getByTestId('star-points').waitFor()
  expect(await scoreOn(secretary)).toBe(before)
})

it('leads from an empty month of the matrix to a new meeting of that kind', async () => {
  const { page } = secretary
  await open(secretary, '/packages/stars/duties/index?id=' + orgId)
  await page.getByTestId('duties').waitFor()
  expect(await page.locator('[data-testid^="duty-cell-theme-day-"]').count()).toBe(3)
  const empty = page.locator('[data-testid^="duty-cell-"][role="button"]').filter({ has: page.locator('.lamp.todo, .lamp.warn, .lamp.bad') }).last()
  const kind = /^duty-cell-(.+)-\d+$/.exec((await empty.getAttribute('data-testid')) ?? '')?.[1]
  await empty.click()
  await page.getByRole('checkbox', { checked: true }).waitFor()
  expect(new URLSearchParams(page.url().split('?')[1]).get('kind')).toBe(kind)
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(1)
})

it('shows members the stars of their branch and nobody else the branches beside each other', async () => {
  const member = await newPhone(browser, app.url)
  await signIn(member, app.url, 'member')
  await open(member, '/pages/me/index')
  await member.page.getByTestId('me-stars').click()
  await member.page.getByTestId('star-score').waitFor()
  await member.page.getByTestId('star-dimension-discipline').click()
  await member.page.getByTestId('indicator-talks').click()
  await member.page.getByTestId('indicator-card').waitFor()
  expect(await member.page.getByTestId('fact-enter').count()).toBe(0)
  await open(member, '/packages/stars/branches/index?id=' + orgId)
  await member.page.getByText('这一页只有有权限的同志能看').waitFor()
  errors.push(...member.errors)
  await member.close()
})

it('shows the committee its branches, by the tree or by score, and leads to one', async () => {
  const committee = await newPhone(browser, app.url)
  // who stands in no roster is greeted without a name
  await open(committee, '/packages/member/login/index')
  await committee.page.getByTestId('demo-committee').click()
  await committee.page.getByText('书记工作台').first().waitFor()
  await open(committee, '/packages/secretary/desk/index')
  await committee.page.getByTestId('desk-branches').click()
  await committee.page.getByTestId('branch-row').first().waitFor()
  await committee.page.getByRole('tab', { name: '按得分' }).click()
  const rows = await committee.page.getByTestId('branch-row').allInnerTexts()
  const scores = rows.map((row) => Number(/\n([\d.]+)\n/.exec(row)?.[1]))
  expect(rows.length).toBeGreaterThan(1)
  expect(scores).toEqual([...scores].sort((a, b) => b - a))
  await committee.page.getByTestId('branch-row').first().click()
  await committee.page.getByTestId('star-points').last().waitFor()
  expect(await scoreOn(committee)).toBe(scores[0])
  errors.push(...committee.errors)
  await committee.close()
})
