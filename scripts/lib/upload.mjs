/** Pinned: it builds and signs what is uploaded. 276 MB with what it needs, so only who uploads fetches it. */
export const MINIPROGRAM_CI = 'miniprogram-ci@2.1.42'
/** Where the QR code of a preview is written, below the top folder. */
export const PREVIEW_CODE = 'artifacts/weapp-preview.jpg'

/** A name, as WeChat takes no address by numbers. */
const ORIGIN = /^https:\/\/(?!\d+(?:\.\d+){3}(?::|$))[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/i
const MOST_ROBOTS = 30
const FLAGS = ['--version', '--desc', '--robot']

/** The words behind a flag; undefined without it, '' when nothing follows. */
const wordsAfter = (args, flag) => (args.includes(flag) ? (args[args.indexOf(flag) + 1] ?? '') : undefined)

/**
 * What is to be uploaded, and what is missing for it in sentences. Pure.
 * @param {string[]} args of the command line: --preview, --version 1.2.0, --desc 文字, --robot 1
 * @param {Record<string, string | undefined>} env WEAPP_APPID, WEAPP_KEY_FILE, TARO_APP_API
 * @param {{version: string, readKey: (path: string) => string | null}} surroundings version of package.json; text of a file, null when there is none
 * @returns {{problems: string[], preview: boolean, version: string, desc: string, robot: number}}
 */
export function readUpload(args, env, { version: own, readKey }) {
  const preview = args.includes('--preview')
  const version = wordsAfter(args, '--version') ?? own
  const desc = wordsAfter(args, '--desc') ?? (preview ? `预览 ${version}` : `版本 ${version}`)
  const robot = Number(wordsAfter(args, '--robot') ?? 1)
  const problems = []
  const unknown = args.filter((arg, index) => arg !== '--preview' && !FLAGS.includes(arg) && !FLAGS.includes(args[index - 1] ?? ''))
  if (unknown.length > 0) problems.push(`不认识 ${unknown.join(' ')}。可用：--preview --version 1.2.0 --desc 说明 --robot 1 / unknown: ${unknown.join(' ')}`)
  if (!/^wx[0-9a-f]{16}$/.test(env.WEAPP_APPID ?? '')) problems.push('WEAPP_APPID 要填小程序的 AppID（wx 加 16 位） / WEAPP_APPID must be the AppID of the mini-program')
  const key = env.WEAPP_KEY_FILE ? readKey(env.WEAPP_KEY_FILE) : null
  if (!env.WEAPP_KEY_FILE) problems.push('WEAPP_KEY_FILE 要填代码上传密钥的路径（公众平台 → 开发管理 → 开发设置 → 小程序代码上传） / WEAPP_KEY_FILE must be the path of the upload key')
  else if (key === null) problems.push(`没有找到密钥文件 ${env.WEAPP_KEY_FILE} / there is no such key file`)
  else if (!key.includes('PRIVATE KEY')) problems.push(`${env.WEAPP_KEY_FILE} 不是上传密钥 / is no private key`)
  if (!ORIGIN.test(env.TARO_APP_API ?? '')) problems.push('TARO_APP_API 要填服务的 https 地址，结尾不带斜杠，如 https://dj.example.cn / TARO_APP_API must be the https address of the service, without a slash at the end')
  if (!/^\d+\.\d+\.\d+$/.test(version)) problems.push(`版本号 ${version} 应形如 1.2.0 / the version must look like 1.2.0`)
  if (desc === '' || desc.length > 200) problems.push('说明要写 1 到 200 字 / the description must have 1 to 200 characters')
  if (!Number.isInteger(robot) || robot < 1 || robot > MOST_ROBOTS) problems.push(`--robot 取 1 到 ${MOST_ROBOTS} / takes 1 to ${MOST_ROBOTS}`)
  return { problems, preview, version, desc, robot }
}

/**
 * The command line of miniprogram-ci.
 * @param {ReturnType<typeof readUpload>} upload
 * @param {{project: string, appid: string, keyFile: string, code: string}} places folder of the build; the QR code of a preview
 */
export function commandOf({ preview, version, desc, robot }, { project, appid, keyFile, code }) {
  return [
    preview ? 'preview' : 'upload', '--pp', project, '--pkp', keyFile, '--appid', appid, '--uv', version, '--ud', desc, '-r', String(robot),
    ...(preview ? ['--qrcode-format', 'image', '--qrcode-output-dest', code] : []),
  ]
}
