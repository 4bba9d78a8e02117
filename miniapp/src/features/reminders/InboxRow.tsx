import type { InboxItem } from '@pioneer/shared-types/reminders/schemas'
import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { Button } from '@/components/Button'
import { classes } from '@/components/className'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { lookOf, whenText } from './model'
import { WORDS } from './words'

export interface InboxRowProps {
  item: InboxItem
  now: number
  onOpen: (item: InboxItem) => void
  onAttend: (item: InboxItem) => Promise<void>
  onLeave: (item: InboxItem) => void
}

/** One reminder: tapping it opens what it is about; a meeting can be answered in place. */
export function InboxRow({ item, now, onOpen, onAttend, onLeave }: InboxRowProps) {
  const { icon, tone } = lookOf(item)
  const unread = item.readAt === null
  const reader = { 'aria-label': WORDS.unread, role: 'img' }
  const body: ReactNode = (
    <>
      <View className={classes('row-l', tone)}>
        <Icon name={icon} size={22} />
        {unread && <View className='undot' data-testid='inbox-unread' {...reader} />}
      </View>
      <View className='g1'>
        <View className='ft sb-w'>
          <View className='row-t g1'>{item.title}</View>
          <View className='tiny none ml2 inbox-when'>{whenText(item.at, now)}</View>
        </View>
        <View className='row-n'>{item.text}</View>
      </View>
    </>
  )
  return (
    <View className='row lead-pad inbox-row' data-testid='inbox-row'>
      {item.link !== null || unread ? (
        <Pressable className='ft' onTap={() => onOpen(item)}>
          {body}
        </Pressable>
      ) : (
        <View className='ft'>{body}</View>
      )}
      {item.reply !== null && (
        <View className='btn-pair inbox-reply'>
          <Button size='small' label={`${WORDS.leave} ${item.title}`} testId='inbox-reply-leave' onTap={() => onLeave(item)}>
            {WORDS.leave}
          </Button>
          <Button size='small' kind='dark' label={`${WORDS.attend} ${item.title}`} testId='inbox-reply-attend' loadingText={WORDS.attendBusy} onTap={() => onAttend(item)}>
            {WORDS.attend}
          </Button>
        </View>
      )}
    </View>
  )
}
