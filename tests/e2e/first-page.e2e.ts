import { DEMO_ACCOUNTS } from '@pioneer/shared-types/constants'
import type { Browser } from 'playwright-core'
import { startApp, type RunningApp } from '../support/app'
import { launchBrowser, PHONE, PROJECTOR } from '../support/browser'

let app: RunningApp
let browser: Browser

beforeAll(async () => {
  app = await startApp()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

it.each([['a phone', PHONE], ['a projector', PROJECTOR]])('answers its first page on %s without a script error', async (_, screen) => {
  const page = await browser.newPage(screen)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const answer = await page.goto(app.url)
  expect(answer?.status()).toBe(200)
  await page.locator('.taro_page').first().waitFor()
  expect(errors).toEqual([])
  await page.close()
})

it.each(DEMO_ACCOUNTS)('lets the demo account %s in, and it sees its first screen', async (account) => {
  const login = await fetch(`${app.url}/api/v1/auth/demo`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account }) })
  expect(login.status).toBe(200)
  const { accessToken } = (await login.json()) as { accessToken: string }
  const home = await fetch(`${app.url}/api/v1/home`, { headers: { authorization: `Bearer ${accessToken}` } })
  expect(home.status).toBe(200)
})
