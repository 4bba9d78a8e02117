// What the tests need of @tarojs/taro: a storage in memory, and calls that can be watched.
const kept = new Map<string, unknown>()

const Taro = {
  request: jest.fn(),
  login: jest.fn(async () => ({ code: 'wx-code' })),
  showToast: jest.fn(async () => undefined),
  navigateTo: jest.fn(async () => undefined),
  redirectTo: jest.fn(async () => undefined),
  switchTab: jest.fn(async () => undefined),
  pageScrollTo: jest.fn(async () => undefined),
  navigateBack: jest.fn(async () => undefined),
  getCurrentPages: jest.fn((): unknown[] => []),
  getWindowInfo: () => ({ windowWidth: 390, statusBarHeight: 47 }),
  getMenuButtonBoundingClientRect: () => ({ top: 51, left: 296, height: 32 }),
  getStorageSync: (key: string) => kept.get(key) ?? '',
  setStorageSync: (key: string, value: unknown) => void kept.set(key, value),
  removeStorageSync: (key: string) => void kept.delete(key),
  clearStorageSync: () => kept.clear(),
}

export default Taro

export const useDidShow = (callback: () => void) => callback()
export const useLaunch = (callback: () => void) => callback()
export const useRouter = () => ({ params: {} as Record<string, string | undefined> })
