import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { classes } from './className'

/** Share of a whole in percent, between 0 and 100; an empty whole counts as nothing. */
export function percent(value: number, max: number): number {
  if (max <= 0) return 0
  return Math.min(100, Math.max(0, (value / max) * 100))
}

export interface BarProps {
  value: number
  max: number
  /** Gold = points, without one = progress. */
  tone?: 'gold' | 'ok' | 'red' | 'warn' | 'bad'
  className?: string
}

/** A thin line filled as far as it got. */
export function Bar({ value, max, tone, className }: BarProps) {
  return (
    <View className={classes('bar', className)}>
      <View className={classes('bar-f', tone)} style={{ width: `${percent(value, max)}%` }} />
    </View>
  )
}

export interface RingProps {
  value: number
  max: number
  /** Outer diameter in px. */
  size: number
  thickness?: number
  /** A CSS colour or variable. */
  colour?: string
  children?: ReactNode
}

/** A ring filled as far as it got, with room for a figure inside. */
export function Ring({ value, max, size, thickness = 6, colour = 'var(--ink)', children }: RingProps) {
  const share = percent(value, max)
  const inner = size - thickness * 2
  return (
    <View
      className='ring'
      style={{
        width: `${size}px`,
        height: `${size}px`,
        background: `conic-gradient(${colour} ${share}%, var(--track) ${share}%)`,
      }}
    >
      <View className='ring-in' style={{ width: `${inner}px`, height: `${inner}px` }}>
        {children}
      </View>
    </View>
  )
}
