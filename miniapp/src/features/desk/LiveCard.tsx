import type { ActivitySummary, Counts } from '@pioneer/shared-types/activities/schemas'
import { Text, View } from '@tarojs/components'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Ring } from '@/components/Progress'
import { Tag } from '@/components/Tag'
import { openPage } from '@/services/navigation'
import { useMissing } from '../roll/hooks'
import { byPlace } from '../roll/model'
import { firstNames, restWords, untilLate } from './model'
import { WORDS } from './words'

function LateRing({ activity, now }: { activity: ActivitySummary; now: number }) {
  const until = untilLate(activity, now)
  if (until === null) return <Tag kind='warn'>{WORDS.lateNow}</Tag>
  return (
    <View className='col none late-ring' {...{ role: 'img', 'aria-label': WORDS.ringLabel(until.minutes) }}>
      <Ring value={until.left} max={until.whole} size={60}>
        <View className='b late-n'>
          {until.minutes}
          <Text className='late-u'>{WORDS.minutes}</Text>
        </View>
      </Ring>
      <View className='note mt1'>{WORDS.lateIn}</View>
    </View>
  )
}

/** The meeting that runs now: who is here, who is missing, and the two things to do. */
export function LiveCard({ activity, counts, now }: { activity: ActivitySummary; counts: Counts; now: number }) {
  const missing = useMissing(activity.id)
  const shown = missing.data?.counts ?? counts
  const { names, others } = firstNames([...(missing.data?.items ?? [])].sort(byPlace))
  return (
    <Card leaf='red' padded className='mt3' testId='live'>
      <View className='f'>
        <Tag kind='red'>{WORDS.live}</Tag>
        <View className='note ml2 g1'>{activity.place}</View>
      </View>
      <View className='h3 mt2'>{activity.title}</View>
      <View className='f sb-w mt3'>
        <View className='g1'>
          <View className='fb wrap'>
            <View className='hero live-n' data-testid='live-count'>
              {shown.present}
            </View>
            <View className='note ml2'>{WORDS.of(shown.expected)}</View>
          </View>
          <View className='note mt1'>{restWords(shown)}</View>
        </View>
        <LateRing activity={activity} now={now} />
      </View>
      {names.length > 0 && (
        <View className='names mt3'>
          {names.map((name, index) => (
            <View key={`${index}-${name}`} className='name-chip'>
              {name}
            </View>
          ))}
          {others > 0 && <View className='name-chip'>{WORDS.others(others)}</View>}
        </View>
      )}
      <View className='btn-pair mt4'>
        <Button onTap={() => openPage('pair', { id: activity.id })}>{WORDS.screen}</Button>
        <Button kind='primary' onTap={() => openPage('roll', { id: activity.id })}>
          {WORDS.tap}
        </Button>
      </View>
    </Card>
  )
}
