import { ProblemError } from './problems'

/** Opaque keyset cursors: the sort key of the last item, base64url JSON. */
export const encodeCursor = (parts: readonly (string | number)[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** Reads a cursor of `length` parts; a damaged one is a validation problem, not a crash. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parts) && parts.length === length && parts.every((part) => typeof part === 'string' || typeof part === 'number')) return parts
  } catch {
    // falls through to the problem below
  }
  throw new ProblemError('validation', { fields: [{ path: 'cursor', message: '翻页位置无效，请从头刷新' }] })
}
