import type { BrowserContext, Locator } from 'playwright-core'
import { openLink, type Phone } from './phone'

/** Opens a page of the product by its address, as if the app had just been started there. */
export const openAt = (phone: Phone, url: string, path: string): Promise<void> => openLink(phone, `${url}/#${path}`)

/**
 * Waits until a page that was opened from another has come in and is the only one in view. Before that both are, and what
 * is looked up then may belong to the one that goes.
 */
export async function arrive({ page }: Phone, path: string): Promise<void> {
  await page.waitForFunction((address) => {
    const shown = [...document.querySelectorAll('.taro_router > .taro_page')].filter((one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== 'hidden')
    return shown.length === 1 && shown[0]?.id.startsWith(address) === true && shown[0].getBoundingClientRect().left === 0
  }, path)
}

/** What carries this test id on the page in view; pages below it stay in the document. */
export const seen = ({ page }: Phone, testId: string): Locator => page.getByTestId(testId).filter({ visible: true })

/** A field of a form, by its test id. */
export const input = ({ page }: Phone, testId: string): Locator =>
  page.locator(`input[data-testid="${testId}"], [data-testid="${testId}"] input`).filter({ visible: true })

/** Chooses one of the lines of a field's sheet. */
export async function pick(phone: Phone, label: string, option: string): Promise<void> {
  await phone.page.getByRole('button', { name: new RegExp(`^${label}`) }).filter({ visible: true }).click()
  await phone.page.getByRole('dialog').getByText(option, { exact: true }).click()
}

/** Answers the question that stands over the page. */
export const confirm = ({ page }: Phone, answer: string): Promise<void> => page.locator('.taro__modal').getByText(answer, { exact: true }).last().click()

/** Waits until it holds; the test's own time limit ends the waiting. */
export async function soon(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 150))
}

/** The service does its work at the first request that fits, but its answer never arrives. Answers how many requests there were. */
export async function loseReply(context: BrowserContext, path: string): Promise<() => number> {
  let requests = 0
  await context.route(path, async (route) => {
    requests += 1
    if (requests > 1) return route.continue()
    await route.fetch()
    return route.abort('connectionreset')
  })
  return () => requests
}

/** Everything the service answers this phone from now on. */
export function replies({ page }: Phone): () => Promise<string> {
  const bodies: Promise<string>[] = []
  page.on('response', (reply) => {
    // A reply that was cut off carried nothing.
    if (reply.url().includes('/api/')) bodies.push(reply.text().catch(() => ''))
  })
  return async () => (await Promise.all(bodies)).join('\n')
}
