import Taro from '@tarojs/taro'

const errMsgOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'errMsg' in error ? String(error.errMsg) : ''

/**
 * Hands a text over as a file: a download in a browser, a message to a chat in WeChat, which has no place of its own
 * where members would find a file. In WeChat it must be called straight from a tap.
 * @returns false when the member changed their mind; throws when files are not possible here
 */
export async function saveText({ name, text }: { name: string; text: string }): Promise<boolean> {
  if (process.env.TARO_ENV === 'h5') {
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    // the browser reads it after the click has returned
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
    return true
  }
  const filePath = `${Taro.env.USER_DATA_PATH ?? ''}/my-record.json`
  Taro.getFileSystemManager().writeFileSync(filePath, text, 'utf8')
  try {
    await Taro.shareFileMessage({ filePath, fileName: name })
    return true
  } catch (error) {
    if (/cancel/.test(errMsgOf(error))) return false
    throw error
  }
}
