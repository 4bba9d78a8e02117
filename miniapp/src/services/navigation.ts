import Taro from '@tarojs/taro'

/** Every page by name; see app.config.ts. */
export const ROUTES = {
  home: '/pages/home/index',
  activities: '/pages/activities/index',
  study: '/pages/study/index',
  me: '/pages/me/index',
  sign: '/pages/sign/index',
  signCode: '/packages/sign/code/index',
  signDone: '/packages/sign/done/index',
  signSaved: '/packages/sign/saved/index',
  signScan: '/packages/sign/scan/index',
  activity: '/packages/activity/detail/index',
  points: '/packages/member/points/index',
  attendance: '/packages/member/attendance/index',
  data: '/packages/member/data/index',
  bind: '/packages/member/bind/index',
  login: '/packages/member/login/index',
  lesson: '/packages/study/lesson/index',
  lessons: '/packages/study/lessons/index',
  paper: '/packages/study/paper/index',
  papers: '/packages/study/papers/index',
  quiz: '/packages/study/quiz/index',
  quizResult: '/packages/study/result/index',
  review: '/packages/study/review/index',
  desk: '/packages/secretary/desk/index',
  create: '/packages/secretary/create/index',
  roll: '/packages/secretary/roll/index',
  requests: '/packages/secretary/requests/index',
  bindings: '/packages/secretary/bindings/index',
  pair: '/packages/secretary/pair/index',
  import: '/packages/secretary/import/index',
  orgs: '/packages/secretary/orgs/index',
  star: '/packages/stars/star/index',
  indicator: '/packages/stars/indicator/index',
  enterFact: '/packages/stars/enter/index',
  branches: '/packages/stars/branches/index',
  duties: '/packages/stars/duties/index',
  paperList: '/packages/papers/list/index',
  paperAssign: '/packages/papers/assign/index',
  paperPeople: '/packages/papers/paper/index',
  bank: '/packages/papers/bank/index',
  bankImport: '/packages/papers/import/index',
  bankCheck: '/packages/papers/check/index',
  inbox: '/packages/inbox/inbox/index',
  remind: '/packages/inbox/remind/index',
  room: '/packages/screen/room/index',
} as const
export type RouteName = keyof typeof ROUTES
const TABS = ['home', 'activities', 'study', 'me'] as const
type TabName = (typeof TABS)[number]
export type PageName = Exclude<RouteName, TabName>

type Params = Readonly<Record<string, string | undefined>>

/** The address of a page with its parameters. */
export function urlOf(name: RouteName, params: Params = {}): string {
  const pairs = Object.entries(params).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`],
  )
  return pairs.length > 0 ? `${ROUTES[name]}?${pairs.join('&')}` : ROUTES[name]
}

/** WeChat keeps so many pages one over another, and opens no further one. */
const MOST_PAGES = 10
/** Two taps on the same thing within so long, ms, are one: a browser says that a page is open before it can be seen. */
const SAME_TAP_MS = 600
let opened: { url: string; at: number } | null = null

/** Opens a page over this one, once however quickly it is tapped; where no further page fits, in place of this one. */
export function openPage(name: PageName, params?: Params): void {
  const url = urlOf(name, params)
  const at = Date.now()
  if (opened?.url === url && at - opened.at < SAME_TAP_MS) return
  opened = { url, at }
  const full = Taro.getCurrentPages().length >= MOST_PAGES
  const opening: Promise<unknown> = full ? Taro.redirectTo({ url }) : Taro.navigateTo({ url })
  // a page that could not be opened can be asked for again at once
  opening.catch(() => {
    opened = null
  })
}

/** Opens a page in place of this one: the way back skips this page. */
export function replacePage(name: PageName, params?: Params): void {
  void Taro.redirectTo({ url: urlOf(name, params) })
}

/** Opens one of the four tab pages. */
export function openTab(name: TabName): void {
  void Taro.switchTab({ url: ROUTES[name] })
}

/** One page back; from a page that was opened by a link, to 首页. */
export function goBack(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else openTab('home')
}

/** Shows this page from its top again, when what it shows has changed. */
export function scrollToTop(): void {
  // only a convenience: a page that is on its way out cannot be scrolled
  Taro.pageScrollTo({ scrollTop: 0, duration: 0 }).catch(() => undefined)
}

/** Parameters arrive percent-encoded, once more for each page they were handed on to. */
function plainAddress(address: string): string {
  try {
    const plain = decodeURIComponent(address)
    return plain === address || plain.startsWith('/') ? plain : plainAddress(plain)
  } catch {
    return address
  }
}

/** A page of ours with its parameters, from an address that came in from outside; null for anything else. */
export function knownPage(address: string | undefined): { name: RouteName; url: string } | null {
  if (address === undefined) return null
  const url = address.startsWith('/') ? address : plainAddress(address)
  const found = (Object.keys(ROUTES) as RouteName[]).find((name) => ROUTES[name] === url.split('?')[0])
  return found === undefined ? null : { name: found, url }
}

/** What Taro adds to the parameters of a page for itself. */
const OWN_PARAMS = new Set(['stamp', '$taroTimestamp'])

/** The address of a page by its router, to come back to; undefined when it is none of ours. */
export function addressOf({ path, params }: { path?: string; params: Params }): string | undefined {
  const found = knownPage(path)
  if (found === null) return undefined
  return urlOf(found.name, Object.fromEntries(Object.entries(params).filter(([key]) => !OWN_PARAMS.has(key))))
}

const pathOfPage = ({ route, path }: { route?: string; path?: string }) =>
  `/${(route ?? path ?? '').split('?')[0]?.replace(/^\/+/, '') ?? ''}`

/**
 * Back to where somebody came from before they had to sign in: to that page if it still lies under this one, else
 * there in place of this one. Anything that is no page of ours leads to 首页.
 */
export function returnTo(address: string | undefined): void {
  const target = knownPage(address) ?? { name: 'home', url: ROUTES.home }
  if (TABS.some((tab) => tab === target.name)) return openTab(target.name as TabName)
  const pages = Taro.getCurrentPages()
  const below = pages.slice(0, -1).reverse().findIndex((page) => pathOfPage(page) === ROUTES[target.name])
  if (below >= 0) void Taro.navigateBack({ delta: below + 1 })
  else void Taro.redirectTo({ url: target.url })
}
