import type { RemindPlan } from '@pioneer/shared-types/reminders/schemas'
import { View } from '@tarojs/components'
import { REACHES } from '@pioneer/shared-types/constants'
import { WORDS } from './words'

/** How many are reached in which way. */
export function Counts({ plan }: { plan: RemindPlan }) {
  return (
    <View className='stats'>
      {REACHES.map((reach) => (
        <View key={reach} className='stat' data-testid={`remind-${reach}`}>
          <View className='stat-v'>{plan[reach]}</View>
          <View className='stat-l'>{WORDS.reach[reach]}</View>
        </View>
      ))}
    </View>
  )
}
