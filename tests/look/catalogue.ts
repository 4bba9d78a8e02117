import { MEMBER_PAGES } from './member-pages'
import { OFFICE_PAGES } from './office-pages'
import type { Account, State, View } from './shapes'

/** One way to look at a page; `what` tells it from others of the same account and state. */
export type Show = Omit<View, 'name' | 'page' | 'as' | 'state'> & { as: Account | readonly Account[]; state?: State | readonly State[]; what?: string }

/** The shows of a page; what stands beside them holds for all that are `ready`, parameters for all. */
export interface PageEntry {
  page: string
  drawn?: string
  daily?: true
  params?: View['params']
  shows: readonly Show[]
}

/** pages/home/index: home; packages/papers/list/index: papers-list. */
export const slugOf = (page: string): string => page.replace(/^(pages|packages)\//, '').replace(/\/index$/, '').replace('/', '-')

const listOf = <T extends string>(value: T | readonly T[]): readonly T[] => (typeof value === 'string' ? [value] : value)

function viewsOf({ page, drawn, daily, params, shows }: PageEntry): View[] {
  return shows.flatMap(({ as, state = 'ready', what, ...show }) => listOf(as).flatMap((account) => listOf(state).map((one): View => ({
    name: [slugOf(page), what, account, one === 'ready' ? undefined : one].filter(Boolean).join('-'),
    page, as: account, state: one,
    ...(drawn !== undefined && { drawn }), ...(params !== undefined && { params }), ...(daily !== undefined && { daily }),
    ...show,
  }))))
}

/** Every page in every role and state worth looking at. */
export const CATALOGUE: readonly View[] = [...MEMBER_PAGES, ...OFFICE_PAGES].flatMap(viewsOf)
