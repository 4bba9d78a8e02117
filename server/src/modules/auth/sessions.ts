import type { Session } from '@pioneer/shared-types/auth/schemas'
import type { DemoAccount } from '@pioneer/shared-types/constants'
import { newId, toId, type ObjectId } from '../../kernel/ids'
import { ProblemError, found } from '../../kernel/problems'
import { isDuplicateKey } from '../../kernel/transaction'
import { TokenBucket } from './flood'
import type { AccountRecord } from './model'
import type { AuthParts } from './parts'
import { presentMe } from './present'
import { ACCESS_SECONDS, REFRESH_LIFE, rotationOf } from './rules'

/** A session and, for browsers, the refresh cookie that goes with it. */
export interface SignedIn { session: Session; refresh: string | null }

/** New browsers a process lets in: a full hall at once, then a steady stream (one hall, one address: no limit per address). */
const WEB_BURST = 1_000
const WEB_PER_SECOND = 50

/** Signing in and staying signed in. */
export class Sessions {
  private readonly newcomers: TokenBucket

  constructor(private readonly parts: AuthParts) {
    this.newcomers = new TokenBucket(parts.context.clock, WEB_BURST, WEB_PER_SECOND)
  }

  /** Demo mode only; elsewhere the door does not exist. Browsers get a cookie, the mini-program ignores it. */
  async demo(demoKey: DemoAccount): Promise<SignedIn> {
    if (this.parts.context.config.mode !== 'demo') throw new ProblemError('not-found')
    const account = found(await this.parts.models.accounts.findOne({ demoKey, disabled: false }).lean())
    return { session: await this.open(account._id.toHexString()), refresh: await this.newFamily(account._id) }
  }

  /** Turns WeChat's one-time code into a session. Throws wechat-code-invalid, wechat-unavailable, rate-limited or forbidden. */
  async wechat(code: string): Promise<SignedIn> {
    if (!this.parts.wechat) throw new ProblemError('wechat-unavailable', { title: '这里没有接入微信，请用网页版' })
    const { openid } = await this.parts.wechat.code2Session(code)
    const account = await this.accountOf(openid)
    if (account.disabled) throw new ProblemError('forbidden', { title: '这个账号已停用，请联系支部书记' })
    return { session: await this.open(account._id.toHexString()), refresh: null }
  }

  /** Makes this browser a device of its own. Throws rate-limited under a flood. */
  async web(): Promise<SignedIn> {
    const wait = this.newcomers.take()
    if (wait > 0) throw new ProblemError('rate-limited', { retryAfterSeconds: wait })
    const account = this.blank('web')
    account.expiresAt = new Date(account.createdAt.getTime() + REFRESH_LIFE)
    await this.parts.models.accounts.create(account)
    return { session: await this.open(account._id.toHexString()), refresh: await this.newFamily(account._id) }
  }

  /** Turns the refresh cookie over. Concurrent and repeated calls get the same successor. Throws refresh-invalid. */
  async refresh(cookie: string | undefined): Promise<SignedIn> {
    const presented = cookie === undefined ? null : this.parts.tokens.readRefresh(cookie)
    if (!presented) throw new ProblemError('refresh-invalid')
    const { families } = this.parts.models
    const now = this.parts.context.clock.now()
    const _id = toId(presented.familyId)
    const turned = await families.findOneAndUpdate(
      { _id, n: presented.n, revokedAt: null, expiresAt: { $gt: now } },
      { $inc: { n: 1 }, $set: { rotatedAt: now, expiresAt: new Date(now.getTime() + REFRESH_LIFE) } }, { returnDocument: 'after' }).lean()
    const family = turned ?? (await families.findById(_id).lean())
    if (!family) throw new ProblemError('refresh-invalid')
    if (!turned) {
      const verdict = rotationOf(family, presented.n, now)
      if (verdict === 'reuse') await this.revoke(family._id, family.accountId)
      if (verdict !== 'repeat') throw new ProblemError('refresh-invalid')
    }
    return { session: await this.open(family.accountId.toHexString(), 'refresh-invalid'), refresh: this.parts.tokens.refreshValue(presented.familyId, family.n) }
  }

  /** Ends the cookie's family; a cookie that is none ends nothing. */
  async logout(cookie: string | undefined): Promise<void> {
    const presented = cookie === undefined ? null : this.parts.tokens.readRefresh(cookie)
    if (!presented) return
    await this.parts.models.families.updateOne({ _id: toId(presented.familyId), revokedAt: null }, { $set: { revokedAt: this.parts.context.clock.now() } })
  }

  /** A session for an account. Throws `gone` when the account was removed or shut. */
  private async open(accountId: string, gone: 'unauthenticated' | 'refresh-invalid' = 'unauthenticated'): Promise<Session> {
    const caller = await this.parts.callers.get(accountId)
    if (!caller) throw new ProblemError(gone)
    return { accessToken: this.parts.tokens.issueAccess(accountId), expiresIn: ACCESS_SECONDS, me: await presentMe(this.parts, caller) }
  }

  /** One account per openid, however many log in at once. */
  private async accountOf(openid: string): Promise<AccountRecord> {
    const { accounts } = this.parts.models
    const known = await accounts.findOne({ openid }).lean()
    if (known) return known
    const account = { ...this.blank('wechat'), openid }
    try {
      await accounts.create(account)
      return account
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      return found(await accounts.findOne({ openid }).lean())
    }
  }

  private blank(kind: AccountRecord['kind']): AccountRecord {
    return { _id: newId(), kind, boundAt: null, consent: null, name: null, createdAt: this.parts.context.clock.now(), disabled: false }
  }

  private async newFamily(accountId: ObjectId): Promise<string> {
    const now = this.parts.context.clock.now()
    const _id = newId()
    await this.parts.models.families.create({ _id, accountId, n: 0, rotatedAt: now, expiresAt: new Date(now.getTime() + REFRESH_LIFE), revokedAt: null })
    return this.parts.tokens.refreshValue(_id.toHexString(), 0)
  }

  private async revoke(familyId: ObjectId, accountId: ObjectId): Promise<void> {
    const ended = await this.parts.models.families.findOneAndUpdate({ _id: familyId, revokedAt: null }, { $set: { revokedAt: this.parts.context.clock.now() } }).lean()
    if (ended) await this.parts.audit.record(null, { action: 'refresh.reused', targetType: 'account', targetId: accountId.toHexString(), detail: '旧的登录凭据被再次使用，已全部作废' })
  }
}
