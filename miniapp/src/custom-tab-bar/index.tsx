import { TabBar } from '@/components/TabBar'

/** What WeChat draws below the tab pages. */
export default function CustomTabBar() {
  return <TabBar />
}
