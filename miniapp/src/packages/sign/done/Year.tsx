import { View } from '@tarojs/components'
import type { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import { Card } from '@/components/Card'
import { StampBook, yearOf } from '@/components/StampBook'
import { WORDS } from '@/features/checkin/words'
import { marksOf } from '@/features/home/model'
import { useFreshYear } from '@/features/home/useFreshYear'
import { partsOf } from '@/services/calendar'

export interface YearProps {
  activity: CheckInResult['activity']
  /** The seal of this month was stamped just now. */
  fresh: boolean
  settledAt: number
}

/** 我的这一年 with the seal of this month. */
export function Year({ activity, fresh, settledAt }: YearProps) {
  const year = useFreshYear(settledAt)
  if (year === null) return null
  const { month } = partsOf(activity.startAt)
  const stamped = fresh && activity.kinds.includes('theme-day') ? month : null
  return (
    <Card className='mt3'>
      <View className='card-p' style={{ padding: '16px 20px' }}>
        <View className='f sb-w'>
          <View className='h3'>{WORDS.year}</View>
          <View className='note'>{WORDS.themeDay}</View>
        </View>
        <View className='mt3'>
          <StampBook stamps={yearOf(marksOf(year.stamps), partsOf(Date.now()).month, stamped)} />
        </View>
      </View>
    </Card>
  )
}
