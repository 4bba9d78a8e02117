import { Page } from '@/components/Page'

/** 出勤名单 */
export default function RollPage() {
  return <Page title='出勤名单' />
}
