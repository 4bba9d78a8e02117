import Taro from '@tarojs/taro'
import { explainShort } from '@/services/http'

/** Shows a short sentence for two seconds. */
export function toast(text: string): void {
  void Taro.showToast({ title: text, icon: 'none', duration: 2000 })
}

/** Says what went wrong in the words of the problem; for failures that need no page of their own. */
export function toastError(error: unknown): void {
  toast(explainShort(error))
}
