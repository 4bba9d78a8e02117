import Taro from '@tarojs/taro'
import type { About } from '@/services/outbox'
import { openPage } from '@/services/navigation'
import { toast } from '@/components/toast'
import { signInWithText } from './signIn'
import { WORDS } from './words'

const failureOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'errMsg' in error ? String(error.errMsg) : ''

/**
 * Scans the screen of the room and signs in. In WeChat its own scanner opens at once; a browser needs a page for
 * the camera. Settles when the sign-in got somewhere, so that the button that was tapped can stay busy.
 */
export async function scanToSignIn(about: About | null): Promise<void> {
  if (process.env.TARO_ENV === 'h5') {
    openPage('signScan', { id: about?.activityId })
    return
  }
  let text: string
  try {
    text = (await Taro.scanCode({ onlyFromCamera: true, scanType: ['qrCode'] })).result
  } catch (error) {
    const failure = failureOf(error)
    if (/cancel/.test(failure)) return
    toast(/auth|permission|authorize/.test(failure) ? WORDS.cameraRefused : WORDS.notACode)
    openPage('signCode', { id: about?.activityId })
    return
  }
  await signInWithText(text, about, 'open')
}
