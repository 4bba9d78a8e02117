import { View } from '@tarojs/components'
import { classes } from './className'

/** The drawn icons; each is a class of styles/icons.scss. */
export const ICON_NAMES = [
  'alert', 'back', 'bell', 'book', 'cake', 'calendar', 'chart', 'chat', 'check', 'checkc', 'chev', 'chevd', 'clock', 'del',
  'down', 'edit', 'eye', 'file', 'flag', 'grid', 'heart', 'home', 'keypad', 'link', 'lock', 'minus', 'offline', 'out',
  'people', 'phone', 'place', 'play', 'plus', 'refresh', 'scan', 'search', 'send', 'shield', 'star', 'starf', 'text',
  'undo', 'up', 'user', 'wallet', 'x',
] as const
export type IconName = (typeof ICON_NAMES)[number]

export interface IconProps {
  name: IconName
  /** Edge in px. */
  size?: number
  className?: string
}

/** A line icon in the colour of the text around it. Always stands beside words, so it is hidden from screen readers. */
export function Icon({ name, size = 24, className }: IconProps) {
  return (
    <View
      className={classes('ic', `ic-${name}`, className)}
      style={{ width: `${size}px`, height: `${size}px` }}
      aria-hidden='true'
    />
  )
}
