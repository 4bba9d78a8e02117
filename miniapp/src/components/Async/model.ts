/** What a page knows about something it fetches; the result of a query fits. */
export interface AsyncSource<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly refetch: () => unknown
}

export type Phase<T> =
  | { kind: 'loading' }
  | { kind: 'empty'; error: unknown }
  | { kind: 'error'; error: unknown }
  | { kind: 'ready'; data: T; error: unknown }

/**
 * Which of the four states a page is in. Content once fetched stays: a failed refresh is `ready` or `empty`
 * with the error beside it. While an error is being retried its page stays, the button at work.
 */
export function phaseOf<T>(source: AsyncSource<T>, isEmpty: (data: T) => boolean): Phase<T> {
  const { data, error } = source
  if (data !== undefined) {
    return isEmpty(data) ? { kind: 'empty', error } : { kind: 'ready', data, error }
  }
  return error ? { kind: 'error', error } : { kind: 'loading' }
}

/** A skeleton appears only after so many ms of waiting … */
export const SKELETON_AFTER_MS = 200
/** … and then stays at least so long, so that nothing flickers. */
export const SKELETON_AT_LEAST_MS = 400

/** How long a shown skeleton still has to stay. */
export function skeletonRest(shownAt: number, now: number): number {
  return Math.max(0, shownAt + SKELETON_AT_LEAST_MS - now)
}
