import Taro from '@tarojs/taro'

/** Where Taro's web version keeps a copy of what was copied. */
const TARO_COPY = 'taro_clipboard'

/** Copies a text; both targets say so themselves. Nothing of it stays in the browser's storage: it may be a one-time code. */
export async function copyText(text: string): Promise<void> {
  await Taro.setClipboardData({ data: text })
  if (process.env.TARO_ENV === 'h5') Taro.removeStorageSync(TARO_COPY)
}
