import { View } from '@tarojs/components'
import { classes } from './className'
import { Pressable } from './Pressable'

export interface SwitchProps {
  on: boolean
  label: string
  testId?: string
  onChange: (on: boolean) => void
}

/** On or off; works at once. The target is larger than what is drawn. */
export function Switch({ on, label, testId, onChange }: SwitchProps) {
  return (
    <Pressable
      role='switch'
      checked={on}
      label={label}
      testId={testId}
      pressedClass='none'
      className='switch-tap'
      onTap={() => onChange(!on)}
    >
      <View className={classes('switch', on && 'on')} />
    </Pressable>
  )
}
