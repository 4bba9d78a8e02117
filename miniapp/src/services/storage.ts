import Taro from '@tarojs/taro'

/** Kept values carry the version of their shape; another version is not read. */
const PREFIX = 'xf1:'

/** One typed value kept on the phone. */
export interface Slot<T> {
  /** null when nothing is kept, or what is kept does not fit. */
  read: () => T | null
  write: (value: T) => void
  remove: () => void
}

/**
 * A place in the phone's storage.
 * @param fits checks what is read: another version of the app may have written it
 */
export function createSlot<T>(name: string, fits: (value: unknown) => value is T): Slot<T> {
  const key = PREFIX + name
  return {
    read: () => {
      try {
        const value: unknown = Taro.getStorageSync(key)
        return fits(value) ? value : null
      } catch {
        return null
      }
    },
    write: (value) => Taro.setStorageSync(key, value),
    remove: () => Taro.removeStorageSync(key),
  }
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
