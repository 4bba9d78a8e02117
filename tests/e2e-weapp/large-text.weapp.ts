import { openOffice, type Office } from './support/office'
import { cutOff } from './support/measure'
import { soon, type WeappPhone } from './support/phone'

/** 大字显示: works at once on every page, is kept, and cuts nothing off, on a common and on the narrowest phone. */
const WIDTHS = [390, 320]
let office: Office
let meeting = ''
let branch = ''
const [MEMBER, SECRETARY] = ['weapp-large-member', 'weapp-large-secretary']

beforeAll(async () => {
  office = await openOffice()
  await office.bind(MEMBER, office.member)
  await office.bind(SECRETARY, office.secretary, 'secretary')
  meeting = await office.secretary.meeting('在综合楼三楼会议室举行的第四季度支部党员大会暨主题党日', 0)
  branch = office.secretary.session.me.member?.branchId ?? ''
})
afterEach(() => office.putAway())
afterAll(() => office?.close())

/** Simulator only: DevTools do not measure. */
const measured = process.env['WEAPP_WS'] ? it.skip : it

const sizeOf = async (phone: WeappPhone, selector: string): Promise<number> => parseFloat(await (await phone.element(selector)).style('font-size'))
async function switchOn(phone: WeappPhone): Promise<void> {
  await phone.see('同志')
  await phone.tab('我的')
  await phone.see('大字显示')
  await phone.tapOn('.switch-tap')
}
/** Waits until no skeleton is left. */
const settled = async (phone: WeappPhone): Promise<void> => soon(async () => (await (await phone.page()).$$('.pulse') as unknown[]).length === 0)

it('is switched on in 我的, works at once, and is still on after the end of the app', async () => {
  const phone = await office.phone(MEMBER)
  await phone.see('同志')
  const before = await sizeOf(phone, '.row-t')
  await switchOn(phone)
  await soon(async () => (await sizeOf(phone, '.row-t')) > before)
  expect((await sizeOf(phone, '.row-t')) / before).toBeCloseTo(1.25, 2)
  await phone.relaunch()
  await phone.see('同志')
  expect((await sizeOf(phone, '.row-t')) / before).toBeCloseTo(1.25, 2)
})

measured('would find words that are cut, and what stands out of the screen', async () => {
  const phone = await office.phone(MEMBER)
  await phone.see('同志')
  const { page } = phone.simulator
  expect(await cutOff(page, [390])).toEqual([])
  const spoil = (css: string) => page.addStyleTag({ content: css })
  await spoil('.row-t { white-space: nowrap; overflow: hidden; width: 30px }')
  expect(await cutOff(page, [390])).toContainEqual(expect.stringMatching(/^390: too wide for its box by \d+: row-t/))
  await spoil('.h1 { height: 10px; overflow: hidden }')
  expect(await cutOff(page, [390])).toContainEqual(expect.stringMatching(/^390: too high for its box by \d+: h1/))
  await spoil('.tabbar .tab { min-width: 150px }')
  expect(await cutOff(page, [390])).toContainEqual(expect.stringMatching(/^390: out of the screen \(.*: tab/))
})

measured('cuts nothing off where members are', async () => {
  const phone = await office.phone(MEMBER)
  await switchOn(phone)
  const found: string[] = []
  const look = async (name: string): Promise<void> => {
    await settled(phone)
    found.push(...(await cutOff(phone.simulator.page, WIDTHS)).map((what) => `${name} ${what}`))
  }
  await look('我的')
  for (const tab of ['首页', '活动', '学习'] as const) {
    await phone.tab(tab)
    await look(tab)
  }
  const pages: [string, string][] = [
    [`/packages/activity/detail/index?id=${meeting}`, '输入口令'], [`/packages/sign/code/index?id=${meeting}`, '清空'], ['/packages/member/points/index', '本年可得'], ['/packages/member/attendance/index', '主题党日'],
    ['/packages/member/data/index', '姓名'], ['/packages/study/lessons/index', '分钟'], ['/packages/study/papers/index', '题'], ['/packages/inbox/inbox/index', '提醒'], [`/packages/stars/star/index?id=${branch}`, '分'],
  ]
  for (const [url, words] of pages) {
    await phone.open(url)
    await phone.see(words)
    await look(url)
    await phone.mp.callWxMethod('navigateBack', {})
  }
  expect(found).toEqual([])
})

measured('cuts nothing off where the secretary works', async () => {
  const phone = await office.phone(SECRETARY)
  await switchOn(phone)
  const found: string[] = []
  const pages: [string, string][] = [
    ['/packages/secretary/desk/index', '新建活动'], ['/packages/secretary/create/index', '开什么会'], [`/packages/secretary/roll/index?id=${meeting}`, '点到'], ['/packages/secretary/bindings/index', '认'],
    ['/packages/papers/list/index', '卷子'], ['/packages/papers/assign/index', '截止'], [`/packages/inbox/remind/index?about=sign-in&id=${meeting}`, '会收到这样一条'], [`/packages/stars/duties/index?id=${branch}`, '主题党日'],
  ]
  for (const [url, words] of pages) {
    await phone.open(url)
    await phone.see(words)
    await settled(phone)
    found.push(...(await cutOff(phone.simulator.page, WIDTHS)).map((what) => `${url} ${what}`))
    await phone.mp.callWxMethod('navigateBack', {})
  }
  expect(found).toEqual([])
})
