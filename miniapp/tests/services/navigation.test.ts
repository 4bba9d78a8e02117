import Taro from '@tarojs/taro'
import { addressOf, knownPage, openPage, returnTo } from '@/services/navigation'

const calls = (name: 'navigateBack' | 'navigateTo' | 'redirectTo' | 'switchTab') => (Taro[name] as unknown as jest.Mock).mock.calls
const stack = (...pages: object[]) => (Taro.getCurrentPages as unknown as jest.Mock).mockReturnValue(pages)

beforeEach(() => jest.clearAllMocks())

test('only pages of ours can be returned to', () => {
  expect(knownPage('/pages/sign/index?entry=7F3A')).toEqual({ name: 'sign', url: '/pages/sign/index?entry=7F3A' })
  expect(knownPage(encodeURIComponent('/pages/me/index'))).toEqual({ name: 'me', url: '/pages/me/index' })
  const twice = encodeURIComponent(encodeURIComponent('/pages/sign/index?entry=7F3A'))
  expect(knownPage(twice)?.url).toBe('/pages/sign/index?entry=7F3A')
  for (const other of [undefined, '', 'https://elsewhere.example/', '//elsewhere.example', '/pages/unknown/index', '%E0%A4%A']) expect(knownPage(other)).toBeNull()
})

describe('returning', () => {
  test('goes back to the page that still lies below, named either way', () => {
    stack({ route: 'pages/home/index' }, { path: '/pages/sign/index?entry=1&stamp=AA' }, { route: 'packages/member/login/index' }, { route: 'packages/member/bind/index' })
    returnTo('/pages/sign/index?entry=1')
    expect(calls('navigateBack')).toEqual([[{ delta: 2 }]])
  })

  test('opens it in place of this one when it is gone, a tab page as a tab', () => {
    stack({ route: 'packages/member/login/index' })
    returnTo('/pages/sign/index?entry=1')
    expect(calls('redirectTo')).toEqual([[{ url: '/pages/sign/index?entry=1' }]])
    returnTo('/pages/me/index')
    expect(calls('switchTab')).toEqual([[{ url: '/pages/me/index' }]])
  })

  test('leads to 首页 from anywhere else', () => {
    returnTo('https://elsewhere.example/')
    returnTo(undefined)
    expect(calls('switchTab')).toEqual([[{ url: '/pages/home/index' }], [{ url: '/pages/home/index' }]])
  })
})

describe('opening', () => {
  const depth = (pages: number) => stack(...Array.from({ length: pages }, () => ({ route: 'pages/home/index' })))
  let now = Date.now()
  const later = (ms: number) => jest.spyOn(Date, 'now').mockReturnValue((now += ms))
  beforeEach(() => void later(10_000))
  afterAll(() => jest.restoreAllMocks())

  test('two taps are one; a moment later, or for another page, they are not', () => {
    depth(1)
    openPage('paper', { id: 'a' })
    openPage('paper', { id: 'a' })
    expect(calls('navigateTo')).toEqual([[{ url: '/packages/study/paper/index?id=a' }]])
    openPage('paper', { id: 'b' })
    later(1000)
    openPage('paper', { id: 'b' })
    expect(calls('navigateTo')).toHaveLength(3)
  })

  test('a page that failed to open can be asked for again at once', async () => {
    depth(1)
    const navigateTo = Taro.navigateTo as unknown as jest.Mock
    navigateTo.mockRejectedValueOnce(new Error('timeout'))
    openPage('paper', { id: 'a' })
    await new Promise((resolve) => setTimeout(resolve, 0))
    openPage('paper', { id: 'a' })
    expect(calls('navigateTo')).toHaveLength(2)
  })

  test('the eleventh page takes the place of the tenth', () => {
    depth(10)
    openPage('points')
    expect(calls('redirectTo')).toEqual([[{ url: '/packages/member/points/index' }]])
    expect(calls('navigateTo')).toEqual([])
  })
})

test('the address to come back to is without what Taro adds', () => {
  expect(addressOf({ path: '/packages/study/paper/index?id=a&stamp=AB', params: { id: 'a', stamp: 'AB', $taroTimestamp: '17' } })).toBe('/packages/study/paper/index?id=a')
  expect(addressOf({ path: '/pages/study/index', params: {} })).toBe('/pages/study/index')
  expect([addressOf({ params: {} }), addressOf({ path: '/elsewhere', params: {} })]).toEqual([undefined, undefined])
})
