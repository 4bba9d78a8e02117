import { View } from '@tarojs/components'
import { classes } from './className'
import { Icon, type IconName } from './Icon'

export interface TagProps {
  children: string
  /** Without one: a neutral kind. `red` is live, `line` a quiet fact. Two tags at most side by side. */
  kind?: 'red' | 'ok' | 'warn' | 'bad' | 'info' | 'gold' | 'line'
  icon?: IconName
}

/** A short word on a tint. */
export function Tag({ children, kind, icon }: TagProps) {
  return (
    <View className={classes('tag', kind)}>
      {icon && <Icon name={icon} size={14} />}
      <View>{children}</View>
    </View>
  )
}
