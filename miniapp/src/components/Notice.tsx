import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { classes } from './className'
import { Icon, type IconName } from './Icon'
import { Pressable } from './Pressable'

export interface NoticeProps {
  children: ReactNode
  /** `info` is for what is saved offline. Never more than one notice a page. */
  kind?: 'plain' | 'info' | 'ok' | 'warn' | 'bad'
  icon?: IconName
  action?: string
  className?: string
  testId?: string
  onAction?: () => void
}

const ICONS: Readonly<Record<NonNullable<NoticeProps['kind']>, IconName>> = {
  plain: 'clock',
  info: 'offline',
  ok: 'checkc',
  warn: 'alert',
  bad: 'alert',
}

/** A banner in the page: what happened and what it means. */
export function Notice({ children, kind = 'plain', icon, action, className, testId, onAction }: NoticeProps) {
  const access = { role: 'status' }
  return (
    <View className={classes('notice', kind !== 'info' && kind, className)} data-testid={testId} {...access}>
      <Icon name={icon ?? ICONS[kind]} size={20} />
      <View className='g1'>{children}</View>
      {action && (
        <Pressable className='b notice-a' onTap={onAction}>
          {action}
        </Pressable>
      )}
    </View>
  )
}
