import { View } from '@tarojs/components'
import type { CSSProperties, ReactNode } from 'react'
import { classes } from './className'
import { Pressable } from './Pressable'

export interface CardProps {
  children: ReactNode
  /** 文武线 on top: red for today's page, ink for another leading card. At most one a page. */
  leaf?: 'red' | 'ink'
  /** 20 px around the content; leave it out for a card of rows. */
  padded?: boolean
  className?: string
  style?: CSSProperties
  label?: string
  testId?: string
  onTap?: () => void
}

/** A sheet of paper on the page. */
export function Card({ children, leaf, padded, className, style, label, testId, onTap }: CardProps) {
  const name = classes('card', leaf && 'leaf', className)
  const content = (
    <>
      {leaf && <View className={classes('wenwu', leaf === 'ink' && 'ink')} />}
      {padded ? <View className='card-p'>{children}</View> : children}
    </>
  )
  if (onTap) {
    return (
      <Pressable className={name} style={style} label={label} testId={testId} onTap={onTap}>
        {content}
      </Pressable>
    )
  }
  return (
    <View className={name} style={style} data-testid={testId}>
      {content}
    </View>
  )
}
