import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { at, top } from './top.mjs'

const SKIPPED = new Set(['node_modules', 'dist', '.cache'])

async function* filesOf(path) {
  const info = await stat(path).catch(() => undefined)
  if (info?.isFile()) yield path
  if (!info?.isDirectory()) return
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (!SKIPPED.has(entry.name)) yield* filesOf(join(path, entry.name))
  }
}

/** A digest of names and contents of the files under these paths (below the top folder), and of further words that shape the result. */
export async function digest(paths, words = []) {
  const files = []
  for (const path of paths) for await (const file of filesOf(at(path))) files.push(file)
  const hash = createHash('sha256').update(JSON.stringify(words))
  for (const file of files.sort()) hash.update(`${relative(top, file)}\0`).update(await readFile(file)).update('\0')
  return hash.digest('hex')
}

const stampOf = (name) => at('.cache', 'build', `${name}.stamp`)

/** The digest of the inputs when `name` was last built well; empty when never. */
export const readStamp = (name) => readFile(stampOf(name), 'utf8').catch(() => '')

/** Remembers that `name` was built from inputs with this digest. */
export async function writeStamp(name, value) {
  await mkdir(dirname(stampOf(name)), { recursive: true })
  await writeFile(stampOf(name), value)
}
