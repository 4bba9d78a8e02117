import Taro from '@tarojs/taro'

export interface NavMetrics {
  /** Height of the phone's own status bar. */
  status: number
  /** Height of the navigation bar. */
  bar: number
  /** Width at the right that WeChat's capsule needs. */
  capsule: number
}

const BROWSER: NavMetrics = { status: 0, bar: 52, capsule: 0 }
const LEAST_BAR = 44

let known: NavMetrics | undefined

/** Where the navigation bar may stand, in px. Measured once: the capsule does not move. */
export function navMetrics(): NavMetrics {
  known ??= process.env.TARO_ENV === 'weapp' ? measure() : BROWSER
  return known
}

function measure(): NavMetrics {
  const window = Taro.getWindowInfo()
  const capsule = Taro.getMenuButtonBoundingClientRect()
  const status = window.statusBarHeight ?? 0
  const margin = capsule.top - status
  return {
    status,
    bar: Math.max(LEAST_BAR, capsule.height + margin * 2),
    capsule: window.windowWidth - capsule.left,
  }
}
