import { View } from '@tarojs/components'
import { classes } from '../className'
import { Icon } from '../Icon'
import { Pressable } from '../Pressable'
import { openTab } from '@/services/navigation'
import { useSettings } from '@/services/settings'
import { TABS, useTab } from './tabs'

/** 首页 活动 学习 我的, with the small 文武线 over the one that is open. */
export function TabBar() {
  const current = useTab((state) => state.tab)
  const largeText = useSettings((state) => state.largeText)
  const access = { role: 'tablist' }
  return (
    <View className={classes('tabbar', largeText && 'lt')} {...access}>
      {TABS.map(({ key, label, icon }) => (
        <Pressable
          key={key}
          role='tab'
          checked={key === current}
          pressedClass='none'
          className={classes('tab', key === current && 'on')}
          onTap={() => openTab(key)}
        >
          <Icon name={icon} />
          <View>{label}</View>
        </Pressable>
      ))}
    </View>
  )
}
