import { classes } from './className'
import { Pressable } from './Pressable'

export interface SwitchProps {
  on: boolean
  label: string
  testId?: string
  onChange: (on: boolean) => void
}

/** On or off; works at once. */
export function Switch({ on, label, testId, onChange }: SwitchProps) {
  return (
    <Pressable
      role='switch'
      checked={on}
      label={label}
      testId={testId}
      pressedClass='none'
      className={classes('switch', on && 'on')}
      onTap={() => onChange(!on)}
    />
  )
}
