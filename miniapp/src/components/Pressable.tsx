import { View, type ITouchEvent } from '@tarojs/components'
import type { CSSProperties, ReactNode } from 'react'

export interface PressableProps {
  children?: ReactNode
  className?: string
  style?: CSSProperties
  /** Name for screen readers where the visible text does not say enough. */
  label?: string
  role?: 'button' | 'link' | 'tab' | 'switch' | 'radio' | 'checkbox'
  /** For `switch`, `radio`, `checkbox`: on or off; for `tab`: selected. */
  checked?: boolean
  /** For a button that opens something below it. */
  expanded?: boolean
  disabled?: boolean
  /** Class while the finger is down. */
  pressedClass?: string
  testId?: string
  onTap?: () => void
}

interface KeyPress {
  key?: string
  preventDefault?: () => void
}

/**
 * Whatever can be tapped. In a browser it is a real button for the keyboard and for screen readers
 * (role, name, tab stop, Enter and Space); in WeChat the extra attributes are ignored.
 */
export function Pressable(props: PressableProps) {
  const { role = 'button', disabled = false, checked, onTap } = props
  const tap = () => {
    if (!disabled) onTap?.()
  }
  // a button on a card that can itself be tapped must not open the card
  const onClick = (event: ITouchEvent) => {
    event.stopPropagation()
    tap()
  }
  const onKeyDown = (event: KeyPress) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault?.()
    tap()
  }
  const access = {
    role,
    tabindex: disabled ? -1 : 0,
    onKeyDown,
    'aria-label': props.label,
    'aria-disabled': disabled || undefined,
    'aria-expanded': props.expanded,
    [role === 'tab' ? 'aria-selected' : 'aria-checked']: checked,
  }
  return (
    <View
      className={props.className}
      style={props.style}
      hoverClass={disabled ? 'none' : (props.pressedClass ?? 'is-paper')}
      hoverStartTime={20}
      hoverStayTime={80}
      data-testid={props.testId}
      onClick={onClick}
      {...access}
    >
      {props.children}
    </View>
  )
}
