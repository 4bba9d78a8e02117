/** What a picture of the product is of. */
import type { Office } from './office'

/** `applicant`: a newcomer whose request to be known waits. */
export const ACCOUNTS = ['nobody', 'newcomer', 'applicant', 'member', 'secretary', 'committee', 'operator'] as const
export type Account = (typeof ACCOUNTS)[number]

/**
 * `ready`: as it stands; `loading`: the service does not answer yet; `empty`: there is nothing of what the page shows;
 * `error`: the service answers with a failure; `offline`: seen before, then the network is gone; `refused`: not for this account.
 */
export const STATES = ['ready', 'loading', 'empty', 'error', 'offline', 'refused'] as const
export type State = (typeof STATES)[number]

export type Params = Readonly<Record<string, string>>
export const PLATFORMS = ['h5', 'weapp'] as const
export type Platform = (typeof PLATFORMS)[number]

export interface View {
  /** Names the picture: page, what is special about it, account, state. */
  name: string
  /** A page of app.config.ts. */
  page: string
  as: Account
  state: State
  /** Where the phone goes to get there, when that is another page (a sign-in leads to its end by itself). */
  enter?: string
  /** Taken from the running service at the moment of the picture: a ticket is good for a minute. */
  params?: (office: Office) => Params | Promise<Params>
  /** Words that show that the page has come to this state. */
  see?: string
  /** Words tapped one after the other before the picture. */
  taps?: readonly string[]
  /** `empty`: replies whose path fits are changed on their way. */
  emptied?: { path: RegExp; change: (body: Record<string, unknown>) => object }
  /** Where the page makes sense; both when left out. */
  only?: Platform
  /** Used on a wide screen: also, or only there. */
  wide?: 'also' | 'only'
  /** The drawn look. */
  drawn?: string
  /** Opened every day: must not jump while it loads. */
  daily?: true
}
