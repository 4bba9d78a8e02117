import Taro from '@tarojs/taro'
import { create } from 'zustand'

/** Whether the phone has a network at all; it may still not reach the service. */
export const useNetwork = create<{ online: boolean }>(() => ({ online: true }))

const set = (online: boolean) => useNetwork.setState({ online })

/** Starts watching; called once at launch. */
export function watchNetwork(): void {
  if (process.env.TARO_ENV === 'h5') {
    set(navigator.onLine)
    window.addEventListener('online', () => set(true))
    window.addEventListener('offline', () => set(false))
    return
  }
  void Taro.getNetworkType().then(({ networkType }) => set(networkType !== 'none'))
  Taro.onNetworkStatusChange(({ isConnected }) => set(isConnected))
}
