import type { ActivityDetail, Counts } from '@pioneer/shared-types/activities/schemas'
import { Text, View } from '@tarojs/components'
import { Button } from '@/components/Button'
import { openPage } from '@/services/navigation'
import { lateWords } from './model'
import { WORDS } from './words'

/** How many are here and until when it counts as on time. */
export function RollFoot({ activity, counts, now }: { activity: ActivityDetail; counts: Counts; now: number }) {
  return (
    <View className='f'>
      <View className='g1'>
        <View className='h3' data-testid='roll-count'>
          {counts.present} <Text className='c-3 thin'>{WORDS.present(counts.expected)}</Text>
        </View>
        <View className='note'>{lateWords(activity, now)}</View>
      </View>
      <Button className='none ml3' onTap={() => openPage('pair', { id: activity.id })}>
        {WORDS.screen}
      </Button>
    </View>
  )
}
