import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Type, type Static, type TLiteral, type TSchema, type TUnion } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

/** Regulations and scoring are versioned data beside the code, checked when they are read (domain-rules.md). */
const DATA = path.join(__dirname, '../../data')

/** One of the listed words, in a form that TypeBox itself can check. */
export const Word = <T extends string>(words: readonly T[]): TUnion<TLiteral<T>[]> => Type.Union(words.map((word) => Type.Literal(word)))

/** Checks data against its schema; throws an Error that names the first place that is wrong. */
export function checkData<T extends TSchema>(schema: T, data: unknown, what: string): Static<T> {
  const wrong = Value.Errors(schema, data).First()
  if (wrong) throw new Error(`${what}: ${wrong.path || '/'} ${wrong.message}`)
  return data
}

/** The versions of a kind of rules that are shipped: `<name>.v<number>.json`, unchecked, oldest first. */
export function shippedData(name: string): unknown[] {
  return readdirSync(DATA)
    .map((file) => ({ file, version: Number(new RegExp(`^${name}\\.v(\\d+)\\.json$`).exec(file)?.[1] ?? 0) }))
    .filter(({ version }) => version > 0)
    .sort((a, b) => a.version - b.version)
    .map(({ file }): unknown => JSON.parse(readFileSync(path.join(DATA, file), 'utf8')))
}

/** The files of a folder beside the rules, by name without their ending; none when the folder is not there. */
export function shippedFiles(folder: string, ending: string): { name: string; bytes: Buffer }[] {
  const place = path.join(DATA, folder)
  if (!existsSync(place)) return []
  return readdirSync(place).filter((file) => file.endsWith(ending)).sort().map((file) => ({ name: file.slice(0, -ending.length), bytes: readFileSync(path.join(place, file)) }))
}
