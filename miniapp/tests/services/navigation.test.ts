import Taro from '@tarojs/taro'
import { knownPage, returnTo } from '@/services/navigation'

const calls = (name: 'navigateBack' | 'redirectTo' | 'switchTab') => (Taro[name] as unknown as jest.Mock).mock.calls
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
