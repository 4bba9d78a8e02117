import { calls, fault } from '../report'

/** What every call of the platform may be given. */
export interface Callbacks {
  success?: (answer: object) => void
  fail?: (answer: { errMsg: string; errno?: number }) => void
  complete?: (answer: object) => void
}
export type Options = Callbacks & Record<string, unknown>

/** A refusal in WeChat's words. */
export class Refusal extends Error {
  constructor(message: string, readonly errno?: number) {
    super(message)
  }
}

/** A call with fields the platform does not know or cannot use: the app's own mistake, whoever catches it. */
export class Misuse extends Refusal {}

const wordsOf = (name: string, error: unknown): { errMsg: string; errno?: number } => {
  const message = error instanceof Error ? error.message : String(error)
  return { errMsg: `${name}:fail ${message}`, ...(error instanceof Refusal && error.errno !== undefined ? { errno: error.errno } : {}) }
}

/**
 * A call of the platform: answers by callbacks when there are any, else by a promise, as WeChat does.
 * @param act throws to refuse
 */
export function api(name: string, act: (options: Record<string, unknown>) => object | Promise<object>) {
  return (options: Options = {}): Promise<object> | undefined => {
    const { success, fail, complete, ...args } = options
    calls.push({ api: name, args })
    const called = success !== undefined || fail !== undefined || complete !== undefined
    // Called at once: what depends on the tap is decided within it.
    const work = new Promise<object>((resolve) => resolve(act(args))).catch((error: unknown) => {
      if (error instanceof Misuse) fault('misuse', wordsOf(name, error).errMsg)
      throw error
    }).then((answer) => ({ errMsg: `${name}:ok`, ...answer }))
    if (!called) return work.catch((error: unknown) => Promise.reject(Object.assign(new Error(wordsOf(name, error).errMsg), wordsOf(name, error))))
    work.then((answer) => {
      success?.(answer)
      complete?.(answer)
    }, (error: unknown) => {
      fail?.(wordsOf(name, error))
      complete?.(wordsOf(name, error))
    })
    return undefined
  }
}

export const textOf = (options: Record<string, unknown>, name: string): string => (typeof options[name] === 'string' ? options[name] : '')
