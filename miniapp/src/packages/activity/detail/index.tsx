import { Page } from '@/components/Page'

/** 活动详情 */
export default function ActivityDetailPage() {
  return <Page title='活动详情' />
}
