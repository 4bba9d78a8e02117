import type { BranchRating, EnterFact, FactEntered, IndicatorDetail, RatingOverview, WithdrawFact } from '@pioneer/shared-types/ratings/schemas'
import type { Caller } from '../../kernel/access'
import { dayOf, startOfDay, yearOf } from '../../kernel/calendar'
import type { Context } from '../../kernel/context'
import type { Job } from '../../kernel/jobs'
import { ProblemError, found } from '../../kernel/problems'
import { createVersionStore } from '../../kernel/version-store'
import type { ActivitiesService } from '../activities/types'
import type { AuthService } from '../auth/types'
import type { OrgRecord, OrgsService } from '../orgs/types'
import { createFactBook, entryOf, type BookDeps } from './book'
import { detailOf, vetoDetail } from './detail'
import { createGatherer, runningMonth, type GatherDeps } from './facts'
import { Marks } from './marks'
import { opensFor, type OpensDeps } from './opens'
import type { RatingRecord } from './model'
import { createMonths } from './months'
import { movementOf, points, ratingOf, type Shown } from './present'
import { SCHEMES } from './scheme-store'
import { createRatingStore } from './store'
import type { RatingsService } from './types'

export { ensureIndexes } from './model'
export { SCHEMES } from './scheme-store'

export interface RatingsDeps extends GatherDeps, BookDeps {
  orgs: Pick<OrgsService, 'get' | 'all' | 'subtree' | 'branchOf' | 'facts'>
  auth: BookDeps['auth'] & Pick<AuthService, 'allowed'>
  activities: Pick<ActivitiesService, 'many'>
  attendance: GatherDeps['attendance'] & OpensDeps['attendance']
  study: GatherDeps['study'] & OpensDeps['study']
}

/** The door of the module and what its routes and the composition need. */
export interface RatingsModule extends RatingsService {
  /** The score as it stands, at most five minutes old; of a year that is over, its locked December. Throws not-found. */
  branch(caller: Caller, orgId: string, year: number | undefined): Promise<BranchRating>
  /** What stands behind one indicator; no persons. */
  indicator(caller: Caller, orgId: string, code: string, year: number | undefined): Promise<IndicatorDetail>
  enter(caller: Caller, orgId: string, body: EnterFact): Promise<FactEntered>
  withdraw(caller: Caller, orgId: string, factId: string, body: WithdrawFact): Promise<FactEntered>
  overview(orgId: string, year: number | undefined): Promise<RatingOverview>
  /** Computes a branch now. */
  compute(branchId: string): Promise<RatingRecord>
  /** Computes the branches that were marked; says how many. */
  computeMarked(): Promise<number>
  jobs: readonly Job[]
  /** Writes the marks that wait. */
  stop(): Promise<void>
}

/** A score that was not looked at for so long is computed again when somebody reads it, milliseconds. */
const FRESH = 5 * 60_000
/** Branches a round of the job computes. */
const ROUND = 50

/** A provisional score as it is shown: it stands as of what was read last, meetings or a fact. */
const shownNow = (record: RatingRecord): Shown => ({ ...record, shownAt: record.asOf > record.checkedAt ? record.asOf : record.checkedAt })

