import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { DemoAccount } from '@pioneer/shared-types/constants'
import { PHONE } from './browser'
import { shiftDate } from './shift-date.cjs'
import { watchWords } from './words'

/** A phone of its own: storage, cookies and network belong to it. Script errors, and words nobody should read, fail the test that asks. */
export interface Phone {
  page: Page
  context: BrowserContext
  errors: string[]
  /** The words on the page. */
  words: () => Promise<string>
  close: () => Promise<void>
}

/**
 * Opens the product on a new phone.
 * @param ahead how far the phone's clock is ahead of the machine's, in milliseconds
 */
export async function newPhone(browser: Browser, url: string, path = '/', ahead = 0): Promise<Phone> {
  const context = await browser.newContext(PHONE)
  if (ahead !== 0) await context.addInitScript(`(${shiftDate.toString()})(() => ${ahead})`)
  const errors: string[] = []
  await watchWords(context, errors)
  const page = await context.newPage()
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(url + path)
  return { page, context, errors, words: () => page.locator('body').innerText(), close: () => context.close() }
}

/** Signs in on the login page as a demo account and waits for the first screen. Who stands in no roster is greeted without a name. */
export async function signIn(phone: Phone, url: string, account: DemoAccount): Promise<void> {
  await phone.page.goto(`${url}/#/packages/member/login/index`)
  await phone.page.getByTestId(`demo-${account}`).click()
  await phone.page.getByText(/^(?:\S+同志，)?[早中下晚][上午]好/).first().waitFor()
}

/** Opens a scanned link the way the camera app does: a fresh load of the address. */
export async function openLink(phone: Phone, link: string): Promise<void> {
  await phone.page.goto('about:blank')
  await phone.page.goto(link)
}

/** Types the six digits on the product's own keys. */
export async function typeCode(phone: Phone, code: string): Promise<void> {
  // After a wrong code the cells shake, and take no digit until they are empty.
  await phone.page.locator('[data-testid="code-cells"][aria-label="已输入 "]').waitFor()
  for (const digit of code) await phone.page.getByRole('button', { name: digit, exact: true }).click()
}
