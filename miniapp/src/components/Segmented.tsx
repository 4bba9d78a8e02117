import { Text, View } from '@tarojs/components'
import { classes } from './className'
import { Pressable } from './Pressable'

export interface SegmentedItem<K extends string> {
  key: K
  label: string
  count?: number
}

export interface SegmentedProps<K extends string> {
  items: ReadonlyArray<SegmentedItem<K>>
  value: K
  onChange: (key: K) => void
}

/** Two to four views of one list. */
export function Segmented<K extends string>({ items, value, onChange }: SegmentedProps<K>) {
  const access = { role: 'tablist' }
  return (
    <View className='segc' {...access}>
      {items.map(({ key, label, count }) => (
        <Pressable
          key={key}
          role='tab'
          checked={key === value}
          pressedClass='none'
          className={classes('segc-i', key === value && 'on')}
          onTap={() => onChange(key)}
        >
          <View>{label}</View>
          {count !== undefined && <Text className='segc-n'>{count}</Text>}
        </Pressable>
      ))}
    </View>
  )
}
