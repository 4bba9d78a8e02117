import Taro from '@tarojs/taro'
import { toast } from '@/components/toast'
import { pairScreen } from './api'
import { pairingOf } from './model'
import { WORDS } from './words'

/** Scans the code of a waiting screen; in WeChat only. */
export function scanPairing(onFound: (text: string) => void): void {
  Taro.scanCode({ onlyFromCamera: true, scanType: ['qrCode'] }).then(
    ({ result }) => {
      const pairing = pairingOf(result)
      if (pairing === null) toast(WORDS.notScreen)
      else onFound(pairing)
    },
    // closed without scanning
    () => undefined,
  )
}

/** Opens the screen in this browser, without pairing: the link carries its token behind the #. */
export async function openHere(activityId: string): Promise<void> {
  const { url } = await pairScreen(activityId)
  if (url === null) return
  // the address may be known by another name than the one the service puts into links
  const path = url.slice(url.indexOf('/#/'))
  if (window.open(path, '_blank') === null) window.location.assign(path)
}
