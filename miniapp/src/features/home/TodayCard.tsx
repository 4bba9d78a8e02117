import { Text, View } from '@tarojs/components'
import type { ActivitySummary } from '@pioneer/shared-types/activities/schemas'
import { useState } from 'react'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Icon } from '@/components/Icon'
import { Lamp } from '@/components/Lamp'
import { Pressable } from '@/components/Pressable'
import { Tag } from '@/components/Tag'
import { partsOf, rangeText } from '@/services/calendar'
import { openPage } from '@/services/navigation'
import { kindsText } from '../activities/model'
import { aboutOf } from '../checkin/about'
import { AskSheet } from '../checkin/AskSheet'
import { scanToSignIn } from '../checkin/scan'
import { todayCard, type TodayCard as Facts } from './model'
import { WORDS } from './words'

export interface TodayCardProps {
  activity: ActivitySummary
  now: number
  /** When a sign-in for this meeting was kept on the phone and is not sent yet. */
  keptAt: number | null
}

/** Date in the margin, kind and title beside it. */
export function LeafHead({ activity, tag }: { activity: ActivitySummary; tag?: { text: string; live: boolean } }) {
  const { month, day, weekday } = partsOf(activity.startAt)
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View className='ft'>
      <View className='margin-date'>
        <View className='w'>{month}月</View>
        <View className='d'>{day}</View>
        <View className='w'>周{weekday}</View>
      </View>
      <View className='g1'>
        <View className='f wrap'>
          <Tag>{kindsText(activity.kinds)}</Tag>
          {tag && <Tag kind={tag.live ? 'red' : 'line'}>{tag.text}</Tag>}
        </View>
        <View className='mt2 day-title' {...heading}>
          {activity.title}
        </View>
      </View>
    </View>
  )
}

/** When and where. */
export function LeafFacts({ activity, note }: { activity: ActivitySummary; note?: string | null }) {
  return (
    <View className='mt4'>
      <View className='meta'>
        <Icon name='clock' size={18} />
        <View className='g1'>
          {rangeText(activity.startAt, activity.endAt)}
          {note && <Text className='c-2'>　{note}</Text>}
        </View>
      </View>
      <View className='meta'>
        <Icon name='place' size={18} />
        <View className='g1'>{activity.place}</View>
      </View>
    </View>
  )
}

function Said({ facts, id }: { facts: Facts; id: string }) {
  const { line, action } = facts
  if (line === null) return null
  const words = action === 'record' ? WORDS.record : action === 'ask' ? WORDS.closedAsk : WORDS.see
  return (
    <View className='said'>
      {line.lamp && <Lamp state={line.lamp} label='' />}
      <View className='said-t'>{line.text}</View>
      {action && (
        <Pressable className='said-a' onTap={() => (action === 'record' ? openPage('attendance') : openPage('activity', { id }))}>
          <View>{words}</View>
          <Icon name='chev' size={16} className='chev' />
        </Pressable>
      )}
    </View>
  )
}

/** 今天这一页: the meeting of today with the one red 签到. */
export function TodayCard({ activity, now, keptAt }: TodayCardProps) {
  const [asking, setAsking] = useState(false)
  const facts = todayCard(activity, now, keptAt)
  const live = facts.phase === 'open' || facts.phase === 'late'
  const tag = { text: WORDS.signInState[facts.phase], live }
  return (
    <Card leaf='red' className='mt4' testId='today'>
      <View className='card-p' style={{ paddingBottom: '8px' }}>
        <LeafHead activity={activity} tag={tag} />
        <LeafFacts activity={activity} note={facts.timeNote} />
        <Said facts={facts} id={activity.id} />
        {facts.signIn && (
          <Button kind='primary' size='hero' icon='scan' className='mt5' loadingText={WORDS.signingIn} onTap={() => scanToSignIn(aboutOf(activity))}>
            {WORDS.signIn}
          </Button>
        )}
        {facts.signIn ? (
          <View className='ways mt1'>
            <Button kind='text' icon='keypad' onTap={() => openPage('signCode', { id: activity.id })}>
              {WORDS.typeCode}
            </Button>
            <Button kind='text' icon='people' onTap={() => setAsking(true)}>
              {WORDS.askSecretary}
            </Button>
          </View>
        ) : (
          facts.line === null && <View className='mt3' />
        )}
      </View>
      <AskSheet open={asking} owner={activity.ownerName} onClose={() => setAsking(false)} />
    </Card>
  )
}
