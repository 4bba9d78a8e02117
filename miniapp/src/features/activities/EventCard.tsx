import { View } from '@tarojs/components'
import type { ActivitySummary } from '@pioneer/shared-types/activities/schemas'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { classes } from '@/components/className'
import { Tag } from '@/components/Tag'
import { timeText } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { aboutOf } from '../checkin/about'
import { scanToSignIn } from '../checkin/scan'
import { dateColumn, kindsText, maySignIn, tagOf } from './model'
import { WORDS } from './words'

export interface EventCardProps {
  activity: ActivitySummary
  now: number
  /** The first of those that can be signed in to: it alone carries the red button. */
  leads: boolean
}

/** One activity of the list: the day beside its card; the whole card opens it. */
export function EventCard({ activity, now, leads }: EventCardProps) {
  const column = dateColumn(activity.startAt, now)
  const tag = tagOf(activity, now)
  const signIn = leads && maySignIn(activity, now)
  return (
    <View className='ft evt'>
      <View className={classes('evd', column.today && 'today')}>
        <View className='evd-d'>{column.day}</View>
        <View className='evd-w'>{column.under}</View>
      </View>
      <Card className='g1' leaf={signIn ? 'red' : undefined} onTap={() => openPage('activity', { id: activity.id })}>
        <View className='evt-in'>
          <View className='f sb-w'>
            <View className='note g1'>{kindsText(activity.kinds)}</View>
            {tag && (
              <View className='ml2'>
                <Tag kind={tag.kind}>{tag.text}</Tag>
              </View>
            )}
          </View>
          <View className='h3 mt1'>{activity.title}</View>
          <View className='note mt1'>
            {timeText(activity.startAt)}　{activity.place}
          </View>
          {signIn && (
            <Button kind='primary' icon='scan' className='mt3' onTap={() => scanToSignIn(aboutOf(activity))}>
              {WORDS.signIn}
            </Button>
          )}
        </View>
      </Card>
    </View>
  )
}
