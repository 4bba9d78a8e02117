import { Page } from '@/components/Page'

/** 我的积分 */
export default function PointsPage() {
  return <Page title='我的积分' />
}
