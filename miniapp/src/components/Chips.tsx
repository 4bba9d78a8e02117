import { View } from '@tarojs/components'
import { classes } from './className'
import { Pressable } from './Pressable'

export interface ChipsProps<K extends string> {
  items: ReadonlyArray<{ key: K; label: string }>
  value: K | null
  /** Name of the group for screen readers. */
  label: string
  onChange: (key: K) => void
}

/** One of a few words. */
export function Chips<K extends string>({ items, value, label, onChange }: ChipsProps<K>) {
  const access = { role: 'radiogroup', 'aria-label': label }
  return (
    <View className='chips' {...access}>
      {items.map((item) => (
        <Pressable
          key={item.key}
          role='radio'
          checked={item.key === value}
          className={classes('chip', item.key === value && 'on')}
          onTap={() => onChange(item.key)}
        >
          {item.label}
        </Pressable>
      ))}
    </View>
  )
}
