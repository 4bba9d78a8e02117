import { Text, View } from '@tarojs/components'
import type { CheckInResult } from '@pioneer/shared-types/attendance/schemas'
import { Card } from '@/components/Card'
import { classes } from '@/components/className'
import { Seal } from '@/components/Seal'
import { Tag } from '@/components/Tag'
import { fullName } from '@/features/activities/model'
import { useSettings } from '@/services/settings'
import type { Signed } from '@/features/checkin/model'
import { WORDS } from '@/features/checkin/words'
import { useFreshYear } from '@/features/home/useFreshYear'
import { fullDayText, timeText } from '@/services/calendar'

type Activity = CheckInResult['activity']

export interface RecordProps {
  activity: Activity
  signed: Signed
  /** When the answer came, by the phone's clock, ms. */
  settledAt: number
}

const SEAL = { normal: 124, large: 96 }

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <View className='rl'>
      <View className='rl-k'>{name}</View>
      <View className='g1'>{value}</View>
    </View>
  )
}

/** +1 with its reason, and the total of the heading once it is known. */
function Gain({ gain, activity, fresh, settledAt }: { gain: Signed['gains'][number]; activity: Activity; fresh: boolean; settledAt: number }) {
  const year = useFreshYear(settledAt)
  const total = year?.headings.find(({ name }) => name === gain.heading)?.points
  const nth = year && activity.kinds.includes('theme-day') ? `，今年第 ${year.themeDays.present} 次` : ''
  return (
    <View className={classes('plus mt5', fresh && 'rises')} data-testid='gain'>
      <View className='g1'>
        <View className='h3'>
          {gain.heading} <Text className='c-gold'>+{gain.delta}</Text>
        </View>
        <View className='note'>
          {gain.reason}
          {nth}
        </View>
      </View>
      {total !== undefined && (
        <View className='num c-gold roll ml3'>
          {fresh && (
            <View className='roll-old' aria-hidden='true'>
              {total - gain.delta}
            </View>
          )}
          <View className={fresh ? 'roll-new' : undefined}>{total}</View>
        </View>
      )}
    </View>
  )
}

/** The record of this sign-in: the time first, then the seal, the facts, what it gained. */
export function Record({ activity, signed, settledAt }: RecordProps) {
  const largeText = useSettings((state) => state.largeText)
  const fresh = !signed.again
  const time = signed.at === null ? '' : timeText(signed.at)
  return (
    <Card leaf='red' className={fresh ? 'page-rises' : undefined} testId='signed'>
      <View className='card-p' style={{ padding: '28px 24px 24px', position: 'relative' }}>
        <View className='note' {...{ role: 'status' }}>
          {signed.again ? WORDS.again(time) : WORDS.signed}
        </View>
        <View className='ok-time'>{time}</View>
        <View className='f mt2 wrap'>
          {signed.late ? (
            <Tag kind='warn' icon='alert'>
              {WORDS.late(signed.lateMinutes)}
            </Tag>
          ) : (
            <Tag kind='ok' icon='check'>
              {WORDS.onTime}
            </Tag>
          )}
          {signed.door && <Tag kind='line'>{signed.door}</Tag>}
        </View>
        <View className={classes('stamp', fresh && 'falls')} aria-hidden='true'>
          <Seal mark='dao' look='solid' size={largeText ? SEAL.large : SEAL.normal} />
          <View className='stamp-ring' />
        </View>
        <View className='ruled mt6'>
          <Fact name={WORDS.theActivity} value={fullName(activity)} />
          <Fact name={WORDS.theDay} value={fullDayText(activity.startAt)} />
          <Fact name={WORDS.thePlace} value={activity.place} />
        </View>
        {signed.gains.map((gain) => (
          <Gain key={gain.heading} gain={gain} activity={activity} fresh={fresh} settledAt={settledAt} />
        ))}
      </View>
    </Card>
  )
}
