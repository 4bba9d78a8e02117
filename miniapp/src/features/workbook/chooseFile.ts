import Taro from '@tarojs/taro'

export interface ChosenFile {
  name: string
  bytes: ArrayBuffer
}

/** A file out of a WeChat chat, the only place a phone keeps workbooks; chooseFile.h5.ts is its twin in a browser. */
export async function chooseFile(onRead: (file: ChosenFile) => void, onError: (error: unknown) => void): Promise<void> {
  try {
    const { tempFiles } = await Taro.chooseMessageFile({ count: 1, type: 'file', extension: ['xlsx'] })
    const [file] = tempFiles
    if (!file) return
    Taro.getFileSystemManager().readFile({
      filePath: file.path,
      success: ({ data }) => {
        if (typeof data !== 'string') onRead({ name: file.name, bytes: data })
      },
      fail: onError,
    })
  } catch {
    // closed without choosing
  }
}
