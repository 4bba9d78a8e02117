import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { at } from './top.mjs'
import { compileWeapp } from './weapp.mjs'

const KB = 1024
const MAIN_LIMIT = 700 * KB
const SUBPACKAGE_LIMIT = 600 * KB
/** Stays in minified code: the symbol by which TypeBox marks its schemas. */
const TYPEBOX = 'TypeBox.Kind'

async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  return Promise.all(files.map(async (file) => ({ path: relative(folder, file).split(sep).join('/'), file, size: (await stat(file)).size })))
}

/** Splits the files of a weapp build by package: '' is the main package, the others are named by their root. */
export function packagesOf(files, roots) {
  const sizes = new Map([['', 0], ...roots.map((root) => [root, 0])])
  for (const { path, size } of files) {
    const root = roots.find((candidate) => path.startsWith(`${candidate}/`)) ?? ''
    sizes.set(root, sizes.get(root) + size)
  }
  return sizes
}

async function sizeRows(folder) {
  // A damaged app.json is told by the compiler's lines.
  const app = await readFile(join(folder, 'app.json'), 'utf8').then((text) => JSON.parse(text)).catch(() => ({}))
  const roots = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => root.replace(/\/$/, ''))
  return [...packagesOf(await filesOf(folder), roots)].map(([root, size]) => {
    const limit = root === '' ? MAIN_LIMIT : SUBPACKAGE_LIMIT
    return { what: root === '' ? 'weapp main package' : `weapp ${root}`, value: `${Math.ceil(size / KB)} KB`, limit: `${limit / KB} KB`, ok: size <= limit }
  })
}

async function typeboxRow(target, folder) {
  const scripts = (await filesOf(folder)).filter(({ path }) => path.endsWith('.js'))
  const hits = []
  for (const { path, file } of scripts) if ((await readFile(file, 'utf8')).includes(TYPEBOX)) hits.push(path)
  return { what: `${target} carries TypeBox`, value: hits.length === 0 ? 'no' : hits.join(', '), limit: 'no', ok: hits.length === 0 }
}

/** The build as WeChat's tools would read it: every finding is a line of its own, none at all is one good line. */
async function compileRows(folder) {
  const { diagnostics } = await compileWeapp(folder)
  if (diagnostics.length === 0) return [{ what: 'weapp compiles', value: 'yes', limit: 'yes', ok: true }]
  return diagnostics.map(({ file, line, message }) => ({ what: `${file}${line === null ? '' : `:${line}`}`, value: message, limit: 'no finding', ok: false }))
}

function tableOf(rows) {
  const width = (key) => Math.max(...rows.map((row) => row[key].length))
  const [what, value, limit] = ['what', 'value', 'limit'].map(width)
  return rows.map((row) => `  ${row.ok ? '✓' : '✗'} ${row.what.padEnd(what)}  ${row.value.padStart(value)}  (limit ${row.limit.padStart(limit)})`).join('\n')
}

/**
 * Checks what would be uploaded to WeChat and served to browsers: sizes of packages, and that the schema library stayed at home.
 * @returns {Promise<{rows: {what: string, value: string, limit: string, ok: boolean}[], table: string}>}
 */
export async function checkDist(folders = { weapp: at('miniapp', 'dist', 'weapp'), h5: at('miniapp', 'dist', 'h5') }) {
  for (const [target, folder] of Object.entries(folders)) if (!existsSync(folder)) throw new Error(`${target} is not built: npm run build`)
  const rows = [...(await compileRows(folders.weapp)), ...(await sizeRows(folders.weapp)), ...(await Promise.all(Object.entries(folders).map(([target, folder]) => typeboxRow(target, folder))))]
  return { rows, table: tableOf(rows) }
}
