import type { Launch } from '../../shapes'
import { given, host } from '../host'
import type { Pages } from '../pages'
import { fault } from '../report'
import { api } from './answer'
import { deviceApis } from './device'
import { networkApis } from './network'
import { storageApis } from './storage'
import { uiApis } from './ui'

type Listener = (detail: unknown) => void

/** What libraries look for before they use it: absent here, as on old phones, and no fault. */
const PROBED: readonly string[] = ['webpackJsonp', 'cloud', 'onNeedPrivacyAuthorization', 'getEnv', 'preload', 'onLazyLoadError', 'then', 'toJSON', 'nodeType', 'getApp', 'worklet', 'router', '__esModule', 'default']

/** The platform: what the app uses and nothing else. Reaching for anything unknown is a fault. */
export function createWx(pages: () => Pages) {
  const app: Record<string, Set<Listener>> = {}
  const on = (event: string) => (listener: Listener): void => { (app[event] ??= new Set()).add(listener) }
  const off = (event: string) => (listener?: Listener): void => { if (listener) app[event]?.delete(listener); else app[event]?.clear() }
  let entered: Required<Launch> = given.launch
  const network = networkApis()
  const optionsOf = ({ path, query, scene }: Required<Launch>) => ({ path, query, scene, referrerInfo: {}, shareTicket: '', mode: 'default', apiCategory: 'default' })
  const nothing = (): void => undefined

  const apis: Record<string, unknown> = {
    ...deviceApis(() => host.simLogin()), ...storageApis(), ...network.apis, ...uiApis(pages),
    env: { USER_DATA_PATH: 'wxfile://usr' },
    nextTick: (work: () => void) => { void Promise.resolve().then(work) },
    getNetworkType: api('getNetworkType', () => ({ networkType: network.type() })),
    getLaunchOptionsSync: () => optionsOf(given.launch),
    getEnterOptionsSync: () => optionsOf(entered),
    getUpdateManager: () => ({ onCheckForUpdate: nothing, onUpdateReady: nothing, onUpdateFailed: nothing, applyUpdate: nothing }),
    getFileSystemManager: () => files(),
    ...Object.fromEntries(['AppShow', 'AppHide', 'Error', 'UnhandledRejection', 'PageNotFound', 'ThemeChange', 'WindowResize', 'KeyboardHeightChange', 'MemoryWarning', 'AudioInterruptionBegin', 'AudioInterruptionEnd'].flatMap((event) => [[`on${event}`, on(event)], [`off${event}`, off(event)]])),
  }

  const wx = new Proxy(apis, {
    get(target, name) {
      if (typeof name === 'symbol' || name in target) return target[name as string]
      if (!PROBED.includes(name)) fault('unknown-api', `wx.${name} is not among what this product uses: see tests/weapp-simulator/README.md`)
      return undefined
    },
  })
  return {
    wx, network,
    emit: (event: string, detail: unknown): void => app[event]?.forEach((listener) => listener(detail)),
    enter(launch: Required<Launch>): object {
      entered = launch
      return optionsOf(launch)
    },
    launchOptions: () => optionsOf(given.launch),
  }
}

/** Files an export writes before it is shared: kept in memory, text only. */
function files() {
  const kept = new Map<string, unknown>()
  return {
    writeFile: api('writeFile', ({ filePath, data }) => {
      kept.set(String(filePath), data)
      return {}
    }),
    writeFileSync: (path: string, data: unknown) => { kept.set(path, data) },
    readFile: api('readFile', ({ filePath }) => {
      if (!kept.has(String(filePath))) throw new Error('no such file or directory')
      return { data: kept.get(String(filePath)) as object }
    }),
    readFileSync: (path: string) => kept.get(path),
    unlink: api('unlink', ({ filePath }) => {
      kept.delete(String(filePath))
      return {}
    }),
    accessSync: (path: string) => { if (!kept.has(path)) throw new Error('no such file or directory') },
  }
}
