import { DECLARED, GUARDED } from '../../privacy'
import { given } from '../host'
import { Misuse, Refusal, api, textOf } from './answer'
import { withinTap } from '../space'

const STATUS_BAR = 20

/** Sizes as WeChat tells them, of this page. */
const screen = () => ({
  pixelRatio: devicePixelRatio, screenWidth: innerWidth, screenHeight: innerHeight, windowWidth: innerWidth, windowHeight: innerHeight, statusBarHeight: STATUS_BAR, screenTop: 0,
  safeArea: { left: 0, top: STATUS_BAR, right: innerWidth, bottom: innerHeight, width: innerWidth, height: innerHeight - STATUS_BAR },
})
const base = { SDKVersion: '3.7.0', version: '8.0.50', language: 'zh_CN', theme: 'light', host: { env: 'WeChat' }, enableDebug: false, fontSizeSetting: 16 }
const device = { brand: 'simulator', model: 'simulator', system: 'simulator', platform: 'devtools', abi: '', benchmarkLevel: -1 }

/** Throws as WeChat does when the member refused, or when nobody declared it. */
function guarded(name: string): void {
  const scope = GUARDED[name]
  if (scope === undefined) return
  if (!DECLARED.includes(scope)) throw new Refusal('api scope is not declared in the privacy agreement', 112)
  if (given.privacy === 'refused') throw new Refusal('privacy permission is not authorized', 104)
}

const MOST_TEMPLATES = 3

/** Sizes, settings, clipboard, login codes, subscribe messages. */
export function deviceApis(login: () => Promise<string>) {
  let clipboard = ''
  return {
    getSystemInfoSync: () => ({ ...base, ...device, ...screen() }),
    getWindowInfo: screen,
    getDeviceInfo: () => device,
    getAppBaseInfo: () => base,
    getSystemSetting: () => ({ bluetoothEnabled: false, locationEnabled: false, wifiEnabled: true, deviceOrientation: 'portrait' }),
    getAppAuthorizeSetting: () => ({ cameraAuthorized: 'authorized' }),
    getMenuButtonBoundingClientRect: () => ({ top: STATUS_BAR + 4, height: 32, width: 87, left: innerWidth - 97, right: innerWidth - 10, bottom: STATUS_BAR + 36 }),
    getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0000000000000000', envVersion: 'develop', version: '' }, plugin: {} }),
    canIUse: () => true,
    login: api('login', async () => ({ code: await login() })),
    checkSession: api('checkSession', () => ({})),
    getRandomValues: api('getRandomValues', ({ length }) => {
      if (typeof length !== 'number' || length < 1 || length > 1_048_576) throw new Misuse('invalid length')
      return { randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer }
    }),
    vibrateShort: api('vibrateShort', ({ type }) => {
      if (!['heavy', 'medium', 'light'].includes(String(type))) throw new Misuse('style is not support')
      return {}
    }),
    vibrateLong: api('vibrateLong', () => ({})),
    setClipboardData: api('setClipboardData', (options) => {
      guarded('setClipboardData')
      if (typeof options['data'] !== 'string') throw new Misuse('parameter.data should be String')
      clipboard = textOf(options, 'data')
      return {}
    }),
    getClipboardData: api('getClipboardData', () => {
      guarded('getClipboardData')
      return { data: clipboard }
    }),
    chooseMessageFile: api('chooseMessageFile', () => {
      guarded('chooseMessageFile')
      throw new Refusal('cancel')
    }),
    shareFileMessage: api('shareFileMessage', () => {
      if (!withinTap()) throw new Refusal('can only be invoked by user TAP gesture.')
      return {}
    }),
    scanCode: api('scanCode', () => { throw new Refusal('cancel') }),
    getLocation: api('getLocation', () => {
      if (!(given.program.app.requiredPrivateInfos ?? []).includes('getLocation')) throw new Refusal('the api need to be declared in the requiredPrivateInfos field in app.json/ext.json')
      guarded('getLocation')
      return { latitude: 0, longitude: 0, accuracy: 1000 }
    }),
    requestSubscribeMessage: api('requestSubscribeMessage', ({ tmplIds }) => {
      if (!withinTap()) throw new Refusal('can only be invoked by user TAP gesture.', 20001)
      if (!Array.isArray(tmplIds) || tmplIds.length === 0 || tmplIds.length > MOST_TEMPLATES) throw new Misuse('TmplIds count out of max bounds', 20003)
      return Object.fromEntries(tmplIds.map((id) => [String(id), 'accept']))
    }),
    openSetting: api('openSetting', () => ({ authSetting: {} })),
    getSetting: api('getSetting', () => ({ authSetting: {} })),
    getPrivacySetting: api('getPrivacySetting', () => ({ needAuthorization: given.privacy !== 'agreed', privacyContractName: '用户隐私保护指引' })),
  }
}
