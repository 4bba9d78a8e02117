import { View } from '@tarojs/components'
import { classes } from './className'
import { Pressable } from './Pressable'

export interface ChipsProps<K extends string> {
  items: ReadonlyArray<{ key: K; label: string }>
  /** The one that is chosen, or all that are. */
  value: K | null | readonly K[]
  /** Name of the group for screen readers. */
  label: string
  onChange: (key: K) => void
}

/** One of a few words, or several when the value is a list. */
export function Chips<K extends string>({ items, value, label, onChange }: ChipsProps<K>) {
  const several = Array.isArray(value)
  const chosen = (key: K) => (Array.isArray(value) ? value.includes(key) : key === value)
  const access = { role: several ? 'group' : 'radiogroup', 'aria-label': label }
  return (
    <View className='chips' {...access}>
      {items.map((item) => (
        <Pressable
          key={item.key}
          role={several ? 'checkbox' : 'radio'}
          checked={chosen(item.key)}
          className={classes('chip', chosen(item.key) && 'on')}
          onTap={() => onChange(item.key)}
        >
          {item.label}
        </Pressable>
      ))}
    </View>
  )
}