/** Star ratings: gathers, scores, keeps. */
export function createRatingsService(context: Context, deps: RatingsDeps): RatingsModule {
  const { clock } = context
  const schemes = createVersionStore(context, SCHEMES)
  const gatherer = createGatherer(context, deps)
  const store = createRatingStore(context)
  const months = createMonths(context, { orgs: deps.orgs, schemes, gatherer })
  const book = createFactBook(context, deps)
  const marks = new Marks(context)
  const underWay = new Map<string, Promise<RatingRecord>>()

  const compute = async (branchId: string): Promise<RatingRecord> => {
    const asOf = clock.now()
    const scheme = await schemes.at(asOf)
    return store.keep(branchId, asOf, scheme, await gatherer.gather(scheme, branchId, yearOf(asOf), asOf, false))
  }

  const isFresh = (kept: RatingRecord, now: Date): boolean => Math.abs(now.getTime() - kept.checkedAt.getTime()) < FRESH

  /** After a fact: what is counted was read lately and stays, only what people enter is read again. What else changed meanwhile is marked and follows. */
  async function computeFacts(branchId: string): Promise<RatingRecord> {
    const now = clock.now()
    const scheme = await schemes.at(now)
    const kept = await store.newest(branchId, yearOf(now))
    if (!kept || !isFresh(kept, now) || kept.schemeVersion !== scheme.version || kept.inputs.month !== runningMonth(kept.year, now)) return compute(branchId)
    // A computation that was under way may have read before this fact: the mark makes sure of the last word.
    marks.touch([branchId])
    return store.keep(branchId, now, scheme, await gatherer.withFacts(scheme, branchId, kept.inputs, now), kept.checkedAt)
  }

  /** Those who read at the same time share one computation. */
  async function fresh(branchId: string): Promise<RatingRecord> {
    const now = clock.now()
    const kept = await store.newest(branchId, yearOf(now))
    if (kept && isFresh(kept, now)) return kept
    const known = underWay.get(branchId)
    if (known) return known
    const work = compute(branchId).finally(() => underWay.delete(branchId))
    underWay.set(branchId, work)
    return work
  }

  /** The branch an organization is or lies in. Throws not-found above branches: only branches have stars. */
  async function branchOf(orgId: string): Promise<OrgRecord> {
    const org = await deps.orgs.get(orgId)
    const branchId = deps.orgs.branchOf(org)
    if (branchId === null) throw new ProblemError('not-found')
    return branchId === orgId ? org : deps.orgs.get(branchId)
  }

  const may = async (caller: Caller, action: 'facts:enter' | 'rating:overview', branchId: string): Promise<boolean> => {
    const facts = await deps.orgs.facts(branchId)
    return facts !== null && deps.auth.allowed(caller, action, facts)
  }

  async function shownOf(branchId: string, year: number): Promise<Shown> {
    if (year === yearOf(clock.now())) {
      const record = await fresh(branchId)
      return shownNow(record)
    }
    const locked = (await months.endOf([branchId], year)).get(branchId)
    return locked ? { ...locked, shownAt: locked.asOf } : shownNow(found(await store.newest(branchId, year)))
  }

  async function present(caller: Caller, branch: OrgRecord, shown: Shown): Promise<BranchRating> {
    const id = branch._id.toHexString()
    const rights = { enter: shown.year === yearOf(clock.now()) && await may(caller, 'facts:enter', id), veto: await may(caller, 'rating:overview', id) }
    // A locked month of a year that is over is not held against itself.
    const locked = ((await months.heldAgainst([id], shown.year)).get(id) ?? []).filter((month) => shown.year === yearOf(clock.now()) || month.year < shown.year)
    return ratingOf({ id, name: branch.name }, await schemes.version(shown.schemeVersion), shown, locked, rights)
  }

  async function indicator(caller: Caller, orgId: string, code: string, asked: number | undefined): Promise<IndicatorDetail> {
    const branchId = (await branchOf(orgId))._id.toHexString()
    const now = clock.now()
    const year = asked ?? yearOf(now)
    const shown = await shownOf(branchId, year)
    const scheme = await schemes.version(shown.schemeVersion)
    const entry = entryOf(scheme, code)
    const [enters, rates] = [await may(caller, 'facts:enter', branchId), await may(caller, 'rating:overview', branchId)]
    const sees = entry !== null && (entry.committee ? rates : enters)
    const facts = entry && sees ? await book.list(branchId, year, code, entry.form.unit) : []
    const canEnter = sees && year === yearOf(now)
    const limit = scheme.limits.find((one) => one.code === code)
    if (limit && entry) return vetoDetail(limit, entry.form, shown, facts, canEnter)
    return found(await detailOf(scheme, code, shown, { facts, canEnter, meetings: (ids) => deps.activities.many(ids), opens: opensFor(deps, caller) }))
  }

  /** Who may enter under a code. Throws `validation` for what nobody enters, `forbidden` for what is the committee's. */
  async function entryFor(caller: Caller, branchId: string, code: string) {
    const entry = entryOf(await schemes.at(clock.now()), code)
    if (!entry) throw new ProblemError('validation', { fields: [{ path: 'indicator', message: '这一项由系统统计，不用登记' }] })
    if (entry.committee && !(await may(caller, 'rating:overview', branchId))) throw new ProblemError('forbidden', { title: '一票否决的事项由机关党委登记' })
    return entry
  }

  async function overview(orgId: string, asked: number | undefined): Promise<RatingOverview> {
    const org = await deps.orgs.get(orgId)
    if (org.type === 'group') throw new ProblemError('not-found')
    const now = clock.now()
    const year = asked ?? yearOf(now)
    const branches = (await deps.orgs.subtree(orgId)).filter((one) => one.type === 'branch')
    const ids = branches.map((branch) => branch._id.toHexString())
    const past = year !== yearOf(now)
    const [newest, ended, locked, scheme] = await Promise.all([store.newestOf(ids, year), past ? months.endOf(ids, year) : null, months.heldAgainst(ids, year), schemes.at(past ? startOfDay(`${year}-12-31`) : now)])
    if (!past) marks.touch(ids.filter((id) => !newest.has(id)))
    const spread = [0, 0, 0, 0, 0]
    return {
      orgId, orgName: org.name, year, asOf: now.toISOString(), schemeName: scheme.name, dimensions: scheme.dimensions.map(({ code, name, max }) => ({ code, name, max })),
      branches: branches.map((branch) => {
        const id = branch._id.toHexString()
        const record = ended?.get(id) ?? newest.get(id)
        if (!record) return { orgId: id, name: branch.name, members: 0, score: null, stars: null, movement: null, limited: false, dimensions: [], missing: 0 }
        const { result, inputs } = record
        spread[result.stars - 1] = (spread[result.stars - 1] ?? 0) + 1
        return {
          orgId: id, name: branch.name, members: inputs.members, score: points(result.score), stars: result.stars,
          movement: movementOf({ ...result, year }, (locked.get(id) ?? []).filter((month) => !past || month.year < year)), limited: result.limits.length > 0,
          dimensions: result.dimensions.map(({ score }) => points(score)), missing: result.dimensions.flatMap((dimension) => dimension.indicators).filter(({ state }) => state === 'missing').length,
        }
      }),
      spread,
    }
  }

  async function computeMarked(): Promise<number> {
    await marks.flush()
    const due = await marks.due(ROUND)
    for (const mark of due) {
      try {
        await compute(mark._id.toHexString())
      } catch (error) {
        // A branch that is no more, or that cannot be read: the others are computed all the same.
        context.log.error({ err: error, branch: mark._id.toHexString() }, 'a branch could not be rated')
      }
      await marks.done(mark)
    }
    return due.length
  }

  /** Marks every branch that was not looked at today: periods end at midnight. */
  async function sweep(now: Date): Promise<void> {
    const ids = (await deps.orgs.all()).filter((org) => org.type === 'branch').map((org) => org._id.toHexString())
    const checked = await store.lastChecked(ids, yearOf(now))
    const today = startOfDay(dayOf(now))
    marks.touch(ids.filter((id) => (checked.get(id) ?? new Date(0)) < today))
    await marks.flush()
  }

  return {
    compute, computeMarked, indicator, overview,
    touch: (branchIds) => marks.touch(branchIds),
    stop: () => marks.stop(),
    current: async (orgId, year) => {
      const kept = await store.newest(orgId, year)
      return kept && { score: points(kept.result.score), stars: kept.result.stars }
    },
    branch: async (caller, orgId, year) => {
      const branch = await branchOf(orgId)
      return present(caller, branch, await shownOf(branch._id.toHexString(), year ?? yearOf(clock.now())))
    },
    async enter(caller, orgId, body) {
      const branch = await branchOf(orgId)
      const branchId = branch._id.toHexString()
      const entry = await entryFor(caller, branchId, body.indicator)
      const fact = await book.enter(caller, branchId, entry, body)
      const record = await computeFacts(branchId)
      return { fact: await book.present(fact, entry.form.unit), rating: await present(caller, branch, shownNow(record)) }
    },
    async withdraw(caller, orgId, factId, body) {
      const branch = await branchOf(orgId)
      const branchId = branch._id.toHexString()
      const fact = await book.get(branchId, factId)
      if (fact.year !== yearOf(clock.now())) throw new ProblemError('conflict', { title: '那一年的评分已经定了，不能再撤回' })
      const entry = await entryFor(caller, branchId, fact.code)
      await book.withdraw(caller, fact, entry.name, body)
      const record = await computeFacts(branchId)
      return { fact: await book.present(fact, entry.form.unit), rating: await present(caller, branch, shownNow(record)) }
    },
    jobs: [
      { name: 'ratings-marked', every: 3_000, lease: 60_000, run: async () => { await computeMarked() } },
      { name: 'ratings-daily', every: 10 * 60_000, lease: 60_000, run: sweep },
      { name: 'ratings-months', every: 10 * 60_000, lease: 600_000, run: async (now) => { await months.lockEnded(now) } },
    ],
  }
}
