import type { Movement } from '@pioneer/shared-types/ratings/schemas'
import { View } from '@tarojs/components'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { moveOf } from './model'

/** Rise or fall: arrow, colour and words. */
export function MoveMark({ movement, className }: { movement: Movement; className?: string }) {
  const { kind, words } = moveOf(movement)
  return (
    <View className={classes('note f move', className)}>
      {kind === 'same' ? (
        <Icon name='minus' size={16} />
      ) : (
        <Icon name='up' size={16} className={kind === 'up' ? 'c-ok' : 'c-bad turned'} />
      )}
      <View className='ml1'>{words}</View>
    </View>
  )
}
