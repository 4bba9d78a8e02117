import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** Every file below a folder with its text, by path with forward slashes. */
export async function textsOf(folder: string, endings: readonly string[]): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
  const texts = new Map<string, string>()
  for (const file of files) {
    const path = join(file.parentPath, file.name)
    texts.set(relative(folder, path).split(sep).join('/'), await readFile(path, 'utf8'))
  }
  return texts
}

/** `./b` seen from `a/x` is `a/b`; `/b` is `b`. */
export function resolveFrom(from: string, to: string): string {
  const parts = to.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of to.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** `a/b.wxml` without its ending. */
export const withoutEnding = (path: string): string => path.replace(/\.[^./]+$/, '')
