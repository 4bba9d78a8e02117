import { View } from '@tarojs/components'
import type { ActivitySummary } from '@pioneer/shared-types/activities/schemas'
import { Block } from '@/components/Skeleton'
import { byMonth } from '@/services/calendar'
import { EventCard } from './EventCard'
import { maySignIn } from './model'

/** Activities divided by month. */
export function EventList({ items, now }: { items: readonly ActivitySummary[]; now: number }) {
  const leading = items.find((activity) => maySignIn(activity, now))?.id
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View>
      {byMonth(items, ({ startAt }) => startAt, now).map((group) => (
        <View key={group.key}>
          <View className='mon' {...heading}>
            {group.title}
            <View className='mon-l' />
          </View>
          {group.items.map((activity) => (
            <EventCard key={activity.id} activity={activity} now={now} leads={activity.id === leading} />
          ))}
        </View>
      ))}
    </View>
  )
}

/** The list on its way. */
export function EventSkeleton() {
  return (
    <View className='pulse mt6' aria-hidden='true' data-testid='skeleton'>
      {[0, 1, 2, 3].map((index) => (
        <View key={index} className='ft evt'>
          <View className='evd'>
            <Block width={32} height={28} />
          </View>
          <View className='card g1 evt-in'>
            <Block width='36%' height={14} onCard />
            <Block width='78%' height={20} top={10} onCard />
            <Block width='58%' height={14} top={10} onCard />
          </View>
        </View>
      ))}
    </View>
  )
}
