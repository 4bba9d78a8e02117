import { given, host } from '../host'
import { Refusal, api, textOf } from './answer'

/** WeChat's limits: of one value, and of all, bytes. */
const MOST_EACH = 1024 * 1024
const MOST = 10 * 1024 * 1024

const sizeOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value) ?? '').length

/** Storage that survives a relaunch: Node keeps it. */
export function storageApis() {
  const kept = new Map<string, unknown>(Object.entries(given.storage))
  const total = (): number => [...kept].reduce((sum, [key, value]) => sum + key.length + sizeOf(value), 0)

  function set(key: string, value: unknown): void {
    if (sizeOf(value) > MOST_EACH) throw new Refusal('entry size limit reached')
    // What stood there before makes room.
    if (total() - (kept.has(key) ? sizeOf(kept.get(key)) : 0) + sizeOf(value) > MOST) throw new Refusal('the maximum size of the file storage limit is exceeded')
    // What is kept is what JSON keeps.
    const plain: unknown = value === undefined ? undefined : JSON.parse(JSON.stringify(value))
    kept.set(key, plain)
    void host.simStore({ key, value: plain, removed: false })
  }
  function remove(key: string): void {
    kept.delete(key)
    void host.simStore({ key, value: null, removed: true })
  }
  const copyOf = (key: string): unknown => structuredClone(kept.get(key))
  return {
    getStorageSync: (key: string): unknown => (kept.has(key) ? copyOf(key) : ''),
    setStorageSync: set,
    removeStorageSync: remove,
    clearStorageSync: () => [...kept.keys()].forEach(remove),
    getStorageInfoSync: () => ({ keys: [...kept.keys()], currentSize: Math.ceil(total() / 1024), limitSize: MOST / 1024 }),
    getStorage: api('getStorage', (options) => {
      const key = textOf(options, 'key')
      if (!kept.has(key)) throw new Refusal('data not found')
      return { data: copyOf(key) }
    }),
    setStorage: api('setStorage', (options) => {
      set(textOf(options, 'key'), options['data'])
      return {}
    }),
    removeStorage: api('removeStorage', (options) => {
      remove(textOf(options, 'key'))
      return {}
    }),
  }
}
