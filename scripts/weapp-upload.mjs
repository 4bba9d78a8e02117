import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { at, requireNode } from './lib/top.mjs'

requireNode()

const { Progress } = await import('./lib/progress.mjs')
const { ensureInstalled, npm } = await import('./lib/install.mjs')
const { ensureBuilt } = await import('./lib/build.mjs')
const { checkDist } = await import('./lib/dist.mjs')
const { commandOf, MINIPROGRAM_CI, PREVIEW_CODE, readUpload } = await import('./lib/upload.mjs')

/** Builds the mini-program for a service, checks it, and hands it to WeChat: as a version to be reviewed, or as a preview to scan. */
async function main() {
  if (existsSync(at('.env'))) process.loadEnvFile(at('.env'))
  const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  const upload = readUpload(process.argv.slice(2), process.env, { version, readKey: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null) })
  if (upload.problems.length > 0) throw new Error(`还不能上传 / not ready to upload:\n${upload.problems.map((problem) => `  · ${problem}`).join('\n')}`)

  const progress = new Progress()
  await ensureInstalled(progress)
  await ensureBuilt(['weapp'], progress)
  const project = at('miniapp', 'dist', 'weapp')
  const { rows, table } = await checkDist({ weapp: project })
  progress.line(table)
  if (rows.some(({ ok }) => !ok)) throw new Error('构建有问题，没有上传。 / The build has findings, nothing was uploaded.')

  const code = at(PREVIEW_CODE)
  await mkdir(dirname(code), { recursive: true })
  const command = commandOf(upload, { project, appid: process.env.WEAPP_APPID, keyFile: resolve(process.env.WEAPP_KEY_FILE), code })
  // With the terminal as it is: the tool tells its own progress.
  const { code: ended } = await npm(['exec', '--yes', `--package=${MINIPROGRAM_CI}`, '--', 'miniprogram-ci', ...command], { stdio: 'inherit', ownGroup: false })
  if (ended !== 0) throw new Error('没有传上去。常见原因：本机 IP 不在公众平台的上传白名单里。 / The upload failed; often the address of this machine is not in the allow list.')
  console.log(upload.preview ? `用微信扫 ${PREVIEW_CODE} / scan it with WeChat` : `已上传 ${upload.version}，到公众平台的“版本管理”提交审核。 / uploaded; submit it for review at mp.weixin.qq.com`)
}

await main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
