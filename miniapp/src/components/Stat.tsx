import { Text, View } from '@tarojs/components'

export interface StatItem {
  /** null when unknown: shown as –, never as 0. */
  value: number | string | null
  unit?: string
  label: string
}

/** Figures side by side, each over its name. */
export function Stats({ items }: { items: readonly StatItem[] }) {
  return (
    <View className='stats'>
      {items.map(({ value, unit, label }) => (
        <View key={label} className='stat'>
          <View className='stat-v'>
            {value ?? '–'}
            {unit !== undefined && value !== null && <Text className='u'>{unit}</Text>}
          </View>
          <View className='stat-l'>{label}</View>
        </View>
      ))}
    </View>
  )
}
