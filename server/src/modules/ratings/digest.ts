import { createHash } from 'node:crypto'
import type { RatingInputs } from './types'

/** The same text for the same value, whatever the order in which its names were written. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(',')}}`
}

/** Names inputs and scheme: the same digest is the same score. */
export const digestOf = (schemeVersion: number, inputs: RatingInputs): string => createHash('sha256').update(`${schemeVersion} ${canonical(inputs)}`).digest('base64url')
