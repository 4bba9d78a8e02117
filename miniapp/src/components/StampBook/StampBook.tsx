import { View } from '@tarojs/components'
import { classes } from '../className'
import { Seal } from '../Seal'
import type { Stamp } from './model'

/** 我的这一年: twelve months, each with its seal. A record of oneself; nothing is compared. */
export function StampBook({ stamps }: { stamps: readonly Stamp[] }) {
  return (
    <View className='book'>
      {stamps.map(({ month, mark, state, tilt }) => (
        <View key={month} className={classes('bk', state === 'now' && 'now', state === 'fresh' && 'new')}>
          <View className='bk-in'>
            <Seal mark={mark} look={state === 'fresh' ? 'solid' : 'outline'} tilt={tilt} />
            <View className='bk-m'>{month}月</View>
          </View>
        </View>
      ))}
    </View>
  )
}
