import { Page } from '@/components/Page'

/** 活动 */
export default function ActivitiesPage() {
  return <Page title='活动' nav='tab' tab='activities' />
}
