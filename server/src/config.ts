import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TemplateKey } from '@pioneer/shared-types/constants'

export const MODES = ['demo', 'single', 'cluster'] as const
const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type Mode = (typeof MODES)[number]

/** Every setting of the service, checked once at boot. The README's table says the same in words. */
export interface Config {
  mode: Mode
  port: number
  host: string
  /** Stands in the QR code; no slash at the end. Null: the address the server listens on. */
  publicUrl: string | null
  /** Null: the embedded store in the data folder. */
  mongoUri: string | null
  dataDir: string
  jwtSecret: Buffer
  dataKey: Buffer
  trustProxy: boolean
  wechat: { appId: string; secret: string; apiBase: string } | null
  /** Ids of the subscribe message templates at WeChat; what is missing is told in the app's inbox only. */
  wechatTemplates: Readonly<Partial<Record<TemplateKey, string>>>
  /** Folder of the web build; null serves the API only. */
  webRoot: string | null
  /** Loopback port for metrics; null: none. */
  innerPort: number | null
  logLevel: (typeof LOG_LEVELS)[number]
}

/** A setting that is missing or unsafe: one clear line, then the process ends. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ConfigError'
  }
}

type Env = Readonly<Record<string, string | undefined>>

const integer = (env: Env, name: string, fallback: number, max: number): number => {
  const text = env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0 || value > max) throw new ConfigError(`${name}=${text} 应是 0 到 ${max} 的整数 / must be a whole number from 0 to ${max}`)
  return value
}

const WEAK = /^(.)\1+$|secret|password|changeme|example|123456/i

/** Reads a secret of at least 32 bytes; in demo and single mode one is made and kept in the data folder. */
function secret(env: Env, name: string, mode: Mode, dataDir: string): Buffer {
  const given = env[name]
  if (given !== undefined && given !== '') {
    const bytes = Buffer.from(given)
    if (bytes.length < 32 || WEAK.test(given)) throw new ConfigError(`${name} 太弱：至少 32 个字符的随机串 / is weak: use at least 32 random characters`)
    return bytes
  }
  if (mode === 'cluster') throw new ConfigError(`cluster 模式必须设置 ${name} / ${name} is required in cluster mode`)
  const file = path.join(dataDir, `${name.toLowerCase().replace('_', '-')}`)
  if (existsSync(file)) {
    const kept = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
    if (kept.length < 32) throw new ConfigError(`${file} 已损坏：恢复备份，或在没有数据时删除 data 文件夹重来 / is damaged`)
    return kept
  }
  // A new key would not open the phone numbers that the old one has closed.
  if (name === 'DATA_KEY' && existsSync(path.join(dataDir, 'store'))) throw new ConfigError(`${file} 不见了，没有它读不出加密的手机号：请从备份恢复 / is missing: restore it from the backup`)
  mkdirSync(dataDir, { recursive: true })
  keepOnce(file, randomBytes(48).toString('base64url'))
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
}

/** Keeps a text readable by the owner only, whole or not at all; what another start has kept meanwhile stands. */
function keepOnce(file: string, content: string): void {
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, content, { mode: 0o600, flush: true })
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Reads the settings from the environment. Throws ConfigError with one sentence for the operator. */
export function readConfig(env: Env, root: string): Config {
  const mode = (env['MODE'] || 'single') as Mode
  if (!MODES.includes(mode)) throw new ConfigError(`MODE=${mode} 应是 ${MODES.join('、')} 之一 / must be one of ${MODES.join(', ')}`)
  const dataDir = path.resolve(root, env['DATA_DIR'] || path.join('data', mode))
  const mongoUri = env['MONGODB_URI'] || null
  if (mode === 'cluster' && !mongoUri) throw new ConfigError('cluster 模式必须设置 MONGODB_URI / MONGODB_URI is required in cluster mode')
  const publicUrl = (env['PUBLIC_URL'] ?? '').replace(/\/+$/, '') || null
  if (publicUrl && !/^https?:\/\/[^/\s]+$/.test(publicUrl)) throw new ConfigError(`PUBLIC_URL=${publicUrl} 应形如 https://dj.example.cn / must look like https://dj.example.cn`)
  if (publicUrl && publicUrl.length > 41) throw new ConfigError('PUBLIC_URL 太长，二维码会变密：最多 41 个字符 / must be at most 41 characters so that the QR code stays coarse')
  const appId = env['WECHAT_APPID']
  const wechatSecret = env['WECHAT_SECRET']
  if (Boolean(appId) !== Boolean(wechatSecret)) throw new ConfigError('WECHAT_APPID 和 WECHAT_SECRET 要一起设置 / must be set together')
  const { WECHAT_TEMPLATE_MEETING: meeting, WECHAT_TEMPLATE_STUDY: study } = env
  const logLevel = (env['LOG_LEVEL'] || (mode === 'demo' ? 'warn' : 'info')) as Config['logLevel']
  if (!LOG_LEVELS.includes(logLevel)) throw new ConfigError(`LOG_LEVEL=${logLevel} 应是 ${LOG_LEVELS.join('、')} 之一 / must be one of ${LOG_LEVELS.join(', ')}`)
  const webRoot = path.resolve(root, env['WEB_ROOT'] || 'miniapp/dist/h5')
  return {
    mode,
    port: integer(env, 'PORT', 3000, 65535),
    host: env['HOST'] || '127.0.0.1',
    publicUrl,
    mongoUri,
    dataDir,
    jwtSecret: secret(env, 'JWT_SECRET', mode, dataDir),
    dataKey: secret(env, 'DATA_KEY', mode, dataDir),
    trustProxy: env['TRUST_PROXY'] === '1' || env['TRUST_PROXY'] === 'true',
    wechat: appId && wechatSecret ? { appId, secret: wechatSecret, apiBase: (env['WECHAT_API_BASE'] || 'https://api.weixin.qq.com').replace(/\/+$/, '') } : null,
    wechatTemplates: { ...(meeting ? { meeting } : {}), ...(study ? { study } : {}) },
    webRoot: existsSync(path.join(webRoot, 'index.html')) ? webRoot : null,
    innerPort: env['INNER_PORT'] ? integer(env, 'INNER_PORT', 0, 65535) : null,
    logLevel,
  }
}
