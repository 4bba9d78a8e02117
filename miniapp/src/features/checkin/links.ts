import Taro from '@tarojs/taro'
import { openPage, ROUTES } from '@/services/navigation'
import { landingOf } from './model'

interface Opened {
  path?: string
  query?: Record<string, unknown>
}

/** The code of a screen that waits to be paired. */
const PAIRING_LINK = /(\/|%2F)p(\/|%2F)\w+$/i

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/**
 * A scanned link may open the mini-program on any page, as the operator has set it up with WeChat; a sign-in or a pairing
 * goes on to its own page from there. When WeChat opens that page itself, the page reads its own parameters.
 */
export function watchLinks(launch: Opened): void {
  if (process.env.TARO_ENV !== 'weapp') return
  const handle = ({ path, query }: Opened) => {
    if (path === ROUTES.sign.slice(1)) return
    const q = text(query?.q)
    if (q === undefined) return
    if (landingOf({ q }).kind === 'ticket') openPage('sign', { q })
    else if (path !== ROUTES.pair.slice(1) && PAIRING_LINK.test(q)) openPage('pair', { q })
  }
  // the first page has to stand before another can be opened over it
  setTimeout(() => handle(launch), 0)
  let cold = true
  Taro.onAppShow((options) => {
    // the first show belongs to the launch
    if (cold) cold = false
    else handle(options)
  })
}
