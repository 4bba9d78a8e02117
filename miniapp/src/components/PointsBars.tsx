import { Text, View } from '@tarojs/components'
import { Bar } from './Progress'

export interface PointsBar {
  name: string
  points: number
  /** What can be had in the year (本年可得). */
  limit: number
}

/** Points (integers) by heading, each of what can be had. */
export function PointsBars({ rows }: { rows: readonly PointsBar[] }) {
  return (
    <View>
      {rows.map(({ name, points, limit }) => (
        <View key={name} className='f pts'>
          <View className='note c-2 pts-l'>{name}</View>
          <Bar className='g1' value={points} max={limit} tone='gold' />
          <View className='note pts-v'>
            <Text className='b c-ink'>{points}</Text> / {limit}
          </View>
        </View>
      ))}
    </View>
  )
}
