import { create } from 'zustand'
import type { IconName } from '../Icon'

export type TabKey = 'home' | 'activities' | 'study' | 'me'

export const TABS: ReadonlyArray<{ key: TabKey; label: string; icon: IconName }> = [
  { key: 'home', label: '首页', icon: 'home' },
  { key: 'activities', label: '活动', icon: 'calendar' },
  { key: 'study', label: '学习', icon: 'book' },
  { key: 'me', label: '我的', icon: 'user' },
]

/** Which tab page is on top. WeChat draws one tab bar for each tab page; all of them read this. */
export const useTab = create<{ tab: TabKey }>(() => ({ tab: 'home' }))
