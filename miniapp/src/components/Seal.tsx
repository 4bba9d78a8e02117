import { View } from '@tarojs/components'
import { classes } from './className'

/** 到 present, 假 leave, 补 made up. */
export type SealMark = 'dao' | 'jia' | 'bu'

const NAMES: Readonly<Record<SealMark, string>> = { dao: '到', jia: '请假', bu: '已补' }

export interface SealProps {
  /** What is stamped; null is the dashed square that waits. */
  mark: SealMark | null
  /** 白文: pressed just now. 朱文 (outline): earlier this year. */
  look?: 'solid' | 'outline'
  size?: number
  /** Degrees; a hand never stamps quite straight. */
  tilt?: number
}

/** 印: the seal of one month or one meeting. */
export function Seal({ mark, look = 'outline', size = 30, tilt = 0 }: SealProps) {
  const style = {
    width: `${size}px`,
    height: `${size}px`,
    ...(tilt === 0 ? {} : { transform: `rotate(${tilt}deg)` }),
  }
  if (mark === null) return <View className='bk-slot' style={style} />
  const access = { role: 'img', 'aria-label': NAMES[mark] }
  return <View className={classes('seal', `seal-${mark}`, look === 'solid' && 'solid')} style={style} {...access} />
}
