import { View } from '@tarojs/components'
import { useDidShow } from '@tarojs/taro'
import type { ReactNode } from 'react'
import { useSettings } from '@/services/settings'
import { classes } from '../className'
import { TabBar, useTab, type TabKey } from '../TabBar'
import { NavBar, type NavKind } from './NavBar'

export interface PageProps {
  /** In the navigation bar; on 首页 the name of the branch. */
  title: string
  nav?: NavKind
  /** Set on the four tab pages. */
  tab?: TabKey
  /** Fixed at the bottom: the buttons of the page. */
  foot?: ReactNode
  /** In the navigation bar of 首页, at its right. */
  aside?: ReactNode
  children?: ReactNode
  /** Uses the whole window of a browser instead of the phone's column. */
  wide?: boolean
  className?: string
  testId?: string
  /** Instead of going back one page. */
  onBack?: () => void
}

/** WeChat draws the custom tab bar itself; in a browser the page does. */
const DRAWS_TAB_BAR = process.env.TARO_ENV === 'h5'

/** The root of every page on the phone: paper, navigation bar, large text, foot or tab bar. */
export function Page({ title, nav = 'back', tab, foot, aside, children, wide, className, testId, onBack }: PageProps) {
  const largeText = useSettings((state) => state.largeText)
  useDidShow(() => {
    if (tab) useTab.setState({ tab })
  })
  return (
    <View className={classes('app', largeText && 'lt', wide && 'broad')} data-testid={testId}>
      <NavBar kind={nav} title={title} aside={aside} onBack={onBack} />
      <View className={classes('page', tab && 'has-tab', foot !== undefined && 'has-foot', className)}>{children}</View>
      {foot !== undefined && <View className='foot'>{foot}</View>}
      {tab && DRAWS_TAB_BAR && <TabBar />}
    </View>
  )
}
