import { View } from '@tarojs/components'
import { useEffect, useRef, useState, type CSSProperties } from 'react'
import { classes } from './className'
import { Icon, type IconName } from './Icon'
import { Pressable } from './Pressable'

export interface ButtonProps {
  /** The words on it. */
  children: string
  /** `primary` is the red one: at most one a screen. `dark` confirms, `quiet` undoes, `text` is the third choice. */
  kind?: 'primary' | 'dark' | 'plain' | 'quiet' | 'text'
  /** `hero` is the sign-in button of today's page. */
  size?: 'normal' | 'small' | 'hero'
  icon?: IconName
  /** Set by the caller; a button whose onTap returns a promise is also busy until it settles. */
  loading?: boolean
  /** Words while busy, e.g. 正在签到… */
  loadingText?: string
  disabled?: boolean
  /** Why it cannot be tapped; shown under it, and disables it. */
  reason?: string
  className?: string
  style?: CSSProperties
  /** Name for screen readers when several buttons carry the same words, e.g. 点到 孙晓燕. */
  label?: string
  testId?: string
  onTap: () => unknown
}

const ICON_SIZE = { normal: 20, small: 18, hero: 26 } as const

/** The button. A second tap while the first is at work does nothing. */
export function Button(props: ButtonProps) {
  const { kind = 'plain', size = 'normal', reason } = props
  const [working, setWorking] = useState(false)
  const locked = useRef(false)
  const mounted = useRef(true)
  useEffect(() => {
    mounted.current = true
    return () => {
      mounted.current = false
    }
  }, [])

  const busy = props.loading === true || working
  const disabled = props.disabled === true || reason !== undefined

  const tap = async () => {
    if (locked.current || busy) return
    const result = props.onTap()
    if (!(result instanceof Promise)) return
    locked.current = true
    setWorking(true)
    try {
      await result
    } finally {
      locked.current = false
      if (mounted.current) setWorking(false)
    }
  }

  const button = (
    <Pressable
      className={classes(
        'btn',
        kind !== 'plain' && kind,
        size === 'small' && 'sm',
        size === 'hero' && 'hero-btn',
        disabled && 'is-disabled',
        props.className,
      )}
      style={props.style}
      pressedClass='is-pressed'
      disabled={disabled || busy}
      label={props.label}
      testId={props.testId}
      onTap={() => void tap()}
    >
      {busy ? <View className='spin' /> : props.icon && <Icon name={props.icon} size={ICON_SIZE[size]} />}
      <View>{busy ? (props.loadingText ?? props.children) : props.children}</View>
    </Pressable>
  )
  if (reason === undefined) return button
  return (
    <View>
      {button}
      <View className='note btn-why'>{reason}</View>
    </View>
  )
}
