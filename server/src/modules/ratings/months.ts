import { monthOf, startOfDay, yearOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import { newId, toId } from '../../kernel/ids'
import { isDuplicateKey } from '../../kernel/transaction'
import type { VersionStore } from '../../kernel/version-store'
import type { OrgsService } from '../orgs/types'
import { digestOf } from './digest'
import type { Gatherer } from './facts'
import { ratingModels, type MonthRecord } from './model'
import { scoreOf } from './rules'
import type { Scheme } from './scheme-schema'

/** A month of a year; the order of time is that of `12 · year + month`. */
export interface YearMonth { year: number; month: number }
const rank = ({ year, month }: YearMonth): number => 12 * year + month
const nth = (value: number): YearMonth => ({ year: Math.floor((value - 1) / 12), month: ((value - 1) % 12) + 1 })
/** The first instant after a month. */
const afterMonth = ({ year, month }: YearMonth): Date => startOfDay(month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`)

/** Months missed while the service was away are made up so far back. */
const MOST_MISSED = 12

/** The months to lock for a branch: the one that ended last, and those between it and the last locked one. Pure. */
export function monthsToLock(now: Date, last: YearMonth | null, since: Date): YearMonth[] {
  const ended = rank({ year: yearOf(now), month: monthOf(now) }) - 1
  const from = last === null ? ended : Math.max(rank(last) + 1, ended - MOST_MISSED + 1)
  return Array.from({ length: Math.max(0, ended - from + 1) }, (_, index) => nth(from + index)).filter((month) => afterMonth(month) > since)
}

/** What stands of a locked month in lists. */
export type LockedScore = Pick<MonthRecord, 'year' | 'month'> & { score: number; stars: number }

/** Scores by branch, in the order they come. */
function byBranch(rows: readonly Pick<MonthRecord, 'orgId' | 'year' | 'month' | 'result'>[]): Map<string, LockedScore[]> {
  const byOrg = new Map<string, LockedScore[]>()
  for (const { orgId, year, month, result } of rows) {
    const id = orgId.toHexString()
    byOrg.set(id, [...(byOrg.get(id) ?? []), { year, month, score: result.score, stars: result.stars }])
  }
  return byOrg
}

export interface MonthDeps { orgs: Pick<OrgsService, 'all'>; schemes: Pick<VersionStore<Scheme>, 'at'>; gatherer: Pick<Gatherer, 'gather'> }

/** 日常考核: each month's score as of its end, locked. */
export function createMonths(context: Pick<Context, 'connection' | 'clock' | 'log'>, deps: MonthDeps) {
  const { Month } = ratingModels(context.connection)

  async function lock(orgId: string, month: YearMonth): Promise<void> {
    const asOf = afterMonth(month)
    const scheme = await deps.schemes.at(new Date(asOf.getTime() - 1))
    const inputs = await deps.gatherer.gather(scheme, orgId, month.year, asOf, true)
    try {
      await Month.insertMany([{ _id: newId(), orgId: toId(orgId), ...month, asOf, lockedAt: context.clock.now(), schemeVersion: scheme.version, inputs, inputsDigest: digestOf(scheme.version, inputs), result: scoreOf(scheme, inputs) }], { lean: true })
    } catch (error) {
      // Locked by another process: what stands, stands.
      if (!isDuplicateKey(error)) throw error
    }
  }

  const listed = { inputs: 0, 'result.dimensions': 0 } as const

  /** What the scores of a year are held against, by branch: last year's December, else the months of the year itself. */
  async function heldAgainst(orgIds: readonly string[], year: number): Promise<Map<string, LockedScore[]>> {
    if (orgIds.length === 0) return new Map()
    const before = byBranch(await Month.find({ orgId: { $in: orgIds.map(toId) }, year: year - 1, month: 12 }, listed).sort({ orgId: 1 }).lean())
    const first = orgIds.filter((id) => !before.has(id))
    const own = first.length === 0 ? [] : await Month.find({ orgId: { $in: first.map(toId) }, year }, listed).sort({ orgId: 1, month: 1 }).lean()
    return new Map([...before, ...byBranch(own)])
  }

  /** What this process has seen locked: month and number of branches. A hint only, to spare the reading. */
  let seen = ''

  return {
    heldAgainst,
    /** Locks what has ended and is not locked yet; may be ended anywhere and goes on where it was. Says how many. */
    async lockEnded(now: Date): Promise<number> {
      const branches = (await deps.orgs.all()).filter((org) => org.type === 'branch' && org.createdAt < now)
      const here = `${yearOf(now)}-${monthOf(now)} ${branches.length}`
      if (seen === here) return 0
      const rows = await Month.find({ orgId: { $in: branches.map((org) => org._id) }, year: { $gte: yearOf(now) - 1 } }, { orgId: 1, year: 1, month: 1 }).sort({ orgId: 1, year: 1, month: 1 }).lean()
      const last = new Map(rows.map((row) => [row.orgId.toHexString(), row]))
      let [count, failed] = [0, false]
      for (const branch of branches) {
        const id = branch._id.toHexString()
        for (const month of monthsToLock(now, last.get(id) ?? null, branch.createdAt)) {
          try {
            await lock(id, month)
            count += 1
          } catch (error) {
            // Tried again by the next round; the others do not wait for it, its own later months do: they are locked in order.
            context.log.error({ err: error, branch: id, ...month }, 'a month could not be locked')
            failed = true
            break
          }
        }
      }
      if (!failed) seen = here
      return count
    },
    /** How these branches ended a year: their locked Decembers. Those that have none are left out. */
    endOf: async (orgIds: readonly string[], year: number): Promise<Map<string, MonthRecord>> => {
      if (orgIds.length === 0) return new Map()
      const rows = await Month.find({ orgId: { $in: orgIds.map(toId) }, year, month: 12 }).sort({ orgId: 1 }).lean()
      return new Map(rows.map((row) => [row.orgId.toHexString(), row]))
    },
  }
}
