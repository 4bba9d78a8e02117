import Taro from '@tarojs/taro'
import { reminderRoutes } from '@pioneer/shared-types/reminders/routes'
import type { Credits, ReportSubscribe } from '@pioneer/shared-types/reminders/schemas'
import type { TemplateKey } from '@pioneer/shared-types/constants'
import { daysBetween } from './calendar'
import { ApiError, http } from './http'
import { requestId } from './ids'
import { queryClient } from './query'
import { useSession } from './session'
import { createSlot } from './storage'

type Results = ReportSubscribe['results']

/** What somebody answered WeChat and the service has not heard yet. */
interface KeptReport { accountId: string; body: ReportSubscribe }

const isReports = (value: unknown): value is KeptReport[] =>
  Array.isArray(value) && value.every((item: unknown) => typeof item === 'object' && item !== null && 'accountId' in item && 'body' in item)
const isRefusals = (value: unknown): value is Partial<Record<string, number>> => typeof value === 'object' && value !== null && !Array.isArray(value)

const reports = createSlot('subscribe-reports', isReports)
/** When each template was refused last, ms. */
const refusals = createSlot('subscribe-refused', isRefusals)
/** More would only be answers nobody has sent for weeks. */
const REPORTS_KEPT = 5
const CREDITS = ['credits']
/** Templates hardly ever change; the count is brought up to date by each report. */
const FRESH_MS = 10 * 60_000

/** A storage that is full costs a reminder more or less, nothing else. */
function keep(work: () => void): void {
  try {
    work()
  } catch {
    // see above
  }
}

/** How often WeChat may still remind, in the cache of queries. */
export const creditsQuery = {
  queryKey: CREDITS,
  queryFn: (): Promise<Credits> => http.call(reminderRoutes.credits),
  staleTime: FRESH_MS,
}

/** What WeChat may still send, over all templates; null where WeChat sends nothing. */
export function leftOf(credits: Credits | undefined): number | null {
  if (!credits?.wechat || credits.templates.length === 0) return null
  return credits.templates.reduce((sum, { left }) => sum + left, 0)
}

/** Has the ids of the templates at hand before anything is tapped, and sends what could not be sent. Only WeChat knows templates. */
export function warmSubscribe(): void {
  if (process.env.TARO_ENV !== 'weapp' || useSession.getState().me?.bound !== true) return
  void queryClient.prefetchQuery(creditsQuery)
  void flushReports()
}

/** The answers WeChat gave, as the service takes them; anything else WeChat may add is left out. */
export function resultsOf(answer: object, ids: readonly string[]): Results {
  const known: ReadonlyArray<Results[number]['result']> = ['accept', 'reject', 'ban', 'filter', 'acceptWithAudio', 'acceptWithAlert', 'acceptWithForcePush']
  const given = new Map(Object.entries(answer))
  return ids.flatMap((templateId) => {
    const result = known.find((word) => word === given.get(templateId))
    return result ? [{ templateId, result }] : []
  })
}

/** Which templates may be asked for: those that exist, were wanted, and were not refused today. */
export function askable(credits: Credits | undefined, keys: readonly TemplateKey[], refusedAt: Partial<Record<string, number>>, now: number): string[] {
  if (!credits?.wechat) return []
  const refusedToday = (id: string) => {
    const at = refusedAt[id]
    return at !== undefined && daysBetween(at, now) === 0
  }
  return credits.templates.filter(({ key, id }) => keys.includes(key) && !refusedToday(id)).map(({ id }) => id)
}

let flushing: Promise<void> | null = null

/** Sends what waits, oldest first, until the network fails. An answer the service refuses is given up. */
function flushReports(): Promise<void> {
  flushing ??= send().finally(() => {
    flushing = null
  })
  return flushing
}

async function send(): Promise<void> {
  const accountId = useSession.getState().me?.accountId
  const tried = new Set<string>()
  // one may be added while another is on its way
  const nextOne = () => reports.read()?.find(({ body }) => !tried.has(body.requestKey))
  for (let next = nextOne(); next !== undefined; next = nextOne()) {
    const { body } = next
    tried.add(body.requestKey)
    // what somebody else answered on this phone is dropped: it cannot be sent in their name any more
    if (next.accountId === accountId) {
      try {
        queryClient.setQueryData<Credits>(CREDITS, await http.call(reminderRoutes.report, { body }))
      } catch (error) {
        const final = error instanceof ApiError && error.status < 500 && error.status !== 401 && error.status !== 429
        if (!final) return
      }
    }
    keep(() => reports.write((reports.read() ?? []).filter((report) => report.body.requestKey !== body.requestKey)))
  }
}

/** Keeps what was answered, then tells the service; the key makes a repetition harmless. */
async function report(results: Results): Promise<void> {
  const accountId = useSession.getState().me?.accountId
  if (accountId === undefined || results.length === 0) return
  const refused = results.filter(({ result }) => result === 'reject' || result === 'ban')
  if (refused.length > 0) {
    keep(() => refusals.write({ ...refusals.read(), ...Object.fromEntries(refused.map(({ templateId }) => [templateId, Date.now()])) }))
  }
  keep(() => reports.write([...(reports.read() ?? []), { accountId, body: { results, requestKey: requestId() } }].slice(-REPORTS_KEPT)))
  await flushReports()
}

/** The call itself; WeChat takes it only while a tap is being handled, so nothing may be waited for before it. */
function request(ids: string[]): Promise<void> {
  if (ids.length === 0) return Promise.resolve()
  try {
    return Taro.requestSubscribeMessage({ tmplIds: ids, entityIds: [] })
      .then((answer) => report(resultsOf(answer, ids)))
      // the main switch is off, or the page went away: nobody has answered anything
      .catch(() => undefined)
  } catch {
    return Promise.resolve()
  }
}

const known = () => queryClient.getQueryData<Credits>(CREDITS)

/**
 * Asks for leave to send WeChat messages, within a tap: call it before anything is awaited. Never throws and is never
 * waited for; does nothing outside WeChat, while the templates are not known, or when they were refused today.
 */
export function askSubscribe(keys: readonly TemplateKey[]): Promise<void> {
  if (process.env.TARO_ENV !== 'weapp') return Promise.resolve()
  return request(askable(known(), keys, refusals.read() ?? {}, Date.now()))
}

/** 再允许: somebody asks for it themselves, so what they refused before does not count. Settles when the service knows. */
export function allowMore(credits: Credits): Promise<void> {
  if (process.env.TARO_ENV !== 'weapp') return Promise.resolve()
  return request(askable(credits, credits.templates.map(({ key }) => key), {}, Date.now()))
}
