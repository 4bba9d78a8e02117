import { View } from '@tarojs/components'
import { Icon, type IconName } from './Icon'
import { Pressable } from './Pressable'

export interface SectionProps {
  title: string
  /** Words of the way to more, e.g. 全部 3 件. */
  action?: string
  /** After those words; `null` where they lead to no other page. */
  icon?: IconName | null
  onAction?: () => void
}

/** The head of a section, with the way to more at its right. */
export function Section({ title, action, icon = 'chev', onAction }: SectionProps) {
  const heading = { role: 'heading', 'aria-level': 2 }
  return (
    <View className='sec'>
      <View className='sec-t' {...heading}>
        {title}
      </View>
      {action && (
        <Pressable className='sec-a' onTap={onAction}>
          <View>{action}</View>
          {icon !== null && <Icon name={icon} size={16} className='chev' />}
        </Pressable>
      )}
    </View>
  )
}
