import type { Credits } from '@pioneer/shared-types/reminders/schemas'
import { View } from '@tarojs/components'
import { Button } from '@/components/Button'
import { Icon } from '@/components/Icon'
import { allowMore, leftOf } from '@/services/subscribe'
import { refreshInbox } from './hooks'
import { WORDS } from './words'

/** How often WeChat may still remind, with the way to more; nothing where WeChat sends nothing. */
export function Quota({ credits }: { credits: Credits }) {
  const left = leftOf(credits)
  if (left === null) return null
  // asked of WeChat before anything is awaited: it listens only within the tap
  const allow = () => allowMore(credits).then(refreshInbox)
  return (
    <View className='notice plain quota' data-testid='inbox-quota'>
      <Icon name='bell' size={20} />
      <View className='g1'>
        <View className='b c-ink'>{left > 0 ? WORDS.quota(left) : WORDS.quotaNone}</View>
        <View>{WORDS.quotaNote}</View>
      </View>
      {process.env.TARO_ENV === 'weapp' && (
        <Button size='small' className='none ml2 quota-go' onTap={allow}>
          {WORDS.allow}
        </Button>
      )}
    </View>
  )
}
