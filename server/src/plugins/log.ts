/** An error as the log keeps it. */
export type LoggedError = { type: string; code?: string | number; message: string; stack: string }

/** Values that messages quote (a driver's duplicate key, a parser's text), Chinese words, numbers as long as codes and phones, tokens. */
const PERSONAL = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[\u3400-\u9fff·]+|\d{6,}|[\w-]{20,}/g
const LONGEST = 300

/** A message without what may belong to a person: what is left says what happened, not to whom. */
export const scrub = (text: string): string => text.replace(PERSONAL, '…').slice(0, LONGEST)

/** What of an error reaches the log: its kind, scrubbed words and the places in our programs. Its other fields (keys, values, documents) never do. */
export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const { code } = error as Error & { code?: unknown }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: error.name, ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: scrub(error.message), stack: frames.join('\n'),
  }
}

/** Personal data and secrets never reach the log: of a request only its method and the route's pattern do. */
export const serializers = {
  req: (request: { method: string; routeOptions?: { url?: string } }) => ({ method: request.method, route: request.routeOptions?.url ?? 'none' }),
  err: loggedError,
}
