import { View } from '@tarojs/components'
import { Icon } from '@/components/Icon'
import { Pressable } from '@/components/Pressable'
import { openPage } from '@/services/navigation'
import { WORDS } from './words'

/** The way to the inbox, with a dot while something is unread. */
export function Bell({ unread }: { unread: number }) {
  return (
    <Pressable className='nav-bell' pressedClass='none' testId='inbox-bell' label={unread > 0 ? WORDS.inboxUnread(unread) : WORDS.inbox} onTap={() => openPage('inbox')}>
      <View className='nav-bell-i'>
        <Icon name='bell' />
        {unread > 0 && <View className='undot' />}
      </View>
    </Pressable>
  )
}
