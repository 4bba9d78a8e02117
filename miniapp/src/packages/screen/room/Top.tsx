import type { ScreenState } from '@pioneer/shared-types/screens/schemas'
import { View } from '@tarojs/components'
import { WORDS } from '@/features/screens/words'
import { dayAndWeekdayText, timeText } from '@/services/calendar'

/** What, who, when, where; the clock of the service. */
export function Top({ screen, now }: { screen: ScreenState | null; now: number }) {
  const activity = screen?.activity
  const heading = { role: 'heading', 'aria-level': 1 }
  return (
    <View>
      <View className='top'>
        <View className='logo' style={{ width: 'calc(72 * var(--u))', height: 'calc(72 * var(--u))' }} aria-hidden='true' />
        <View className='g1'>
          <View className='top-t one' {...heading}>
            {activity?.title ?? WORDS.app}
          </View>
          <View className='sub one'>
            {activity
              ? `${activity.ownerName}　${dayAndWeekdayText(activity.startAt)} ${timeText(activity.startAt)}　${activity.place}`
              : WORDS.room}
          </View>
        </View>
        <View className='clock'>{timeText(now)}</View>
      </View>
      <View className='wenwu' />
    </View>
  )
}
