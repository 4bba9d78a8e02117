import type { Browser } from 'playwright-core'
import { startApp, type RunningApp } from '../support/app'
import { launchBrowser } from '../support/browser'
import { inviteToOther, join } from '../support/people'
import { newPhone, signIn, type Phone } from '../support/phone'
import { ApiUser } from '../support/service-api'

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
  await field(secretary, 'fact-done').fill('20')
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
  await page.getByRole('button', { name: '撤回 20 / 20 人' }).waitFor()
  expect(await page.getByRole('button', { name: '撤回 20 / 20 人' }).count()).toBe(1)
})

it('takes an entry back with a reason; it stays in the list and the score is the one before', async () => {
  const { page } = secretary
  await open(secretary, `/packages/stars/indicator/index?id=${orgId}&code=talks`)
  await page.getByRole('button', { name: '撤回 20 / 20 人' }).click()
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
  await signIn(committee, app.url, 'committee')
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

it('lets a low satisfaction cost stars at once, with the reason, on every page that shows them; taking it back restores them', async () => {
  const { page } = secretary
  const stars = async (): Promise<number> => '一二三四五'.indexOf((await page.getByTestId('star-score').getByRole('img').first().getAttribute('aria-label'))?.[0] ?? '?') + 1
  await open(secretary, `/packages/stars/star/index?id=${orgId}`)
  await page.getByTestId('star-score').waitFor()
  const had = await stars()
  expect(had).toBeGreaterThan(2)

  await open(secretary, `/packages/stars/enter/index?id=${orgId}&code=satisfaction`)
  await field(secretary, 'fact-percent').fill('55')
  await page.locator('textarea').last().fill('窗口测评，按收回的表算')
  await page.getByTestId('fact-save').dblclick()
  await page.getByTestId('fact-entered').getByRole('img', { name: /二星/ }).waitFor()
  await open(secretary, `/packages/stars/star/index?id=${orgId}`)
  await page.getByTestId('star-limits').getByText('群众满意度低于 60%，最多评二星').waitFor()
  expect(await stars()).toBe(2)

  const committee = await newPhone(browser, app.url)
  await signIn(committee, app.url, 'committee')
  await open(committee, '/packages/stars/branches/index')
  const row = committee.page.getByTestId('branch-row').filter({ hasText: '综合规划处党支部' })
  await row.getByText('星级受限').waitFor()
  expect(await row.innerText()).toMatch(/二星[\s\S]*(?:高|低|一样|升|降)/)
  errors.push(...committee.errors)
  await committee.close()

  await open(secretary, `/packages/stars/indicator/index?id=${orgId}&code=satisfaction`)
  await page.getByRole('button', { name: /^撤回 .*55/ }).click()
  await page.getByRole('radio', { name: '登记错了' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click()
  await page.getByText('撤回原因：登记错了').waitFor()
  await open(secretary, `/packages/stars/star/index?id=${orgId}`)
  await page.getByTestId('star-score').waitFor()
  expect(await page.getByTestId('star-limits').count()).toBe(0)
  expect(await stars()).toBe(had)
})

it('refuses the secretary of another branch: nothing to see, nothing to enter', async () => {
  const other = await newPhone(browser, app.url)
  await join(other, app.url, await inviteToOther(await ApiUser.demo(app.url, 'committee'), orgId))
  for (const path of ['star/index', 'indicator/index', 'enter/index', 'duties/index']) {
    await open(other, `/packages/stars/${path}?id=${orgId}&code=talks`)
    await other.page.getByText(/没有找到，可能已经取消或不属于你的支部|这一页只有有权限的同志能看/).first().waitFor()
    for (const testId of ['star-points', 'indicator-card', 'fact-save', 'duties']) expect(await other.page.getByTestId(testId).count()).toBe(0)
  }
  errors.push(...other.errors)
  await other.close()
})
