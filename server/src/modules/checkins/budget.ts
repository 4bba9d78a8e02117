import { WRONG_CODES_PER_MINUTE } from '@pioneer/shared-types/constants'
import type { Context } from '../../kernel/context'
import { ProblemError } from '../../kernel/problems'
import { isDuplicateKey } from '../../kernel/transaction'
import { checkInModels, type CodeAttempts } from './model'
import { Turnstile } from './turnstile'

/**
 * Budgets of wrong typed codes: lock the door, not the person.
 *
 * The odds: of 10⁶ codes four are live, and four more when a time of capture is given: a guess succeeds with at most 8·10⁻⁶.
 * - An account may be wrong 5 times a minute and 30 times an activity: 2.4·10⁻⁴ an activity. Whoever is locked can scan or be tapped in;
 *   nobody else is touched.
 * - The anonymous door (freeze) of an activity may be wrong 20 times a minute and 60 + half of the expected times in all:
 *   85 guesses for 50 people, 4 live codes: 3.4·10⁻⁴; 1,060 for 2,000 people: 4.2·10⁻³. Members who are signed in do not use this door.
 *   What a stranger would win is a claim that only a member on the list can redeem.
 */
export const WRONG_PER_ACTIVITY = 30
export const ANONYMOUS_PER_MINUTE = 20
const ANONYMOUS_BASE = 60
const MINUTE = 60_000
const DAY = 86_400_000

/** How many anonymous attempts of one activity may be under way in a process: the most that can slip past a budget. */
const ANONYMOUS_WIDTH = 8

export interface Guesser {
  activityId: string
  /** Null: nobody is signed in. */
  accountId: string | null
  /** How many are expected; asked only when a door has been wrong often. */
  expected: () => Promise<number>
}

interface Limit { key: string; perMinute: number; inAll: () => Promise<number> | number }

export interface CodeBudget {
  /** Runs `match` when there is budget left; null from it is a wrong code and is charged. Throws code-locked. */
  attempt<T>(guesser: Guesser, match: () => Promise<T | null>): Promise<T | null>
}

export function createCodeBudget(context: Pick<Context, 'connection' | 'clock'>): CodeBudget {
  const { attempts } = checkInModels(context.connection)
  const turnstile = new Turnstile()

  const limitsOf = ({ activityId, accountId, expected }: Guesser): Limit[] => accountId === null
    ? [{ key: `anonymous:${activityId}`, perMinute: ANONYMOUS_PER_MINUTE, inAll: async () => ANONYMOUS_BASE + Math.floor((await expected()) / 2) }]
    : [
        { key: `account:${accountId}`, perMinute: WRONG_CODES_PER_MINUTE, inAll: () => Infinity },
        { key: `account:${accountId}:${activityId}`, perMinute: Infinity, inAll: () => WRONG_PER_ACTIVITY },
      ]

  async function check(limits: readonly Limit[], now: Date): Promise<void> {
    const rows = new Map((await attempts.find({ _id: { $in: limits.map(({ key }) => key) } }).sort({ _id: 1 }).lean()).map((row) => [row._id, row]))
    for (const { key, perMinute, inAll } of limits) {
      const row = rows.get(key)
      if (!row) continue
      if (row.count >= perMinute && row.windowUntil > now) {
        throw new ProblemError('code-locked', { retryAfterSeconds: Math.ceil((row.windowUntil.getTime() - now.getTime()) / 1000) })
      }
      if (row.total >= Math.min(WRONG_PER_ACTIVITY, ANONYMOUS_BASE) && row.total >= await inAll()) {
        throw new ProblemError('code-locked', { title: '这次活动的口令试得太多了，请扫码，或请书记代签' })
      }
    }
  }

  /** Counts one wrong code; the window begins with the first and begins anew when the last allowed one is spent. */
  async function charge({ key, perMinute }: Limit, now: Date): Promise<void> {
    const windowUntil = new Date(now.getTime() + MINUTE)
    const running = await attempts.findOneAndUpdate({ _id: key, windowUntil: { $gt: now } }, { $inc: { count: 1, total: 1 } }, { returnDocument: 'after' }).lean()
    if (!running) await begin(key, windowUntil, now)
    else if (running.count === perMinute) await attempts.updateOne({ _id: key }, { $set: { windowUntil } })
  }

  async function begin(key: string, windowUntil: Date, now: Date): Promise<void> {
    const expiresAt = new Date(now.getTime() + 2 * DAY)
    const again = await attempts.findOneAndUpdate({ _id: key }, { $set: { count: 1, windowUntil, expiresAt }, $inc: { total: 1 } }, { returnDocument: 'after' }).lean()
    if (again) return
    try {
      const first: CodeAttempts = { _id: key, count: 1, total: 1, windowUntil, expiresAt }
      await attempts.insertMany([first], { lean: true })
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      await attempts.updateOne({ _id: key }, { $inc: { count: 1, total: 1 } })
    }
  }

  return {
    attempt(guesser, match) {
      const limits = limitsOf(guesser)
      const lane = guesser.accountId === null ? `anonymous:${guesser.activityId}` : `account:${guesser.accountId}`
      return turnstile.pass(lane, guesser.accountId === null ? ANONYMOUS_WIDTH : 1, async () => {
        await check(limits, context.clock.now())
        const matched = await match()
        if (matched === null) for (const limit of limits) await charge(limit, context.clock.now())
        return matched
      })
    },
  }
}
