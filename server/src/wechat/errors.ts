import { ProblemError } from '../kernel/problems'

/** Error codes of WeChat's server API that this service meets (developers.weixin.qq.com, 全局返回码 and the pages of each call). */
export const WECHAT_ERRORS = {
  busy: -1,
  invalidSecret: 40001,
  invalidGrantType: 40002,
  invalidOpenid: 40003,
  invalidAppId: 40013,
  invalidToken: 40014,
  invalidCode: 40029,
  invalidTemplate: 40037,
  longTermQuota: 40038,
  wrongSecret: 40125,
  codeUsed: 40163,
  addressNotAllowed: 40164,
  riskyUser: 40226,
  tokenMissing: 41001,
  appIdMissing: 41002,
  secretMissing: 41004,
  codeMissing: 41008,
  invalidPage: 41030,
  tokenExpired: 42001,
  /** The member has not accepted a message of this template, or every acceptance is used. */
  notAccepted: 43101,
  messagesBanned: 43107,
  concurrentCalls: 43108,
  dailyQuota: 45009,
  minuteQuota: 45011,
  sensitiveWords: 45168,
  invalidArgument: 47003,
  apiUnauthorized: 48001,
  userRestricted: 50002,
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

/** The access token is not (or no longer) the one WeChat knows: a new one may help, at once. */
export const isTokenRefused = (errcode: number): boolean => ([WECHAT_ERRORS.invalidSecret, WECHAT_ERRORS.invalidToken, WECHAT_ERRORS.tokenExpired] as number[]).includes(errcode)
