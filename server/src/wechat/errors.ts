import { ProblemError } from '../kernel/problems'

/** Error codes of WeChat's server API that this service meets (developers.weixin.qq.com, 全局返回码 and the pages of each call). */
export const WECHAT_ERRORS = {
  busy: -1,
  invalidSecret: 40001,
  invalidGrantType: 40002,
  invalidAppId: 40013,
  invalidCode: 40029,
  wrongSecret: 40125,
  codeUsed: 40163,
  addressNotAllowed: 40164,
  riskyUser: 40226,
  appIdMissing: 41002,
  secretMissing: 41004,
  codeMissing: 41008,
  minuteQuota: 45011,
} as const

/** What an errcode of the login call means to the person who waits. */
export function loginProblem(errcode: number): ProblemError {
  switch (errcode) {
    case WECHAT_ERRORS.invalidCode:
    case WECHAT_ERRORS.codeUsed:
      return new ProblemError('wechat-code-invalid')
    case WECHAT_ERRORS.minuteQuota:
      return new ProblemError('rate-limited', { retryAfterSeconds: 60 })
    case WECHAT_ERRORS.riskyUser:
      // Not a matter of trying again: the phone must not ask for the next code by itself.
      return new ProblemError('forbidden', { title: '微信提示这个账号有风险，暂时不能登录。可以用网页版，或请书记代签' })
    default:
      return new ProblemError('wechat-unavailable')
  }
}

/** Codes that say the operator's settings are wrong rather than that WeChat is busy. */
export const isMisconfigured = (errcode: number): boolean =>
  ([WECHAT_ERRORS.invalidSecret, WECHAT_ERRORS.invalidAppId, WECHAT_ERRORS.wrongSecret, WECHAT_ERRORS.addressNotAllowed, WECHAT_ERRORS.appIdMissing, WECHAT_ERRORS.secretMissing] as number[]).includes(errcode)
