import { readFile } from 'node:fs/promises'
import { at } from './top.mjs'
import { run } from './run.mjs'

/** What npm itself wrote about the tree it put into node_modules; only there when the install came to its end. */
const HIDDEN_LOCK = at('node_modules', '.package-lock.json')

const packagesOf = async (file) => JSON.parse(await readFile(file, 'utf8')).packages

/**
 * Do the installed packages fit the lock file? Packages that are only for some systems may be absent.
 * @param {Record<string, {version?: string, optional?: boolean, peer?: boolean}>} wanted packages of package-lock.json
 * @param {Record<string, {version?: string}>} present packages of node_modules/.package-lock.json
 */
export function fits(wanted, present) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true
    const installed = present[path]
    return installed ? installed.version === entry.version : Boolean(entry.optional)
  })
}

/** Is what the lock file names installed? */
export async function isInstalled() {
  try {
    const [wanted, present] = await Promise.all([packagesOf(at('package-lock.json')), packagesOf(HIDDEN_LOCK)])
    return fits(wanted, present)
  } catch {
    return false
  }
}

/** Runs npm, the one that started us when there is one. */
export function npm(args, options) {
  const own = process.env.npm_execpath
  if (own?.endsWith('.js')) return run(process.execPath, [own, ...args], options)
  return process.platform === 'win32' ? run('cmd', ['/c', 'npm', ...args], options) : run('npm', args, options)
}

/** Installs what the lock file names when it is not there yet. Throws with npm's own words when that fails. */
export async function ensureInstalled(progress) {
  if (await isInstalled()) return
  const result = await progress.run('安装依赖 / installing packages (npm ci)', () => npm(['ci', '--no-audit', '--no-fund'], { timeout: 15 * 60_000 }), ({ code }) => code === 0)
  if (result.code !== 0) throw new Error(`依赖没有装上，请检查网络后再试。 / npm ci failed, check the network and try again.\n${result.output.trim().split('\n').slice(-15).join('\n')}`)
}
