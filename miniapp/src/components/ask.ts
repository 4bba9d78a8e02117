import Taro from '@tarojs/taro'

/** --ink: a question is answered in the colour of confirming, not in WeChat's green. */
const INK = '#221D18'
const INK_3 = '#6A6155'

export interface Question {
  title: string
  text: string
  yes: string
  no: string
}

/** Asks before something that is hard to take back; whether the answer was yes. */
export async function ask({ title, text, yes, no }: Question): Promise<boolean> {
  const { confirm } = await Taro.showModal({ title, content: text, confirmText: yes, cancelText: no, confirmColor: INK, cancelColor: INK_3 })
  return confirm
}
