/**
 * What the mini-program's user privacy guide (用户隐私保护指引) at mp.weixin.qq.com must name, because the app uses it.
 * The README asks the operator to enter the same; anything else that WeChat guards is refused by the simulator and by the checks of the build.
 */
export const DECLARED: readonly string[] = ['选中的文件', '剪切板', '摄像头']

/** Calls WeChat guards, with the kind of information each is declared as. */
export const GUARDED: Readonly<Record<string, string>> = {
  chooseMessageFile: '选中的文件', setClipboardData: '剪切板', getClipboardData: '剪切板', createCameraContext: '摄像头',
  getLocation: '位置信息', getFuzzyLocation: '位置信息', startLocationUpdate: '位置信息', chooseLocation: '位置信息', choosePoi: '位置信息',
  chooseImage: '选中的照片或视频信息', chooseMedia: '选中的照片或视频信息', chooseVideo: '选中的照片或视频信息', saveImageToPhotosAlbum: '相册（仅写入）权限', saveVideoToPhotosAlbum: '相册（仅写入）权限',
  startRecord: '麦克风', getRecorderManager: '麦克风', chooseAddress: '通讯地址', chooseInvoiceTitle: '发票信息', getWeRunData: '微信运动步数', chooseContact: '通讯录（仅写入）权限', addPhoneContact: '通讯录（仅写入）权限',
  openBluetoothAdapter: '蓝牙', addPhoneCalendar: '日历（仅写入）权限', startAccelerometer: '加速传感器', startGyroscope: '陀螺仪传感器', startCompass: '磁场传感器', startDeviceMotionListening: '方向传感器',
}

/** Calls of a script that nobody has declared. A call is a property that is called; names in the platform's own lists are none. */
export function undeclaredCalls(code: string): string[] {
  const names = Object.keys(GUARDED).filter((name) => !DECLARED.includes(GUARDED[name] ?? ''))
  return names.filter((name) => new RegExp(`\\.${name}\\s*\\(`).test(code))
}
