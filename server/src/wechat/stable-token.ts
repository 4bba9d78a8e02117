import { setTimeout as sleep } from 'node:timers/promises'
import { Schema, type Connection, type Model } from 'mongoose'
import type { Clock } from '../kernel/clock'
import { randomToken } from '../kernel/ids'
import { seal, unseal } from '../kernel/keys'
import { ProblemError } from '../kernel/problems'
import { isDuplicateKey } from '../kernel/transaction'

interface TokenRecord {
  /** The mini-program's appid. */
  _id: string
  /** Encrypted. */
  sealed: string | null
  expiresAt: Date | null
  /** Who fetches a new one, and until when others leave it alone. */
  holder: string
  leasedUntil: Date
}

const tokenSchema = new Schema<TokenRecord>({
  _id: { type: String, required: true },
  sealed: { type: String, default: null }, expiresAt: { type: Date, default: null },
  holder: { type: String, required: true }, leasedUntil: { type: Date, required: true },
}, { versionKey: false, strict: 'throw', minimize: false, autoIndex: false })

/** WeChat hands out the next token from five minutes before the end, while the old one still works. */
const EARLY = 5 * 60_000
/** Longer than the call's timeout; a process that died gives way after this. */
const LEASE = 10_000
const WAIT_STEP = 100
const WAIT_STEPS = 40

interface StableTokenDeps {
  connection: Connection
  clock: Clock
  key: Buffer
  appId: string
  fetchToken: () => Promise<{ token: string; seconds: number }>
}

/** The server API's access token: fetched by one holder at a time, shared through the database, renewed before it ends. */
export class StableToken {
  private readonly holder = randomToken(9)
  private readonly tokens: Model<TokenRecord>

  constructor(private readonly deps: StableTokenDeps) {
    this.tokens = (deps.connection.models['WechatToken'] as Model<TokenRecord> | undefined) ?? deps.connection.model<TokenRecord>('WechatToken', tokenSchema, 'wechattokens')
  }

  /** `refused`: WeChat no longer takes this one; another is fetched unless there is one already. Throws wechat-unavailable when there is none to be had. */
  async get(refused?: string): Promise<string> {
    for (let step = 0; step < WAIT_STEPS; step += 1) {
      const now = this.deps.clock.now().getTime()
      const record = await this.tokens.findById(this.deps.appId).lean()
      const left = (record?.expiresAt?.getTime() ?? 0) - now
      const kept = record?.sealed && left > 0 ? unseal(this.deps.key, record.sealed, this.deps.appId) : null
      const token = kept === refused ? null : kept
      if (token !== null && left > EARLY) return token
      if (await this.lease(now)) return this.renew(token)
      // Somebody else is fetching: the old one still works, or the new one is about to be there.
      if (token !== null) return token
      await sleep(WAIT_STEP)
    }
    throw new ProblemError('wechat-unavailable')
  }

  private async lease(now: number): Promise<boolean> {
    const lease = { holder: this.holder, leasedUntil: new Date(now + LEASE) }
    const taken = await this.tokens.findOneAndUpdate({ _id: this.deps.appId, leasedUntil: { $lte: new Date(now) } }, { $set: lease }, { returnDocument: 'after' }).lean()
    if (taken) return true
    try {
      await this.tokens.create({ _id: this.deps.appId, sealed: null, expiresAt: null, ...lease })
      return true
    } catch (error) {
      if (isDuplicateKey(error)) return false
      throw error
    }
  }

  private async renew(old: string | null): Promise<string> {
    const asked = this.deps.clock.now().getTime()
    const mine = { _id: this.deps.appId, holder: this.holder }
    const free = new Date(asked)
    try {
      const { token, seconds } = await this.deps.fetchToken()
      const sealed = seal(this.deps.key, token, this.deps.appId)
      await this.tokens.updateOne(mine, { $set: { sealed, expiresAt: new Date(asked + seconds * 1000), leasedUntil: free } })
      return token
    } catch (error) {
      await this.tokens.updateOne(mine, { $set: { leasedUntil: free } })
      if (old !== null) return old
      throw error
    }
  }
}
