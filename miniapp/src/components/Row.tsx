import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { classes } from './className'
import { Icon, type IconName } from './Icon'
import { Pressable } from './Pressable'

export interface RowProps {
  title: ReactNode
  note?: ReactNode
  value?: ReactNode
  icon?: IconName
  /** Tint of the icon's ground: its state. */
  tone?: 'ok' | 'warn' | 'bad' | 'info' | 'red' | 'gold'
  /** Instead of an icon: the first character of a name. */
  avatar?: string
  /** A red dot on the lead. */
  unread?: boolean
  /** What stands at the right instead of a value: a button, a switch. */
  right?: ReactNode
  /** Title in regular weight. */
  regular?: boolean
  label?: string
  testId?: string
  onTap?: () => void
}

function Lead({ icon, tone, avatar, unread }: RowProps) {
  if (avatar !== undefined) return <View className='ava'>{avatar.slice(0, 1)}</View>
  if (icon === undefined) return null
  return (
    <View className={classes('row-l', tone)}>
      <Icon name={icon} size={22} />
      {unread && <View className='undot' />}
    </View>
  )
}

/** A line of a list; when it can be tapped, the whole line is the target and a chevron says so. */
export function Row(props: RowProps) {
  const { title, note, value, right, onTap } = props
  const name = classes('row', (props.icon !== undefined || props.avatar !== undefined) && 'lead-pad')
  const content = (
    <>
      <Lead {...props} />
      <View className='g1'>
        <View className={classes('row-t', props.regular && 'reg')}>{title}</View>
        {note !== undefined && <View className='row-n'>{note}</View>}
      </View>
      {(value !== undefined || onTap !== undefined) && (
        <View className='row-v'>
          {value !== undefined && <View>{value}</View>}
          {onTap !== undefined && <Icon name='chev' size={18} className='chev' />}
        </View>
      )}
      {right !== undefined && <View className='row-v'>{right}</View>}
    </>
  )
  if (onTap !== undefined) {
    return (
      <Pressable className={name} label={props.label} testId={props.testId} onTap={onTap}>
        {content}
      </Pressable>
    )
  }
  return (
    <View className={name} data-testid={props.testId}>
      {content}
    </View>
  )
}
