import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { startApp, type RunningApp } from '../support/app'
import { launchBrowser } from '../support/browser'
import { newPhone, type Phone } from '../support/phone'

/** A new installation in an office: the operator's invitation, the committee, its first branch, the branch's secretary. */
const run = promisify(execFile)
const TOP = join(__dirname, '..', '..')
let app: RunningApp
let browser: Browser
let dataDir = ''
let link = ''

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pioneer-office-'))
  app = await startApp({ MODE: 'single', DATA_DIR: dataDir })
  browser = await launchBrowser()
  const { stdout } = await run(process.execPath, [join(TOP, 'scripts', 'cli.mjs'), 'operator-invite', '--org', '云湖市水务局机关党委', '--name', '王运维'], {
    cwd: TOP, env: { ...process.env, MODE: 'single', DATA_DIR: dataDir },
  })
  link = codeIn(stdout)
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
  await rm(dataDir, { recursive: true, force: true })
})

const codeIn = (text: string): string => /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)?.[0] ?? ''

/** Opens an invitation on a new device and takes it. */
async function accept(code: string): Promise<Phone> {
  const phone = await newPhone(browser, app.url, `/#/packages/member/bind/index?invitation=${code}`)
  await phone.page.getByText(/同意按上面说的处理我的信息/).click()
  await phone.page.getByText(/党员身份是敏感个人信息/).click()
  await phone.page.getByRole('button', { name: '同意，下一步' }).click()
  await phone.page.getByRole('button', { name: '认证', exact: true }).click()
  await phone.page.getByText('认好了').first().waitFor()
  return phone
}
async function open(phone: Phone, path: string): Promise<void> {
  await phone.page.goto('about:blank')
  await phone.page.goto(`${app.url}/#${path}`)
}
const field = (phone: Phone, label: string) => phone.page.locator(`input[aria-label="${label}"], [aria-label="${label}"] input`).last()
async function invite(phone: Phone, row: string, name: string, fieldLabel: string): Promise<string> {
  await open(phone, '/packages/secretary/desk/index')
  await phone.page.getByText(row).click()
  await field(phone, fieldLabel).fill(name)
  await phone.page.getByRole('button', { name: /邀请码|生成/ }).last().click()
  return codeIn(await phone.page.getByTestId('invitation-code').innerText())
}

it('leads from the console to a secretary at work, each by one invitation', async () => {
  expect(link).not.toBe('')
  const operator = await accept(link)
  await open(operator, '/pages/home/index')
  await operator.page.getByText('邀请机关党委').first().waitFor()
  const staffCode = await invite(operator, '邀请机关党委、运维', '李干事', '姓名')

  const staff = await accept(staffCode)
  await open(staff, '/packages/secretary/orgs/index')
  await staff.page.getByRole('button', { name: '新建' }).click()
  await field(staff, '名称').fill('办公室党支部')
  await staff.page.getByRole('button', { name: '建好' }).click()
  await staff.page.getByText('办公室党支部').first().waitFor()
  const secretaryCode = await invite(staff, '邀请书记、支委', '赵书记', '或者直接写姓名')

  const secretary = await accept(secretaryCode)
  await open(secretary, '/packages/secretary/desk/index')
  await secretary.page.getByRole('button', { name: '新建活动' }).waitFor()
  expect(await secretary.words()).toContain('办公室党支部')
  expect([...operator.errors, ...staff.errors, ...secretary.errors]).toEqual([])

  // An invitation works once.
  const second = await newPhone(browser, app.url, `/#/packages/member/bind/index?invitation=${secretaryCode}`)
  await second.page.getByText(/同意按上面说的处理我的信息/).click()
  await second.page.getByText(/党员身份是敏感个人信息/).click()
  await second.page.getByRole('button', { name: '同意，下一步' }).click()
  await second.page.getByRole('button', { name: '认证', exact: true }).click()
  await second.page.getByText('邀请码不对，或已用过、已过期。请向发码人要新的').waitFor()
})
